package vae4j.plot;

import java.awt.Color;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler.LegendLayout;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.markers.SeriesMarkers;
import vae4j.plot.image.Fonts;
import vae4j.plot.image.MissingFontsException;

/**
 * Draws losses over epochs: a panel for each term, as their sizes differ by far, with a line for
 * each split in it.
 */
public final class LossCurves {
  private static final int PANEL_WIDTH = 460;
  private static final int PANEL_HEIGHT = 360;
  private static final int TITLE_HEIGHT = 30;
  private static final int MOST_MARKED_EPOCHS = 30;

  private LossCurves() {}

  /**
   * One line.
   *
   * @param term the loss, such as {@code reconstruction}: the name of its panel
   * @param split the data, such as {@code train}: the name of its line
   * @param epochs where the line has its points, rising
   * @param values the loss at each, in nats per image; what is not finite is left out
   */
  public record Curve(String term, String split, double[] epochs, double[] values) {
    /**
     * Checks the line.
     *
     * @throws IllegalArgumentException if epochs and values are not as many
     */
    public Curve {
      if (epochs.length != values.length) {
        throw new IllegalArgumentException(
            "epochs and values of "
                + term
                + " must be as many, were "
                + epochs.length
                + " and "
                + values.length);
      }
    }

    private Curve finite() {
      int[] kept =
          IntStream.range(0, values.length)
              .filter(i -> Double.isFinite(values[i]) && Double.isFinite(epochs[i]))
              .toArray();
      return new Curve(
          term,
          split,
          Arrays.stream(kept).mapToDouble(i -> epochs[i]).toArray(),
          Arrays.stream(kept).mapToDouble(i -> values[i]).toArray());
    }
  }

  /**
   * Draws curves side by side, the panels in the order in which their terms come first.
   *
   * @param curves at least one with a finite value
   * @return the drawing
   * @throws IllegalArgumentException if there is nothing to draw, or two curves share term and
   *     split
   * @throws MissingFontsException if this Java has no fonts
   */
  public static BufferedImage draw(List<Curve> curves) {
    Map<String, Map<String, Curve>> panels = new LinkedHashMap<>();
    List<String> splits = new ArrayList<>();
    for (Curve curve : curves) {
      Curve finite = curve.finite();
      if (finite.values.length > 0) {
        Map<String, Curve> panel =
            panels.computeIfAbsent(curve.term, term -> new LinkedHashMap<>());
        if (panel.put(curve.split, finite) != null) {
          throw new IllegalArgumentException(
              "curves must differ in term or split, were two of "
                  + curve.term
                  + " on "
                  + curve.split);
        }
        if (!splits.contains(curve.split)) {
          splits.add(curve.split);
        }
      }
    }
    if (panels.isEmpty()) {
      throw new IllegalArgumentException("loss curves need a finite value, had none");
    }
    return sideBySide(
        List.copyOf(panels.keySet()),
        panels.values().stream().map(panel -> panel(panel.values(), splits)).toList());
  }

  private static BufferedImage panel(Iterable<Curve> curves, List<String> splits) {
    XYChart chart = Charts.chart(PANEL_WIDTH, PANEL_HEIGHT, "", "epoch", "nats per image");
    XYStyler style = chart.getStyler();
    style.setLegendPosition(LegendPosition.OutsideS);
    style.setLegendLayout(LegendLayout.Horizontal);
    style.setMarkerSize(6);
    style.setYAxisDecimalPattern("0.###");
    // There are no epochs between the whole ones, but XChart may put a tick there.
    style.setXAxisTickLabelsFormattingFunction(
        epoch -> epoch == Math.rint(epoch) ? String.format("%.0f", epoch) : "");
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (Curve curve : curves) {
      XYSeries series = chart.addSeries(curve.split, curve.epochs, curve.values);
      Color colour = Palette.of(splits.indexOf(curve.split) == 1 ? 3 : splits.indexOf(curve.split));
      series.setLineColor(colour);
      series.setMarkerColor(colour);
      series.setMarker(
          curve.epochs.length <= MOST_MARKED_EPOCHS ? SeriesMarkers.CIRCLE : SeriesMarkers.NONE);
      low = Math.min(low, Arrays.stream(curve.epochs).min().orElse(low));
      high = Math.max(high, Arrays.stream(curve.epochs).max().orElse(high));
    }
    if (low == high) {
      style.setXAxisMin(low - 1);
      style.setXAxisMax(high + 1);
    }
    return Charts.paint(chart, PANEL_WIDTH, PANEL_HEIGHT);
  }

  /** The titles are drawn here: XChart gives each as much height as its letters have. */
  private static BufferedImage sideBySide(List<String> titles, List<BufferedImage> panels) {
    int width = panels.get(0).getWidth();
    int top = TITLE_HEIGHT * Charts.DENSITY;
    BufferedImage image =
        new BufferedImage(
            width * panels.size(), top + panels.get(0).getHeight(), BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    try {
      graphics.setColor(Color.WHITE);
      graphics.fillRect(0, 0, image.getWidth(), top);
      Fonts.smooth(graphics);
      graphics.setColor(Charts.INK);
      graphics.setFont(Fonts.plain(15 * Charts.DENSITY));
      FontMetrics metrics = graphics.getFontMetrics();
      for (int i = 0; i < panels.size(); i++) {
        int centre = i * width + width / 2;
        String title = titles.get(i);
        graphics.drawString(
            title, centre - metrics.stringWidth(title) / 2, top - metrics.getDescent());
        graphics.drawImage(panels.get(i), i * width, top, null);
      }
    } finally {
      graphics.dispose();
    }
    return image;
  }
}
