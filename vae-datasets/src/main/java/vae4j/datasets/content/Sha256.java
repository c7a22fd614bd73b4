package vae4j.datasets.content;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 in lower-case hexadecimal (FIPS 180-4). */
public final class Sha256 {
  private static final int BUFFER = 1 << 16;

  private Sha256() {}

  /**
   * A new digest, to which bytes are added piece by piece.
   *
   * @return a SHA-256 digest
   */
  public static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform must have SHA-256", e);
    }
  }

  /**
   * The sum of what a digest has been given.
   *
   * @param digest is reset by this
   * @return 64 hexadecimal digits
   */
  public static String hex(MessageDigest digest) {
    return HexFormat.of().formatHex(digest.digest());
  }

  /**
   * The sum of a text's UTF-8 bytes.
   *
   * @param text any text
   * @return 64 hexadecimal digits
   */
  public static String ofText(String text) {
    MessageDigest digest = digest();
    digest.update(text.getBytes(UTF_8));
    return hex(digest);
  }

  /**
   * The sum of a file's uncompressed content, so that it does not depend on how the file was
   * packed.
   *
   * @param path a file, gzip or raw
   * @param limit stop after so many uncompressed bytes, so that a small file that unpacks to a huge
   *     one does no harm; the sum is then that of the bytes so far
   * @return 64 hexadecimal digits
   * @throws IOException if the file cannot be read, or its gzip stream is cut off or damaged
   */
  public static String ofUncompressed(Path path, long limit) throws IOException {
    try (InputStream file = Files.newInputStream(path);
        InputStream in = Gzip.uncompressed(file)) {
      return hex(digestOf(in, limit));
    }
  }

  /**
   * The sum of a file's bytes as they are.
   *
   * @param path a file
   * @param limit stop after so many bytes; the sum is then that of the bytes so far
   * @return 64 hexadecimal digits
   * @throws IOException if the file cannot be read
   */
  public static String ofFile(Path path, long limit) throws IOException {
    try (InputStream in = Files.newInputStream(path)) {
      return hex(digestOf(in, limit));
    }
  }

  private static MessageDigest digestOf(InputStream in, long limit) throws IOException {
    MessageDigest digest = digest();
    byte[] buffer = new byte[BUFFER];
    long total = 0;
    for (int n = in.read(buffer); n >= 0 && total <= limit; n = in.read(buffer)) {
      digest.update(buffer, 0, n);
      total += n;
    }
    return digest;
  }
}
