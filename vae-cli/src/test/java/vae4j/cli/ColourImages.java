package vae4j.cli;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/** Writes a folder of colour images: red discs and blue bars, a sub-folder each. */
final class ColourImages {
  private ColourImages() {}

  static void write(Path folder, int count, int height, int width) throws IOException {
    for (int i = 0; i < count; i++) {
      boolean red = i % 2 == 0;
      BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
      Graphics2D graphics = image.createGraphics();
      graphics.setColor(red ? new Color(200, 30 + i, 20) : new Color(10, 30 + i, 220));
      if (red) {
        graphics.fillOval(i % width / 2, i % height / 2, width / 2, height / 2);
      } else {
        graphics.fillRect(i % width / 2, 0, width / 4, height);
      }
      graphics.dispose();
      Path file = folder.resolve(red ? "red" : "blue").resolve(String.format("%03d.png", i));
      Files.createDirectories(file.getParent());
      ImageIO.write(image, "png", file.toFile());
    }
  }
}
