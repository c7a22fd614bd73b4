package vae4j.plot;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Ellipse2D;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.XYSeries.XYSeriesRenderStyle;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.markers.Marker;
import org.nd4j.linalg.api.ndarray.INDArray;
import vae4j.plot.image.Fonts;
import vae4j.plot.image.MissingFontsException;

/**
 * Draws latent vectors as points in the plane of two latents, coloured by their class, one unit
 * being as long on both axes.
 *
 * @param title above the drawing; empty for none
 * @param firstLatent the latent that goes to the right, from 0
 * @param secondLatent the latent that goes up, from 0
 */
public record LatentScatter(String title, int firstLatent, int secondLatent) {
  private static final int SIDE = 640;
  // Classes are drawn in so many turns, so that the last does not lie over all the others.
  private static final int TURNS = 8;

  /**
   * Checks the latents.
   *
   * @throws IllegalArgumentException if one is negative or they are the same
   */
  public LatentScatter {
    if (firstLatent < 0 || secondLatent < 0 || firstLatent == secondLatent) {
      throw new IllegalArgumentException(
          "latents must be two different ones from 0 on, were "
              + firstLatent
              + " and "
              + secondLatent);
    }
  }

  /**
   * The first two latents.
   *
   * @param title above the drawing; empty for none
   * @return the scatter
   */
  public static LatentScatter of(String title) {
    return new LatentScatter(title, 0, 1);
  }

  /**
   * Draws latent vectors as they are.
   *
   * @param latents [N, Z], N at least 1, Z beyond both latents; finite
   * @param labels [N], the class of each latent vector, negative for none
   * @param names of the classes, by their number
   * @return the drawing
   * @throws IllegalArgumentException if shapes do not fit, a latent vector is not finite or a label
   *     has no name
   * @throws MissingFontsException if this Java has no fonts
   */
  public BufferedImage draw(float[][] latents, int[] labels, List<String> names) {
    return drawAround(
        points(latents),
        labels,
        names,
        new String[] {Fonts.latentName(firstLatent), Fonts.latentName(secondLatent)});
  }

  /**
   * Draws latent vectors as they are.
   *
   * @param latents [N, Z], only read
   * @param labels [N], the class of each latent vector, negative for none
   * @param names of the classes, by their number
   * @return the drawing
   * @throws IllegalArgumentException as {@link #draw(float[][], int[], List)}
   * @throws MissingFontsException if this Java has no fonts
   */
  public BufferedImage draw(INDArray latents, int[] labels, List<String> names) {
    return draw(latents.toFloatMatrix(), labels, names);
  }

  /**
   * Draws latent vectors by their probabilities under the prior: p = Φ(z) in (0, 1), so that latent
   * vectors that follow the prior fill the square evenly.
   *
   * @param latents [N, Z], N at least 1, Z beyond both latents; finite
   * @param labels [N], the class of each latent vector, negative for none
   * @param names of the classes, by their number
   * @return the drawing
   * @throws IllegalArgumentException as {@link #draw(float[][], int[], List)}
   * @throws MissingFontsException if this Java has no fonts
   */
  public BufferedImage drawProbabilities(float[][] latents, int[] labels, List<String> names) {
    double[][] points = points(latents);
    for (double[] axis : points) {
      Arrays.setAll(axis, i -> PriorDensity.cdf(axis[i]));
    }
    return draw(
        points,
        labels,
        names,
        new String[] {
          "Φ(" + Fonts.latentName(firstLatent) + ")", "Φ(" + Fonts.latentName(secondLatent) + ")"
        },
        new double[] {0.5, 0.5},
        0.5);
  }

  /**
   * Draws latent vectors along their principal axes; the scatter's two latents are then numbers of
   * axes. The drawing's axes say what share of the variance they hold.
   *
   * @param latents [N, Z], N at least 1, Z beyond both numbers; finite
   * @param axes of these latent vectors, or of others to compare with
   * @param labels [N], the class of each latent vector, negative for none
   * @param names of the classes, by their number
   * @return the drawing
   * @throws IllegalArgumentException as {@link #draw(float[][], int[], List)}
   * @throws MissingFontsException if this Java has no fonts
   */
  public BufferedImage drawPrincipal(
      float[][] latents, PrincipalAxes axes, int[] labels, List<String> names) {
    double[][] points = points(axes.project(latents, Math.max(firstLatent, secondLatent) + 1));
    return drawAround(
        points,
        labels,
        names,
        new String[] {principalTitle(axes, firstLatent), principalTitle(axes, secondLatent)});
  }

  private static String principalTitle(PrincipalAxes axes, int axis) {
    return String.format(
        Locale.ROOT,
        "principal axis %d (%.0f %% of variance)",
        axis + 1,
        100 * axes.explained(axis));
  }

  /** With bounds that fit the points. */
  private BufferedImage drawAround(
      double[][] points, int[] labels, List<String> names, String[] axisTitles) {
    double[] x = range(points[0]);
    double[] y = range(points[1]);
    double half = Math.max(x[1] - x[0], y[1] - y[0]) / 2;
    half = half > 0 ? half * 1.04 : 1;
    double[] middle = {(x[0] + x[1]) / 2, (y[0] + y[1]) / 2};
    return draw(points, labels, names, axisTitles, middle, half);
  }

