package vae4j.plot.image;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import vae4j.io.AtomicFiles;

/** Writes PNG files, and PNG into memory. */
public final class Png {
  static {
    Fonts.headless();
  }

  private Png() {}

  /**
   * Writes an image, whole or not at all; see {@link AtomicFiles}.
   *
   * @param image the image
   * @param file where to; replaced if there. Its folder must exist
   * @throws IOException if the file cannot be written; the message names the file and the reason
   */
  public static void write(BufferedImage image, Path file) throws IOException {
    AtomicFiles.write(file, out -> write(image, out));
  }

  /**
   * The bytes of a PNG file.
   *
   * @param image the image
   * @return the file's content
   */
  public static byte[] encode(BufferedImage image) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      write(image, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException("an image cannot be written as PNG: " + e.getMessage(), e);
    }
    return bytes.toByteArray();
  }

  private static void write(BufferedImage image, OutputStream out) throws IOException {
    // In memory: ImageIO would otherwise put a file of its own into the temporary folder.
    try (ImageOutputStream png = new MemoryCacheImageOutputStream(out)) {
      if (!ImageIO.write(image, "png", png)) {
        throw new IOException("this Java has no PNG writer for " + image);
      }
    }
  }
}
