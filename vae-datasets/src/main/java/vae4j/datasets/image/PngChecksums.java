package vae4j.datasets.image;

import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.zip.CRC32;
import javax.imageio.stream.ImageInputStream;

/**
 * Checks the CRC-32 of a PNG's chunks, of which Java's decoder reads none of those that hold the
 * pixels. Only chunks on which pixels depend are looked at: damaged text loses nothing.
 */
final class PngChecksums {
  private static final Set<String> PIXELS = Set.of("IHDR", "PLTE", "tRNS", "IDAT");

  private PngChecksums() {}

  /** The fault, if there is one; the stream's position is moved. */
  static Optional<String> problem(ImageInputStream in) throws IOException {
    byte[] block = new byte[1 << 13];
    in.seek(8);
    String type = "";
    boolean inside = false;
    try {
      while (true) {
        long length = in.readUnsignedInt();
        in.readFully(block, 0, 4);
        type = new String(block, 0, 4, StandardCharsets.ISO_8859_1);
        if (type.equals("IEND")) {
          return Optional.empty();
        }
        if (!PIXELS.contains(type)) {
          in.seek(in.getStreamPosition() + length + 4);
          continue;
        }
        inside = true;
        CRC32 crc = new CRC32();
        crc.update(block, 0, 4);
        for (long left = length; left > 0; ) {
          int count = (int) Math.min(left, block.length);
          in.readFully(block, 0, count);
          crc.update(block, 0, count);
          left -= count;
        }
        if (in.readUnsignedInt() != crc.getValue()) {
          return Optional.of("checksum of its " + type + " chunk is wrong");
        }
        inside = false;
      }
    } catch (EOFException e) {
      // Between chunks nothing is lost that the decoder would not miss.
      return inside ? Optional.of("it is cut off in its " + type + " chunk") : Optional.empty();
    }
  }
}
