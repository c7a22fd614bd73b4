package vae4j.datasets.idx;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.util.zip.ZipException;
import vae4j.datasets.content.Gzip;
import vae4j.datasets.content.Sha256;

/**
 * An IDX file of unsigned bytes, in memory: pictures [N, H, W] or labels [N].
 *
 * <p>The format (LeCun, Cortes, Burges, "The MNIST database of handwritten digits"): two zero
 * bytes, a type code, the number of dimensions, each dimension's size as a big-endian 32-bit
 * integer, the values with the last dimension changing fastest. Every field is checked, and the
 * content must have exactly the length the header says.
 */
public final class IdxFile {
  private static final int UNSIGNED_BYTE = 0x08;
  private static final int LABEL_DIMENSIONS = 1;
  private static final int IMAGE_DIMENSIONS = 3;

  /** Longest array that every virtual machine can make. */
  private static final long MOST_VALUES = Integer.MAX_VALUE - 8L;

  private final String source;
  private final int[] sizes;
  private final byte[] values;
  private final String sha256;

  private IdxFile(String source, int[] sizes, byte[] values, String sha256) {
    this.source = source;
    this.sizes = sizes;
    this.values = values;
    this.sha256 = sha256;
  }

  /**
   * Reads pictures.
   *
   * @param path an IDX file of three dimensions, gzip or raw
   * @return the pictures
   * @throws MalformedIdxException if the file is not such a file
   * @throws IOException if it cannot be read
   */
  public static IdxFile readImages(Path path) throws IOException {
    return read(path).requireDimensions(IMAGE_DIMENSIONS);
  }

  /**
   * Reads labels.
   *
   * @param path an IDX file of one dimension, gzip or raw
   * @return the labels
   * @throws MalformedIdxException if the file is not such a file
   * @throws IOException if it cannot be read
   */
  public static IdxFile readLabels(Path path) throws IOException {
    return read(path).requireDimensions(LABEL_DIMENSIONS);
  }

  /**
   * Reads pictures or labels, whichever the file holds.
   *
   * @param path an IDX file, gzip or raw
   * @return its content
   * @throws MalformedIdxException if it is no IDX file of pictures or labels
   * @throws IOException if it cannot be read
   */
  public static IdxFile read(Path path) throws IOException {
    try (InputStream in = Files.newInputStream(path)) {
      return read(in, path.toString());
    }
  }

  /**
   * Reads pictures or labels from a stream.
   *
   * @param in the file's bytes, gzip or raw; stays the caller's to close
   * @param source the file's name, for messages
   * @return its content
   * @throws MalformedIdxException if it is no IDX file of pictures or labels
   * @throws IOException if the stream cannot be read
   */
  public static IdxFile read(InputStream in, String source) throws IOException {
    try {
      DigestInputStream content = new DigestInputStream(Gzip.uncompressed(in), Sha256.digest());
      int[] sizes = readHeader(content, source);
      byte[] values = readValues(content, source, sizes);
      return new IdxFile(source, sizes, values, Sha256.hex(content.getMessageDigest()));
    } catch (EOFException | ZipException e) {
      MalformedIdxException malformed =
          new MalformedIdxException(
              source, "gzip stream", "whole", "cut off or damaged (" + e.getMessage() + ")");
      malformed.initCause(e);
      throw malformed;
    }
  }

  /** Whether these are pictures and not labels. */
  public boolean isImages() {
    return sizes.length == IMAGE_DIMENSIONS;
  }

  /** Number N of pictures or labels. */
  public int count() {
    return sizes[0];
  }

  /**
   * Rows H of each picture.
   *
   * @throws IllegalStateException if these are labels
   */
  public int height() {
    return pictureSize(1);
  }

  /**
   * Pixels W in a row of each picture.
   *
   * @throws IllegalStateException if these are labels
   */
  public int width() {
    return pictureSize(2);
  }

  /**
   * One value.
   *
   * @param index place in the order [N, H, W] for pictures, [N] for labels
   * @return a number from 0 to 255
   * @throws IndexOutOfBoundsException if there is no such place
   */
  public int value(int index) {
    return Byte.toUnsignedInt(values[index]);
  }

