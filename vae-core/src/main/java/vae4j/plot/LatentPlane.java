package vae4j.plot;

import java.awt.Color;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import vae4j.plot.image.Fonts;
import vae4j.plot.image.ImageGrid;
import vae4j.plot.image.PlotImage;

/**
 * Draws what the points of a plane of two latents decode to, each image at its point's place.
 *
 * <p>The points lie evenly in z, or evenly in the probability p = Φ(z) of the prior, where every
 * image stands for the same share of the model's samples.
 */
public final class LatentPlane {
  private static final int LEAST_SIDE = 900;
  private static final int MOST_TICKS = 11;
  private static final int FONT_SIZE = 20;
  private static final int TICK = 8;
  private static final Color INK = new Color(0x333333);

  private final double[] first;
  private final double[] second;

  private LatentPlane(double[] first, double[] second) {
    this.first = first;
    this.second = second;
  }

  /**
   * Points evenly in z, the outermost on the bounds.
   *
   * @param side points in each direction, at least 2
   * @param firstLow lowest z₁, at the left
   * @param firstHigh highest z₁, at the right
   * @param secondLow lowest z₂, at the bottom
   * @param secondHigh highest z₂, at the top
   * @return the plane
   * @throws IllegalArgumentException if the side is below 2, a bound is not finite, or a low bound
   *     is not below its high one
   */
  public static LatentPlane uniform(
      int side, double firstLow, double firstHigh, double secondLow, double secondHigh) {
    return new LatentPlane(evenly(side, firstLow, firstHigh), evenly(side, secondLow, secondHigh));
  }

  /**
   * Points evenly in the probability of the prior: z = Φ⁻¹((i + ½) / side) for i from 0 to side -
   * 1.
   *
   * @param side points in each direction, at least 2
   * @return the plane
   * @throws IllegalArgumentException if the side is below 2
   */
  public static LatentPlane normalQuantiles(int side) {
    requireSide(side);
    double[] quantiles = new double[side];
    Arrays.setAll(quantiles, i -> PriorDensity.quantile((i + 0.5) / side));
    return new LatentPlane(quantiles, quantiles);
  }

  /**
   * The plane's points, row by row from the top left.
   *
   * @return [side · side, 2]: z₁ rising to the right, z₂ falling downwards
   */
  public float[][] latents() {
    float[][] latents = new float[first.length * second.length][];
    for (int i = 0; i < latents.length; i++) {
      double up = second[second.length - 1 - i / first.length];
      latents[i] = new float[] {(float) first[i % first.length], (float) up};
    }
    return latents;
  }

  /**
   * Decodes the plane and draws it with its axes, which are labelled by z.
   *
   * @param decoder turns latent vectors [n, 2] into n images of one shape; asked for one row at a
   *     time
   * @return the drawing; without axes where this Java has no fonts
   * @throws IllegalArgumentException if the decoder gives another number of images or several
   *     shapes
   */
  public BufferedImage draw(Function<float[][], List<PlotImage>> decoder) {
    float[][] latents = latents();
    List<PlotImage> images = new ArrayList<>();
    for (int from = 0; from < latents.length; from += first.length) {
      List<PlotImage> row = decoder.apply(Arrays.copyOfRange(latents, from, from + first.length));
      if (row.size() != first.length) {
        throw new IllegalArgumentException(
            "the decoder must give " + first.length + " images, gave " + row.size());
      }
      images.addAll(row);
    }
    PlotImage one = images.get(0);
    int side = first.length * Math.max(one.height(), one.width());
    int scale = (LEAST_SIDE + side - 1) / side;
    BufferedImage tiles =
        ImageGrid.ofColumns(first.length).withGap(0).withScale(scale).draw(images);
    return Fonts.available() ? withAxes(tiles) : tiles;
  }

  private BufferedImage withAxes(BufferedImage tiles) {
    int left = FONT_SIZE * 5;
    int bottom = FONT_SIZE * 7 / 2;
    int margin = FONT_SIZE;
    BufferedImage image =
        new BufferedImage(
            left + tiles.getWidth() + margin,
            margin + tiles.getHeight() + bottom,
            BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    try {
      graphics.setColor(Color.WHITE);
      graphics.fillRect(0, 0, image.getWidth(), image.getHeight());
      graphics.drawImage(tiles, left, margin, null);
      Fonts.smooth(graphics);
      graphics.setFont(Fonts.plain(FONT_SIZE));
      graphics.setColor(INK);
      drawFirstAxis(graphics, left, margin + tiles.getHeight(), tiles.getWidth());
      drawSecondAxis(graphics, left, margin, tiles.getHeight());
    } finally {
      graphics.dispose();
    }
    return image;
  }

  private void drawFirstAxis(Graphics2D graphics, int left, int top, int width) {
    FontMetrics metrics = graphics.getFontMetrics();
    for (int i = firstTick(first.length); i < first.length; i += tickStep(first.length)) {
      int x = left + (2 * i + 1) * width / (2 * first.length);
      String text = label(first, i);
      graphics.fillRect(x - 1, top, 2, TICK);
      graphics.drawString(
          text, x - metrics.stringWidth(text) / 2, top + TICK + metrics.getAscent());
    }
    String title = Fonts.latentName(0);
    graphics.drawString(
        title, left + (width - metrics.stringWidth(title)) / 2, top + TICK + FONT_SIZE * 5 / 2);
  }

  private void drawSecondAxis(Graphics2D graphics, int left, int top, int height) {
    FontMetrics metrics = graphics.getFontMetrics();
    for (int i = firstTick(second.length); i < second.length; i += tickStep(second.length)) {
      int y = top + height - (2 * i + 1) * height / (2 * second.length);
      String text = label(second, i);
      graphics.fillRect(left - TICK, y - 1, TICK, 2);
      graphics.drawString(
          text,
          left - TICK - 4 - metrics.stringWidth(text),
          y + (metrics.getAscent() - metrics.getDescent()) / 2);
    }
    graphics.drawString(
        Fonts.latentName(1), FONT_SIZE / 2, top + (height + metrics.getAscent()) / 2);
  }

  /** Every how many points there is a tick; odd for even points, so that some lie symmetrically. */
  private static int tickStep(int points) {
    int step = (points + MOST_TICKS - 1) / MOST_TICKS;
    return points % 2 == 0 && step % 2 == 0 ? step + 1 : step;
  }

  /** So that as many points are left without tick at both ends. */
  private static int firstTick(int points) {
    int step = tickStep(points);
    int left = (points - 1) % step;
    return left % 2 == 0 ? left / 2 : (left + step) / 2;
  }

  private static String label(double[] values, int index) {
    boolean tenths =
        Arrays.stream(values).allMatch(z -> Math.abs(z * 10 - Math.rint(z * 10)) < 1e-9);
    String text = String.format(Locale.ROOT, tenths ? "%.1f" : "%.2f", values[index]);
    return text.matches("-0\\.0+") ? text.substring(1) : text;
  }

  private static double[] evenly(int side, double low, double high) {
    requireSide(side);
    if (!(Double.isFinite(low) && Double.isFinite(high) && low < high)) {
      throw new IllegalArgumentException(
          "bounds must be finite, the low below the high, were " + low + " and " + high);
    }
    double[] values = new double[side];
    Arrays.setAll(values, i -> low + (high - low) * i / (side - 1));
    return values;
  }

  private static void requireSide(int side) {
    if (side < 2) {
      throw new IllegalArgumentException("side must be at least 2, was " + side);
    }
  }
}
