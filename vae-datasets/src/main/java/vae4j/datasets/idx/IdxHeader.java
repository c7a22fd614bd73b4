package vae4j.datasets.idx;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The header of an IDX file.
 *
 * @param type what the values are
 * @param sizes the size of each dimension, all positive
 */
record IdxHeader(IdxType type, List<Integer> sizes) {
  private static final int MOST_DIMENSIONS = 4;

  /** Enough of a file to tell what it is if not IDX. */
  private static final int START = 64;

  /** More than any storage that there is, and far from overflow. */
  private static final long MOST_VALUES = 1L << 50;

  /** Length of the header in bytes. */
  int length() {
    return 4 + 4 * sizes.size();
  }

  /** Number of values. */
  long values() {
    return sizes.stream().mapToLong(Integer::longValue).reduce(1, Math::multiplyExact);
  }

  /** Number of bytes after the header. */
  long bytes() {
    return values() << type.shift();
  }

  static IdxHeader read(InputStream in, String source) throws IOException {
    byte[] start = in.readNBytes(4);
    String other = start.length == 0 ? "empty" : foreign(start, in);
    if (other != null) {
      throw new MalformedIdxException(source, other);
    }
    requireLength(start, source, 0, 4);
    if (start[0] != 0 || start[1] != 0) {
      throw new MalformedIdxException(
          source,
          "magic number",
          "00 00 in its first two bytes",
          String.format("%02x %02x", start[0], start[1]));
    }
    IdxType type = IdxType.of(start[2]);
    if (type == null) {
      throw new MalformedIdxException(
          source, "type code", "0x08, 0x09 or 0x0b to 0x0e", String.format("0x%02x", start[2]));
    }
    int dimensions = Byte.toUnsignedInt(start[3]);
    if (dimensions < 1 || dimensions > MOST_DIMENSIONS) {
      throw new MalformedIdxException(
          source,
          "number of dimensions",
          "1 or 2 (labels), 3 or 4 (images)",
          String.valueOf(dimensions));
    }
    byte[] numbers = in.readNBytes(4 * dimensions);
    requireLength(numbers, source, 4, 4 * dimensions);
    return new IdxHeader(type, sizes(ByteBuffer.wrap(numbers), dimensions, source));
  }

  private static List<Integer> sizes(ByteBuffer numbers, int dimensions, String source)
      throws MalformedIdxException {
    List<Integer> sizes = new ArrayList<>();
    long product = 1;
    for (int axis = 0; axis < dimensions; axis++) {
      int size = numbers.getInt();
      if (size <= 0) {
        throw new MalformedIdxException(
            source, "size of dimension " + axis, "positive", String.valueOf(size));
      }
      sizes.add(size);
      if (product > MOST_VALUES / size) {
        throw new MalformedIdxException(
            source, "number of values", "at most " + MOST_VALUES, "more: sizes " + sizes);
      }
      product *= size;
    }
    return List.copyOf(sizes);
  }

  private static void requireLength(byte[] bytes, String source, int before, int length)
      throws MalformedIdxException {
    if (bytes.length < length) {
      throw new MalformedIdxException(
          source,
          "header",
          (before + length) + " bytes long",
          (before + bytes.length) + " (the file ends there)");
    }
  }

  /** The format of a file that is not IDX, or null where that is not known. */
  private static @Nullable String foreign(byte[] start, InputStream in) throws IOException {
    if (start.length == 4 && start[2] == 0 && start[3] == 0 && IdxType.of(start[1]) != null) {
      return "little-endian, IDX stores the most significant byte first";
    }
    if (start[0] == 0) {
      return null;
    }
    byte[] more = Arrays.copyOf(start, START);
    int length = start.length + in.readNBytes(more, start.length, START - start.length);
    String text = new String(more, 0, length, StandardCharsets.ISO_8859_1);
    String lower = text.strip().toLowerCase(Locale.ROOT);
    if (lower.startsWith("<!doctype html") || lower.startsWith("<html")) {
      return "an HTML page, not an IDX file";
    }
    if (lower.startsWith("<")) {
      return "an HTML or XML document, not an IDX file";
    }
    if (text.startsWith("version https://git-lfs")) {
      return "a pointer of Git LFS, not the file itself";
    }
    if (text.startsWith("\u0093NUMPY")) {
      return "a NumPy array, not an IDX file";
    }
    if (text.startsWith("PK") && text.contains(".npy")) {
      return "a NumPy archive, not an IDX file";
    }
    if (text.startsWith("PK\u0003\u0004")) {
      return "a zip archive, not an IDX file: unpack it";
    }
    if (text.startsWith("\u00fd7zXZ")) {
      return "packed by xz: unpack it";
    }
    if (text.startsWith("BZh")) {
      return "packed by bzip2: unpack it";
    }
    if (text.startsWith("(\u00b5/\u00fd")) {
      return "packed by zstd: unpack it";
    }
    if (text.startsWith("\u0089PNG") || text.startsWith("\u00ff\u00d8\u00ff")) {
      return "a PNG or JPEG image, not an IDX file";
    }
    return null;
  }
}
