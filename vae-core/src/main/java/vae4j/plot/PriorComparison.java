package vae4j.plot;

import java.awt.BasicStroke;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.XYSeries.XYSeriesRenderStyle;
import org.knowm.xchart.style.Styler.LegendLayout;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.markers.SeriesMarkers;
import vae4j.plot.image.Fonts;
import vae4j.plot.image.MissingFontsException;

/**
 * Draws how the latent vectors of one latent are distributed, and the density of its prior over it.
 */
public final class PriorComparison {
  private static final int WIDTH = 320;
  private static final int HEIGHT = 250;
  // The prior has 0.006 % of its probability beyond.
  private static final double PRIOR_REACH = 4;
  private static final int CURVE_POINTS = 161;

  private PriorComparison() {}

  /**
   * Draws one latent.
   *
   * @param latent which, from 0; for the axis
   * @param latents [N], samples of the aggregate posterior in this latent, N at least 1; finite
   * @return the drawing: a histogram of area 1, and the density of N(0, 1)
   * @throws IllegalArgumentException if there are no latent vectors or one is not finite
   * @throws MissingFontsException if this Java has no fonts
   */
  public static BufferedImage draw(int latent, double[] latents) {
    Histogram histogram = Histogram.of(latents);
    XYChart chart = Charts.chart(WIDTH, HEIGHT, "", Fonts.latentName(latent), "density");
    XYStyler style = chart.getStyler();
    style.setLegendPosition(LegendPosition.OutsideS);
    style.setLegendLayout(LegendLayout.Horizontal);
    style.setXAxisDecimalPattern("0.##");
    style.setYAxisDecimalPattern("0.##");
    style.setXAxisTickMarkSpacingHint(48);
    double highest = Arrays.stream(histogram.densities()).max().orElse(0);
    style.setYAxisMin(0.0);
    style.setYAxisMax(1.05 * Math.max(highest, PriorDensity.density(0)));
    style.setPlotContentSize(1);
    double[][] outline = outline(histogram);
    style.setXAxisMin(Math.min(-PRIOR_REACH, outline[0][0]));
    style.setXAxisMax(Math.max(PRIOR_REACH, outline[0][outline[0].length - 1]));
    XYSeries bars = chart.addSeries("samples", outline[0], outline[1]);
    bars.setXYSeriesRenderStyle(XYSeriesRenderStyle.Area);
    bars.setMarker(SeriesMarkers.NONE);
    bars.setFillColor(Palette.translucent(Palette.of(0), 0.45));
    bars.setLineColor(Palette.of(0));
    bars.setLineStyle(new BasicStroke(0.6f));
    double[] z = new double[CURVE_POINTS];
    Arrays.setAll(z, i -> PRIOR_REACH * (2.0 * i / (CURVE_POINTS - 1) - 1));
    double[] density = Arrays.stream(z).map(PriorDensity::density).toArray();
    XYSeries prior = chart.addSeries("N(0, 1)", z, density);
    prior.setMarker(SeriesMarkers.NONE);
    prior.setLineColor(Palette.of(3));
    prior.setLineStyle(new BasicStroke(2f));
    return Charts.paint(chart, WIDTH, HEIGHT);
  }

  /** The histogram as one line that goes up and down at the bins' borders: x, y. */
  private static double[][] outline(Histogram histogram) {
    int bins = histogram.densities().length;
    double[] x = new double[2 * bins + 2];
    double[] y = new double[2 * bins + 2];
    for (int i = 0; i <= bins; i++) {
      x[2 * i] = histogram.low() + i * histogram.width();
      x[2 * i + 1] = x[2 * i];
      y[2 * i] = i == 0 ? 0 : histogram.densities()[i - 1];
      y[2 * i + 1] = i == bins ? 0 : histogram.densities()[i];
    }
    return new double[][] {x, y};
  }
}
