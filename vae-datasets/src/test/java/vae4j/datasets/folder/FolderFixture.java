package vae4j.datasets.folder;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/** Writes small images. */
final class FolderFixture {
  private FolderFixture() {}

  /** An image of a height, width and type of BufferedImage, as PNG whatever its name is. */
  static Path image(Path file, int height, int width, int type) {
    try {
      Files.createDirectories(file.getParent());
      // Not by way of java.io.File, which cannot name every file.
      try (var out = Files.newOutputStream(file)) {
        ImageIO.write(new BufferedImage(width, height, type), "png", out);
      }
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Path colour(Path file) {
    return image(file, 8, 8, BufferedImage.TYPE_INT_RGB);
  }
}
