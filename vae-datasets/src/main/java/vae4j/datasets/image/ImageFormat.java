package vae4j.datasets.image;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import javax.imageio.stream.ImageInputStream;

/** The image formats that can be decoded, recognised by the first bytes of a file. */
public enum ImageFormat {
  /** Portable Network Graphics. */
  PNG,
  /** JPEG. */
  JPEG,
  /** Graphics Interchange Format. */
  GIF,
  /** Windows bitmap. */
  BMP,
  /** Tagged Image File Format. */
  TIFF,
  /** WebP. */
  WEBP;

  /** The formats, as messages name them. */
  public static final String NAMES = "PNG, JPEG, GIF, BMP, TIFF or WebP";

  private static final int HEAD = 18;

  /**
   * The format of a file.
   *
   * @param file a file
   * @return its format, or nothing if it is in none of these
   * @throws IOException if it cannot be read
   */
  public static Optional<ImageFormat> of(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return of(in.readNBytes(HEAD));
    }
  }

  /** The format of a stream, which is left at its begin. */
  static Optional<ImageFormat> of(ImageInputStream in) throws IOException {
    byte[] head = new byte[HEAD];
    int length = 0;
    for (int got = 0; got >= 0 && length < HEAD; got = in.read(head, length, HEAD - length)) {
      length += got;
    }
    in.seek(0);
    return of(Arrays.copyOf(head, length));
  }

  private static Optional<ImageFormat> of(byte[] bytes) {
    String head = new String(bytes, StandardCharsets.ISO_8859_1);
    if (head.startsWith("\u0089PNG\r\n\u001a\n")) {
      return Optional.of(PNG);
    }
    if (head.startsWith("\u00ff\u00d8\u00ff")) {
      return Optional.of(JPEG);
    }
    if (head.startsWith("GIF87a") || head.startsWith("GIF89a")) {
      return Optional.of(GIF);
    }
    if (head.startsWith("II*\0") || head.startsWith("MM\0*")) {
      return Optional.of(TIFF);
    }
    if (head.startsWith("RIFF") && head.startsWith("WEBP", 8)) {
      return Optional.of(WEBP);
    }
    // Two letters are few: a bitmap's second header also tells its own length, at most 124 bytes.
    if (head.startsWith("BM")
        && head.length() == HEAD
        && head.charAt(14) >= 12
        && head.charAt(14) <= 124
        && head.startsWith("\0\0\0", 15)) {
      return Optional.of(BMP);
    }
    return Optional.empty();
  }
}