  private BufferedImage draw(
      double[][] points,
      int[] labels,
      List<String> names,
      String[] axisTitles,
      double[] middle,
      double half) {
    if (labels.length != points[0].length) {
      throw new IllegalArgumentException(
          "labels must be as many as latent vectors, were "
              + labels.length
              + " and "
              + points[0].length);
    }
    XYChart chart = Charts.chart(SIDE, SIDE, title, axisTitles[0], axisTitles[1]);
    XYStyler style = chart.getStyler();
    style.setDefaultSeriesRenderStyle(XYSeriesRenderStyle.Scatter);
    style.setXAxisMin(middle[0] - half);
    style.setXAxisMax(middle[0] + half);
    style.setYAxisMin(middle[1] - half);
    style.setYAxisMax(middle[1] + half);
    style.setPlotContentSize(1);
    style.setXAxisDecimalPattern("0.##");
    style.setYAxisDecimalPattern("0.##");
    List<int[]> classes = indicesByClass(labels, names.size());
    addLegend(chart, classes, names);
    int width = widthOfSquarePlot(chart);
    addPoints(chart, points, classes);
    return Charts.paint(chart, width, SIDE);
  }

  /** An entry for each class that occurs, opaque and large; it draws nothing in the plot. */
  private static void addLegend(XYChart chart, List<int[]> classes, List<String> names) {
    chart.getStyler().setLegendVisible(!names.isEmpty());
    for (int label = 0; label < classes.size(); label++) {
      boolean unlabelled = label == names.size();
      if (classes.get(label).length > 0) {
        String name = unlabelled ? "no label" : names.get(label);
        XYSeries entry =
            chart.addSeries(
                "legend " + label, new double[] {Double.NaN}, new double[] {Double.NaN});
        entry.setLabel(name);
        entry.setMarker(new Dot(5));
        entry.setMarkerColor(unlabelled ? Palette.GREY : Palette.of(label));
      }
    }
  }

  /** The chart's width at which its plot, whose height is given, is square. */
  private static int widthOfSquarePlot(XYChart chart) {
    Charts.paint(chart, SIDE, SIDE);
    XYStyler style = chart.getStyler();
    double width =
        chart.getScreenXFromChart(style.getXAxisMax())
            - chart.getScreenXFromChart(style.getXAxisMin());
    double height =
        chart.getScreenYFromChart(style.getYAxisMin())
            - chart.getScreenYFromChart(style.getYAxisMax());
    return SIDE + (int) Math.round(height - width);
  }

  private static void addPoints(XYChart chart, double[][] points, List<int[]> classes) {
    int count = points[0].length;
    double radius = count > 20_000 ? 1.1 : count > 2_000 ? 1.6 : 2.6;
    double opacity = count > 20_000 ? 0.35 : count > 2_000 ? 0.5 : 0.7;
    Marker dot = new Dot(radius);
    for (int turn = 0; turn < TURNS; turn++) {
      for (int label = 0; label < classes.size(); label++) {
        int[] members = classes.get(label);
        int from = (int) ((long) members.length * turn / TURNS);
        int to = (int) ((long) members.length * (turn + 1) / TURNS);
        if (from < to) {
          int[] some = Arrays.copyOfRange(members, from, to);
          XYSeries series =
              chart.addSeries(
                  "points " + label + " " + turn,
                  Arrays.stream(some).mapToDouble(i -> points[0][i]).toArray(),
                  Arrays.stream(some).mapToDouble(i -> points[1][i]).toArray());
          Color colour = label == classes.size() - 1 ? Palette.GREY : Palette.of(label);
          series.setMarker(dot);
          series.setMarkerColor(Palette.translucent(colour, opacity));
          series.setShowInLegend(false);
        }
      }
    }
  }

  /**
   * The indices of each class's latent vectors, and last those of the latent vectors without label.
   */
  private static List<int[]> indicesByClass(int[] labels, int classes) {
    List<List<Integer>> lists = new ArrayList<>();
    for (int label = 0; label <= classes; label++) {
      lists.add(new ArrayList<>());
    }
    for (int i = 0; i < labels.length; i++) {
      if (labels[i] >= classes) {
        throw new IllegalArgumentException(
            "label of latent vector "
                + i
                + " must be below the "
                + classes
                + " names, was "
                + labels[i]);
      }
      lists.get(labels[i] < 0 ? classes : labels[i]).add(i);
    }
    return lists.stream().map(list -> list.stream().mapToInt(Integer::intValue).toArray()).toList();
  }

  /** The two latents apart. */
  private double[][] points(float[][] latents) {
    if (latents.length == 0) {
      throw new IllegalArgumentException("a scatter needs at least one latent vector, had none");
    }
    double[][] points = new double[2][latents.length];
    for (int i = 0; i < latents.length; i++) {
      if (latents[i].length <= Math.max(firstLatent, secondLatent)) {
        throw new IllegalArgumentException(
            "latent vector "
                + i
                + " must have latents "
                + firstLatent
                + " and "
                + secondLatent
                + ", had "
                + latents[i].length
                + " of them");
      }
      points[0][i] = requireFinite(i, latents[i][firstLatent]);
      points[1][i] = requireFinite(i, latents[i][secondLatent]);
    }
    return points;
  }

  private static double requireFinite(int index, float value) {
    if (!Float.isFinite(value)) {
      throw new IllegalArgumentException(
          "latent vector " + index + " must be finite, was " + value);
    }
    return value;
  }

  private static double[] range(double[] values) {
    return new double[] {
      Arrays.stream(values).min().orElse(0), Arrays.stream(values).max().orElse(0)
    };
  }

  /** A disc of its own size, in pixels of the layout: XChart has one size for all series. */
  private static final class Dot extends Marker {
    private final double radius;

    Dot(double radius) {
      this.radius = radius;
    }

    @Override
    public void paint(Graphics2D graphics, double x, double y, int markerSize) {
      graphics.fill(new Ellipse2D.Double(x - radius, y - radius, 2 * radius, 2 * radius));
    }
  }
}
