package vae4j.datasets.idx;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.GZIPOutputStream;

/** Small IDX files, written from the format's description. */
public final class IdxFixtures {
  private IdxFixtures() {}

  /** Images whose values count 0, 1, 2, … modulo 251. */
  public static byte[] images(int count, int height, int width) {
    int length = count * height * width;
    ByteBuffer bytes = ByteBuffer.allocate(16 + length);
    bytes.putInt(0x00000803).putInt(count).putInt(height).putInt(width);
    for (int i = 0; i < length; i++) {
      bytes.put((byte) (i % 251));
    }
    return bytes.array();
  }

  /** Labels. */
  public static byte[] labels(int... labels) {
    ByteBuffer bytes = ByteBuffer.allocate(8 + labels.length);
    bytes.putInt(0x00000801).putInt(labels.length);
    for (int label : labels) {
      bytes.put((byte) label);
    }
    return bytes.array();
  }

  /** The same bytes, packed. */
  public static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(bytes);
    }
    return packed.toByteArray();
  }

  /** A file of any type: its code, its dimensions' sizes, and its values one after another. */
  public static byte[] file(int code, int[] sizes, double... values) {
    int length =
        switch (code) {
          case 0x08, 0x09 -> 1;
          case 0x0b -> 2;
          case 0x0c, 0x0d -> 4;
          default -> 8;
        };
    ByteBuffer bytes = ByteBuffer.allocate(4 + 4 * sizes.length + length * values.length);
    bytes.putShort((short) 0).put((byte) code).put((byte) sizes.length);
    for (int size : sizes) {
      bytes.putInt(size);
    }
    for (double value : values) {
      switch (code) {
        case 0x08, 0x09 -> bytes.put((byte) value);
        case 0x0b -> bytes.putShort((short) value);
        case 0x0c -> bytes.putInt((int) value);
        case 0x0d -> bytes.putFloat((float) value);
        default -> bytes.putDouble(value);
      }
    }
    return bytes.array();
  }
}
