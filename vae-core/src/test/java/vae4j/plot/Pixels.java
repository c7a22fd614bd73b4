package vae4j.plot;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.function.IntPredicate;

/** Looks at drawings. */
public final class Pixels {
  private Pixels() {}

  /** {@code rrggbb}. */
  public static String at(BufferedImage image, int x, int y) {
    return String.format("%06x", image.getRGB(x, y) & 0xffffff);
  }

  public static int count(BufferedImage image, Color colour) {
    return count(image, rgb -> rgb == (colour.getRGB() & 0xffffff));
  }

  public static int count(BufferedImage image, IntPredicate rgb) {
    int count = 0;
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        count += rgb.test(image.getRGB(x, y) & 0xffffff) ? 1 : 0;
      }
    }
    return count;
  }

  /** The middle of the pixels of a colour, mixed with white or not, left of a column. */
  public static double[] middle(BufferedImage image, Color colour, int right) {
    long count = 0;
    double x = 0;
    double y = 0;
    for (int row = 0; row < image.getHeight(); row++) {
      for (int column = 0; column < right; column++) {
        if (hasHue(image.getRGB(column, row), colour)) {
          count++;
          x += column;
          y += row;
        }
      }
    }
    return new double[] {x / count, y / count};
  }

  /** Whether a pixel is a colour, as saturated as half of it or more. */
  public static boolean hasHue(int rgb, Color colour) {
    float[] pixel = Color.RGBtoHSB((rgb >> 16) & 255, (rgb >> 8) & 255, rgb & 255, new float[3]);
    float[] wanted =
        Color.RGBtoHSB(colour.getRed(), colour.getGreen(), colour.getBlue(), new float[3]);
    return pixel[1] > wanted[1] * 0.3 && Math.abs(pixel[0] - wanted[0]) < 0.02;
  }
}
