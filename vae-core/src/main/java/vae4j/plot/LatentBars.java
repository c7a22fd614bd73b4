package vae4j.plot;

import java.awt.Color;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;
import java.util.stream.IntStream;
import vae4j.plot.image.Fonts;
import vae4j.plot.image.MissingFontsException;

/**
 * Draws how much each latent carries, such as its KL from the prior, as bars from the largest at
 * the top to the smallest; active latents are blue, the others grey.
 */
public final class LatentBars {
  private static final int WIDTH = 520;
  private static final int ROW = 22;
  private static final int MARGIN = 10;
  private static final int NAMES = 44;
  private static final int NUMBERS = 64;
  private static final int MOST_ROWS = 40;
  private static final int FONT_SIZE = 12;
  static final Color ACTIVE = Palette.of(0);
  static final Color INACTIVE = new Color(0xaaaaaa);

  private LatentBars() {}

  /**
   * The latents from the largest amount to the smallest; of equal ones the first comes first.
   *
   * @param amounts [Z], such as nats per image
   * @return [Z], numbers of latents from 0
   */
  public static int[] order(double[] amounts) {
    return IntStream.range(0, amounts.length)
        .boxed()
        .sorted(Comparator.comparingDouble(i -> -amounts[i]))
        .mapToInt(Integer::intValue)
        .toArray();
  }

  /**
   * Draws the bars; beyond the {@value #MOST_ROWS} largest the rest is one line of text.
   *
   * @param amounts [Z], at least 0 each, Z at least 1; in the unit that {@code unit} names
   * @param active [Z], whether a latent is in use
   * @param unit such as {@code nats per image}
   * @return the drawing
   * @throws IllegalArgumentException if there are no amounts, one is negative or not finite, or the
   *     lengths differ
   * @throws MissingFontsException if this Java has no fonts
   */
  public static BufferedImage draw(double[] amounts, boolean[] active, String unit) {
    Fonts.require();
    requireAmounts(amounts, active);
    int[] order = order(amounts);
    int rows = Math.min(MOST_ROWS, order.length);
    int height = 2 * MARGIN + (rows + 1 + (rows < order.length ? 1 : 0)) * ROW;
    BufferedImage image =
        new BufferedImage(
            WIDTH * Charts.DENSITY, height * Charts.DENSITY, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    try {
      graphics.scale(Charts.DENSITY, Charts.DENSITY);
      Fonts.smooth(graphics);
      graphics.setColor(Color.WHITE);
      graphics.fillRect(0, 0, WIDTH, height);
      graphics.setFont(Fonts.plain(FONT_SIZE));
      drawLegend(graphics, unit);
      double longest = amounts[order[0]];
      for (int row = 0; row < rows; row++) {
        int latent = order[row];
        double share = longest > 0 ? amounts[latent] / longest : 0;
        drawRow(graphics, row + 1, latent, amounts[latent], share, active[latent]);
      }
      if (rows < order.length) {
        double rest = Arrays.stream(order, rows, order.length).mapToDouble(i -> amounts[i]).sum();
        String text =
            String.format(
                Locale.ROOT, "and %d more, together %s", order.length - rows, number(rest));
        graphics.setColor(Charts.INK);
        graphics.drawString(text, MARGIN + NAMES, baseline(graphics, rows + 1));
      }
    } finally {
      graphics.dispose();
    }
    return image;
  }

  private static void drawLegend(Graphics2D graphics, String unit) {
    int y = baseline(graphics, 0);
    FontMetrics metrics = graphics.getFontMetrics();
    int x = MARGIN + NAMES;
    for (boolean active : new boolean[] {true, false}) {
      graphics.setColor(active ? ACTIVE : INACTIVE);
      graphics.fillRect(x, y - FONT_SIZE + 3, FONT_SIZE - 2, FONT_SIZE - 2);
      graphics.setColor(Charts.INK);
      String text = active ? "active" : "not active";
      graphics.drawString(text, x + FONT_SIZE + 2, y);
      x += FONT_SIZE + 2 + metrics.stringWidth(text) + 2 * FONT_SIZE;
    }
    graphics.drawString(unit, WIDTH - MARGIN - metrics.stringWidth(unit), y);
  }

  private static void drawRow(
      Graphics2D graphics, int row, int latent, double amount, double share, boolean active) {
    int full = WIDTH - 2 * MARGIN - NAMES - NUMBERS;
    int length = (int) Math.max(1, Math.round(share * full));
    graphics.setColor(active ? ACTIVE : INACTIVE);
    graphics.fillRect(MARGIN + NAMES, MARGIN + row * ROW + 3, length, ROW - 6);
    graphics.setColor(Charts.INK);
    FontMetrics metrics = graphics.getFontMetrics();
    String name = Fonts.latentName(latent);
    int y = baseline(graphics, row);
    graphics.drawString(name, MARGIN + NAMES - 8 - metrics.stringWidth(name), y);
    graphics.drawString(number(amount), MARGIN + NAMES + length + 6, y);
  }

  private static int baseline(Graphics2D graphics, int row) {
    FontMetrics metrics = graphics.getFontMetrics();
    return MARGIN + row * ROW + (ROW + metrics.getAscent() - metrics.getDescent()) / 2;
  }

  private static String number(double amount) {
    return String.format(Locale.ROOT, amount < 9.995 ? "%.3f" : "%.1f", amount);
  }

  private static void requireAmounts(double[] amounts, boolean[] active) {
    if (amounts.length == 0 || amounts.length != active.length) {
      throw new IllegalArgumentException(
          "amounts and active must be as many, at least one, were "
              + amounts.length
              + " and "
              + active.length);
    }
    for (int i = 0; i < amounts.length; i++) {
      if (!(amounts[i] >= 0 && amounts[i] < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException(
            "amount of latent " + i + " must be at least 0 and finite, was " + amounts[i]);
      }
    }
  }
}
