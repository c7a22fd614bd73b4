package vae4j.datasets.idx;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.util.List;
import java.util.Objects;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;
import vae4j.datasets.content.Gzip;
import vae4j.datasets.content.Sha256;

/**
 * An IDX file: images [N, H, W] or [N, H, W, C], or labels [N] or [N, K], of which the first of K
 * numbers is the class.
 *
 * <p>The format (LeCun, Cortes, Burges, "The MNIST database of handwritten digits"): two zero
 * bytes, a type code, the number of dimensions, each dimension's size as a big-endian 32-bit
 * integer, the values with the last dimension changing fastest. Every field is checked, and the
 * content must have exactly the length the header says.
 *
 * <p>Content of more than a quarter of the heap is not kept there but mapped: an unpacked file in
 * its place, which must then stay as it is; a packed one after it was unpacked to a temporary file
 * without a name.
 */
public final class IdxFile {
  private static final int IMAGE_DIMENSIONS = 3;
  private static final int BUFFER = 1 << 16;

  private final String source;
  private final IdxHeader header;
  private final IdxBytes bytes;
  private final String sha256;

  private IdxFile(String source, IdxHeader header, IdxBytes bytes, String sha256) {
    this.source = source;
    this.header = header;
    this.bytes = bytes;
    this.sha256 = sha256;
  }

  /**
   * Reads images.
   *
   * @param path an IDX file of three or four dimensions, gzip or raw
   * @return the images
   * @throws MalformedIdxException if the file is not such a file
   * @throws IOException if it cannot be read
   */
  public static IdxFile readImages(Path path) throws IOException {
    return read(path).requireImages();
  }

  /**
   * Reads labels.
   *
   * @param path an IDX file of one or two dimensions, gzip or raw
   * @return the labels
   * @throws MalformedIdxException if the file is not such a file
   * @throws IOException if it cannot be read
   */
  public static IdxFile readLabels(Path path) throws IOException {
    return read(path).requireLabels();
  }

  /**
   * Reads images or labels, whichever the file holds.
   *
   * @param path an IDX file, gzip or raw
   * @return its content
   * @throws MalformedIdxException if it is no IDX file of images or labels
   * @throws IOException if it cannot be read
   */
  public static IdxFile read(Path path) throws IOException {
    try (InputStream in = Files.newInputStream(path)) {
      return read(in, path.toString(), path);
    }
  }

  /**
   * Reads images or labels from a stream.
   *
   * @param in the file's bytes, gzip or raw; stays the caller's to close
   * @param source the file's name, for messages
   * @return its content
   * @throws MalformedIdxException if it is no IDX file of images or labels
   * @throws IOException if the stream cannot be read
   */
  public static IdxFile read(InputStream in, String source) throws IOException {
    return read(in, source, null);
  }

  private static IdxFile read(InputStream in, String source, @Nullable Path path)
      throws IOException {
    try {
      InputStream uncompressed = Gzip.uncompressed(in);
      DigestInputStream content = new DigestInputStream(uncompressed, Sha256.digest());
      IdxHeader header = IdxHeader.read(content, source);
      boolean heap = IdxBytes.fitHeap(header.bytes());
      IdxBytes bytes;
      if (!heap && path != null && Files.size(path) == header.length() + header.bytes()) {
        // Of just that length, it is not packed.
        bytes = IdxBytes.map(path, header.length(), header.bytes());
        skip(content, header.bytes());
      } else {
        bytes = IdxBytes.read(content, header.bytes(), heap, source);
      }
      requireLength(content, source, header, bytes);
      return new IdxFile(source, header, bytes, Sha256.hex(content.getMessageDigest()));
    } catch (EOFException | ZipException e) {
      MalformedIdxException malformed =
          new MalformedIdxException(
              source, "gzip stream", "whole", "cut off or damaged (" + e.getMessage() + ")");
      malformed.initCause(e);
      throw malformed;
    }
  }

  /** Whether these are images and not labels. */
  public boolean isImages() {
    return header.sizes().size() >= IMAGE_DIMENSIONS;
  }

  /** The size of each dimension, such as [60000, 28, 28]. */
  public List<Integer> sizes() {
    return header.sizes();
  }

  /** The type of the values. */
  public IdxType type() {
    return header.type();
  }

  /** Number N of images or labels. */
  public int count() {
    return header.sizes().get(0);
  }

  /**
   * Rows H of each image.
   *
   * @throws IllegalStateException if these are labels
   */
  public int height() {
    return imageSize(1);
  }

  /**
   * Pixels W in a row of each image.
   *
   * @throws IllegalStateException if these are labels
   */
  public int width() {
    return imageSize(2);
  }

  /**
   * Values C of each pixel, 1 where the images have three dimensions.
   *
   * @throws IllegalStateException if these are labels
   */
  public int channels() {
    imageSize(0);
    return header.sizes().size() > IMAGE_DIMENSIONS ? header.sizes().get(IMAGE_DIMENSIONS) : 1;
  }

