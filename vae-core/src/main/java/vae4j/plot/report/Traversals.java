package vae4j.plot.report;

import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import vae4j.plot.ImageGrid;
import vae4j.plot.PlotImage;

/**
 * Traversals: one latent dimension changes while the others stay.
 *
 * @param from [Z], where all ways pass through
 * @param latents which latents to walk along, in this order; numbers from 0
 * @param reach [Z], how far to walk to either side of {@code from}
 * @param steps images on each way, odd, at least 3, so that {@code from} is in the middle
 */
record Traversals(double[] from, int[] latents, double[] reach, int steps) {
  private static final int COMFORTABLE_SIDE = 96;
  private static final int MOST_IN_A_ROW = 5;

  /** The codes of one way, [steps, Z]. */
  float[][] codes(int latent) {
    float[][] codes = new float[steps][from.length];
    for (int step = 0; step < steps; step++) {
      for (int i = 0; i < from.length; i++) {
        codes[step][i] = (float) (from[i] + (i == latent ? position(step) * reach[i] : 0));
      }
    }
    return codes;
  }

  /** From −1 to 1. */
  double position(int step) {
    return 2.0 * step / (steps - 1) - 1;
  }

  /** Decodes all ways: a list of images for each of the latents. */
  List<List<PlotImage>> decode(Function<float[][], List<PlotImage>> decoder) {
    List<List<PlotImage>> ways = new ArrayList<>();
    for (int latent : latents) {
      ways.add(decoder.apply(codes(latent)));
    }
    return ways;
  }

  /** A row for each latent. */
  static BufferedImage grid(List<List<PlotImage>> ways, List<String> rows, List<String> columns) {
    return ImageGrid.ofColumns(columns.size())
        .withRowCaptions(rows)
        .withColumnCaptions(columns)
        .draw(ways.stream().flatMap(List::stream).toList());
  }

  /** There and back: a frame shows all latents, side by side, at one step. */
  static List<BufferedImage> frames(List<List<PlotImage>> ways) {
    int steps = ways.get(0).size();
    ImageGrid grid = ImageGrid.ofColumns(columns(ways.size())).withScale(1).withGap(1);
    List<BufferedImage> frames = new ArrayList<>();
    for (int frame = 0; frame < 2 * (steps - 1); frame++) {
      int step = frame < steps ? frame : 2 * (steps - 1) - frame;
      frames.add(grid.draw(ways.stream().map(way -> way.get(step)).toList()));
    }
    return frames;
  }

  static int columns(int tiles) {
    return tiles <= MOST_IN_A_ROW ? tiles : (int) Math.ceil(Math.sqrt(tiles));
  }

  /** How much to enlarge a frame for the screen. */
  static int scale(List<List<PlotImage>> ways) {
    PlotImage image = ways.get(0).get(0);
    int side = Math.max(image.height(), image.width());
    return Math.max(1, Math.round((float) COMFORTABLE_SIDE / side));
  }
}