  /** SHA-256 of the file's uncompressed bytes, header included, in hexadecimal. */
  public String sha256() {
    return sha256;
  }

  /**
   * Checks that labels fit pictures.
   *
   * @param images the pictures that these are the labels of
   * @param classes how many classes there are
   * @throws MalformedIdxException if there are fewer or more labels than pictures, or a label is
   *     not a class
   */
  public void requireLabelsOf(IdxFile images, int classes) throws MalformedIdxException {
    if (count() != images.count()) {
      throw new MalformedIdxException(
          source,
          "number of labels",
          images.count() + ", as many as there are pictures in " + images.source,
          count() + (count() < images.count() ? " (labels fewer than images)" : ""));
    }
    for (int i = 0; i < count(); i++) {
      if (value(i) >= classes) {
        throw new MalformedIdxException(
            source, "label " + i, "below " + classes, String.valueOf(value(i)));
      }
    }
  }

  private IdxFile requireDimensions(int wanted) throws MalformedIdxException {
    if (sizes.length != wanted) {
      throw new MalformedIdxException(
          source,
          "number of dimensions",
          wanted + (wanted == IMAGE_DIMENSIONS ? " (pictures)" : " (labels)"),
          String.valueOf(sizes.length));
    }
    return this;
  }

  private int pictureSize(int axis) {
    if (!isImages()) {
      throw new IllegalStateException(source + " holds labels, which have no height or width");
    }
    return sizes[axis];
  }

  private static int[] readHeader(InputStream in, String source) throws IOException {
    byte[] start = readHeaderBytes(in, source, 0, 4);
    if (start[0] != 0 || start[1] != 0) {
      throw new MalformedIdxException(
          source,
          "magic number",
          "00 00 in its first two bytes",
          String.format("%02x %02x", start[0], start[1]));
    }
    if (start[2] != UNSIGNED_BYTE) {
      throw new MalformedIdxException(
          source, "type code", "0x08 (unsigned byte)", String.format("0x%02x", start[2]));
    }
    int dimensions = Byte.toUnsignedInt(start[3]);
    if (dimensions != LABEL_DIMENSIONS && dimensions != IMAGE_DIMENSIONS) {
      throw new MalformedIdxException(
          source, "number of dimensions", "1 (labels) or 3 (pictures)", String.valueOf(dimensions));
    }
    ByteBuffer ints = ByteBuffer.wrap(readHeaderBytes(in, source, 4, 4 * dimensions));
    int[] sizes = new int[dimensions];
    long product = 1;
    for (int axis = 0; axis < dimensions; axis++) {
      sizes[axis] = ints.getInt();
      if (sizes[axis] <= 0) {
        throw new MalformedIdxException(
            source, "size of dimension " + axis, "positive", String.valueOf(sizes[axis]));
      }
      // Two 31-bit factors at a time cannot overflow a long.
      product *= sizes[axis];
      if (product > MOST_VALUES) {
        throw new MalformedIdxException(
            source, "number of values", "at most " + MOST_VALUES, String.valueOf(product));
      }
    }
    return sizes;
  }

  private static byte[] readHeaderBytes(InputStream in, String source, int before, int length)
      throws IOException {
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new MalformedIdxException(
          source,
          "header",
          (before + length) + " bytes long",
          (before + bytes.length) + " (the file ends there)");
    }
    return bytes;
  }

  private static byte[] readValues(InputStream in, String source, int[] sizes) throws IOException {
    int length = 1;
    for (int size : sizes) {
      length *= size;
    }
    // Grows with what is there, so that a false header does not claim memory.
    byte[] values = in.readNBytes(length);
    if (values.length < length) {
      throw new MalformedIdxException(
          source,
          "content after the header",
          length + " bytes, as its header says",
          values.length + " bytes");
    }
    if (in.read() >= 0) {
      throw new MalformedIdxException(
          source, "content after the header", length + " bytes, as its header says", "longer");
    }
    return values;
  }
}