  /**
   * One value as it stands in the file.
   *
   * @param index place in the order [N, H, W, C] for images, [N, K] for labels
   * @return the value
   * @throws IndexOutOfBoundsException if there is no such place
   */
  public double value(long index) {
    return bytes.value(header.type(), index);
  }

  /**
   * Copies values as they stand in the file, rounded to float.
   *
   * @param from place of the first one, as {@link #value}'s
   * @param target receives as many as it has room for
   * @throws IndexOutOfBoundsException if there are not so many
   */
  public void copy(long from, float[] target) {
    bytes.copy(header.type(), from, target);
  }

  /**
   * The class of one image: the first of its numbers.
   *
   * @param index which image, in [0, N)
   * @return the number in the file
   * @throws IllegalStateException if these are images
   * @throws MalformedIdxException if it is not a whole number, or does not fit an int
   */
  public int label(int index) throws MalformedIdxException {
    if (isImages()) {
      throw new IllegalStateException(source + " holds images, which are no labels");
    }
    int columns = header.sizes().size() > 1 ? header.sizes().get(1) : 1;
    double value = value((long) Objects.checkIndex(index, count()) * columns);
    if (value != (int) value) {
      throw new MalformedIdxException(
          source, "label " + index, "a whole number", String.valueOf(value));
    }
    return (int) value;
  }

  /** SHA-256 of the file's uncompressed bytes, header included, in hexadecimal. */
  public String sha256() {
    return sha256;
  }

  /** The file's name, for messages. */
  public String source() {
    return source;
  }

  /**
   * Checks that labels fit images.
   *
   * @param images the images that these are the labels of
   * @param classes how many classes there are
   * @throws MalformedIdxException if there are fewer or more labels than images, or a label is not
   *     in [0, classes)
   */
  public void requireLabelsOf(IdxFile images, int classes) throws MalformedIdxException {
    requireLabelsOf(images, 0, classes);
  }

  /**
   * Checks that labels fit images.
   *
   * @param images the images that these are the labels of
   * @param first the number of the first class
   * @param classes how many classes there are
   * @throws MalformedIdxException if there are fewer or more labels than images, or a label is not
   *     in [first, first + classes)
   */
  public void requireLabelsOf(IdxFile images, int first, int classes) throws MalformedIdxException {
    requireCountOf(images);
    for (int i = 0; i < count(); i++) {
      int label = label(i);
      if (label < first || label >= first + classes) {
        throw new MalformedIdxException(
            source,
            "label " + i,
            first == 0 ? "below " + classes : first + " to " + (first + classes - 1),
            String.valueOf(label));
      }
    }
  }

  /**
   * Checks that there are as many labels as images.
   *
   * @param images the images that these are the labels of
   * @throws MalformedIdxException if there are fewer or more, or these are images too
   */
  public void requireCountOf(IdxFile images) throws MalformedIdxException {
    requireLabels();
    if (count() != images.count()) {
      throw new MalformedIdxException(
          source,
          "number of labels",
          images.count() + ", as many as there are images in " + images.source,
          count() + (count() < images.count() ? " (labels fewer than images)" : ""));
    }
  }

  /**
   * Checks that these are images.
   *
   * @return this file
   * @throws MalformedIdxException if the number of dimensions is not 3 or 4
   */
  public IdxFile requireImages() throws MalformedIdxException {
    if (!isImages()) {
      List<Integer> sizes = header.sizes();
      throw new MalformedIdxException(
          source,
          "number of dimensions",
          "3 [N, H, W] or 4 [N, H, W, C] (images)",
          sizes.size()
              + (sizes.size() == 1
                  ? " (labels)"
                  : " (" + sizes.get(0) + " rows of " + sizes.get(1) + " values; reshape them)"));
    }
    return this;
  }

  private IdxFile requireLabels() throws MalformedIdxException {
    if (isImages()) {
      throw new MalformedIdxException(
          source, "number of dimensions", "1 or 2 (labels)", String.valueOf(sizes().size()));
    }
    return this;
  }

  private int imageSize(int axis) {
    if (!isImages()) {
      throw new IllegalStateException(source + " holds labels, which have no height or width");
    }
    return header.sizes().get(axis);
  }

  /** Reads on for the sum's sake. */
  private static void skip(InputStream in, long length) throws IOException {
    byte[] buffer = new byte[BUFFER];
    long left = length;
    for (int n = 0; n >= 0 && left > 0; left -= Math.max(n, 0)) {
      n = in.read(buffer, 0, (int) Math.min(BUFFER, left));
    }
  }

  private static void requireLength(
      InputStream rest, String source, IdxHeader header, IdxBytes bytes) throws IOException {
    long wanted = header.bytes();
    long found = bytes.length();
    if (found < wanted || rest.read() >= 0) {
      throw new MalformedIdxException(
          source,
          "content after the header",
          wanted + " bytes, as its header says",
          found < wanted ? found + " bytes" : "longer");
    }
  }
}
