package vae4j.plot.figure;

import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import vae4j.Inference;
import vae4j.plot.image.ImageGrid;
import vae4j.plot.image.PlotImage;

/**
 * Traversals: one latent dimension changes while the others stay.
 *
 * @param from [Z], the middle of all rows
 * @param dimensions which dimensions are traversed, in this order, counted from 0
 * @param reach [Z], how far to either side of {@code from}
 * @param steps images in each row, at least 2
 */
public record Traversals(double[] from, int[] dimensions, double[] reach, int steps) {
  private static final int COMFORTABLE_SIDE = 96;
  private static final int MOST_IN_A_ROW = 5;

  /**
   * All dimensions in turn, each from −range to range.
   *
   * @param from [Z]
   * @param range positive
   * @param steps images in each row, at least 2
   */
  public static Traversals ofAll(float[] from, double range, int steps) {
    double[] middle = new double[from.length];
    Arrays.setAll(middle, d -> from[d]);
    double[] reach = new double[from.length];
    Arrays.fill(reach, range);
    return new Traversals(middle, IntStream.range(0, from.length).toArray(), reach, steps);
  }

  /** The latent vectors of one row, [steps, Z], from −reach to reach around {@code from}. */
  float[][] latents(int dimension) {
    float[][] latents = new float[steps][from.length];
    for (int step = 0; step < steps; step++) {
      for (int d = 0; d < from.length; d++) {
        latents[step][d] = (float) (from[d] + (d == dimension ? position(step) * reach[d] : 0));
      }
    }
    return latents;
  }

  /** From −1 to 1. */
  double position(int step) {
    return 2.0 * step / (steps - 1) - 1;
  }

  /**
   * Decodes all rows.
   *
   * @param vae the model
   * @return a list of images for each dimension
   */
  public List<List<PlotImage>> decode(Inference vae) {
    return Arrays.stream(dimensions)
        .mapToObj(dimension -> DecodedImages.of(vae, latents(dimension)))
        .toList();
  }

  /** Captions of the rows: {@code z1}, {@code z2}, … */
  public List<String> rows() {
    return Arrays.stream(dimensions).mapToObj(dimension -> "z" + (dimension + 1)).toList();
  }

  /**
   * Captions of the columns.
   *
   * @param reach shown for the last column
   * @param unit after each number; empty for none
   */
  public List<String> columns(double reach, String unit) {
    return IntStream.range(0, steps)
        .mapToObj(step -> String.format(Locale.ROOT, "%.1f", position(step) * reach))
        .map(number -> (number.equals("-0.0") ? "0.0" : number.replace('-', '−')) + unit)
        .toList();
  }

  /**
   * Draws decoded rows one below the other.
   *
   * @param images as {@link #decode} gives them
   * @param columns captions of the columns
   */
  public BufferedImage draw(List<List<PlotImage>> images, List<String> columns) {
    return ImageGrid.ofColumns(steps)
        .withRowCaptions(rows())
        .withColumnCaptions(columns)
        .draw(images.stream().flatMap(List::stream).toList());
  }

  /**
   * The rows as an animation, forth and back: a frame shows one step of all dimensions side by
   * side.
   *
   * @param images as {@link #decode} gives them
   */
  public static List<BufferedImage> frames(List<List<PlotImage>> images) {
    int steps = images.get(0).size();
    ImageGrid grid = ImageGrid.ofColumns(columns(images.size())).withScale(1).withGap(1);
    List<BufferedImage> frames = new ArrayList<>();
    for (int frame = 0; frame < 2 * (steps - 1); frame++) {
      int step = frame < steps ? frame : 2 * (steps - 1) - frame;
      frames.add(grid.draw(images.stream().map(row -> row.get(step)).toList()));
    }
    return frames;
  }

  static int columns(int tiles) {
    return tiles <= MOST_IN_A_ROW ? tiles : (int) Math.ceil(Math.sqrt(tiles));
  }

  /**
   * The factor by which a frame is enlarged for the screen.
   *
   * @param images as {@link #decode} gives them
   */
  public static int scale(List<List<PlotImage>> images) {
    PlotImage image = images.get(0).get(0);
    int side = Math.max(image.height(), image.width());
    return Math.max(1, Math.round((float) COMFORTABLE_SIDE / side));
  }
}
