package vae4j.plot;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Comparator;
import java.util.List;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler.LegendLayout;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.markers.SeriesMarkers;
import vae4j.plot.image.MissingFontsException;

/**
 * Draws what a sweep over a setting gave: means with the spread over seeds as error bars, against
 * the setting, such as β, or one measure against another, such as distortion against rate.
 *
 * @param xTitle what goes to the right, with its unit
 * @param yTitle what goes up, with its unit
 * @param logarithmic whether x is drawn logarithmically; every x must then be positive
 */
public record SweepChart(String xTitle, String yTitle, boolean logarithmic) {
  private static final int WIDTH = 520;
  private static final int HEIGHT = 400;

  /**
   * One point.
   *
   * @param x to the right; finite
   * @param y upwards, such as a mean over seeds; finite
   * @param error half the length of the error bar, at least 0; 0 for none
   */
  public record Point(double x, double y, double error) {
    /**
     * Checks the point.
     *
     * @throws IllegalArgumentException if a number is not finite or the error negative
     */
    public Point {
      if (!Double.isFinite(x) || !Double.isFinite(y)) {
        throw new IllegalArgumentException("a point must be finite, was (" + x + ", " + y + ")");
      }
      if (!(error >= 0 && error < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException(
            "error of a point must be at least 0 and finite, was " + error);
      }
    }
  }

  /**
   * Points that a line joins, from left to right.
   *
   * @param name for the legend
   * @param points at least one, in any order
   */
  public record Series(String name, List<Point> points) {
    /**
     * Copies the points.
     *
     * @throws IllegalArgumentException if there are none
     */
    public Series {
      points = points.stream().sorted(Comparator.comparingDouble(Point::x)).toList();
      if (points.isEmpty()) {
        throw new IllegalArgumentException("series " + name + " needs at least one point");
      }
    }
  }

  /**
   * Draws series into one chart.
   *
   * @param series at least one, of different names; the legend is left out where there is one only
   * @return the drawing
   * @throws IllegalArgumentException if there are none, two share a name, or an x that is to be
   *     drawn logarithmically is not positive
   * @throws MissingFontsException if this Java has no fonts
   */
  public BufferedImage draw(List<Series> series) {
    requireDrawable(series);
    XYChart chart = Charts.chart(WIDTH, HEIGHT, "", xTitle, yTitle);
    XYStyler style = chart.getStyler();
    style.setLegendVisible(series.size() > 1);
    style.setLegendPosition(LegendPosition.OutsideS);
    style.setLegendLayout(LegendLayout.Horizontal);
    style.setXAxisDecimalPattern("0.###");
    if (logarithmic) {
      // XChart's logarithmic axis has a number at 1, 10, 100 only, and settings double as a rule.
      chart.setCustomXAxisTickLabelsFormatter(place -> number(Math.pow(2, place)));
    }
    style.setYAxisDecimalPattern("0.###");
    style.setErrorBarsColorSeriesColor(true);
    style.setMarkerSize(7);
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < series.size(); i++) {
      List<Point> points = series.get(i).points();
      XYSeries line =
          chart.addSeries(
              series.get(i).name(),
              points.stream().mapToDouble(point -> place(point.x())).toArray(),
              points.stream().mapToDouble(Point::y).toArray(),
              points.stream().mapToDouble(Point::error).toArray());
      Color colour = Palette.of(i);
      line.setLineColor(colour);
      line.setMarkerColor(colour);
      line.setMarker(SeriesMarkers.CIRCLE);
      for (Point point : points) {
        low = Math.min(low, point.y() - point.error());
        high = Math.max(high, point.y() + point.error());
      }
    }
    // XChart makes room for the points, not for all of their error bars.
    double room = high > low ? 0.05 * (high - low) : 1;
    style.setYAxisMin(low - room);
    style.setYAxisMax(high + room);
    return Charts.paint(chart, WIDTH, HEIGHT);
  }

  /** Where a setting lies: a logarithmic axis is a linear one of log₂ x. */
  private double place(double x) {
    return logarithmic ? Math.log(x) / Math.log(2) : x;
  }

  private static String number(double x) {
    return new BigDecimal(x).round(new MathContext(3)).stripTrailingZeros().toPlainString();
  }

  private void requireDrawable(List<Series> series) {
    if (series.isEmpty()) {
      throw new IllegalArgumentException("a sweep needs at least one series, had none");
    }
    if (series.stream().map(Series::name).distinct().count() < series.size()) {
      throw new IllegalArgumentException(
          "series must have different names, were "
              + String.join(", ", series.stream().map(Series::name).toList()));
    }
    for (Series each : series) {
      for (Point point : each.points()) {
        if (logarithmic && !(point.x() > 0)) {
          throw new IllegalArgumentException(
              "x of series "
                  + each.name()
                  + " must be positive on a logarithmic axis, was "
                  + point.x());
        }
      }
    }
  }
}
