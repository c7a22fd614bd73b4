package vae4j.cli;

import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import vae4j.Inference;
import vae4j.latent.LatentPath;
import vae4j.plot.ImageGrid;
import vae4j.plot.LatentPlane;
import vae4j.plot.LatentScatter;
import vae4j.plot.LossCurves;
import vae4j.plot.LossCurves.Curve;
import vae4j.plot.PlotImage;
import vae4j.train.EpochMetrics;
import vae4j.train.TrainingHistory;

/** Drawings of a model's reconstructions, samples and latent space. */
final class Drawings {
  private static final int COLUMNS = 10;
  static final int PLANE_SIDE = 20;

  private Drawings() {}

  /** Images [N, H, W, C], and below each what encoder and decoder make of it. */
  static BufferedImage reconstructions(Inference vae, INDArray images) {
    try (INDArray decoded = vae.reconstruct(images)) {
      return ImageGrid.reconstruction(images, decoded, COLUMNS);
    }
  }

  /** What codes drawn from the prior decode to. */
  static BufferedImage samples(Inference vae, int count, long seed) {
    try (INDArray images = vae.sample(count, seed)) {
      return ImageGrid.ofColumns(Math.min(COLUMNS, count)).draw(images);
    }
  }

  /** Codes as points, coloured by class. */
  static BufferedImage scatter(
      ImageArrays.Codes codes, List<String> names, LatentScatter scatter, LatentSpace space) {
    return space == LatentSpace.Z
        ? scatter.draw(codes.means(), codes.labels(), names)
        : scatter.drawProbabilities(codes.means(), codes.labels(), names);
  }

  /** What the points of the latent plane decode to; in z as far as the given codes lie. */
  static BufferedImage plane(Inference vae, LatentSpace space, float[][] codes) {
    LatentPlane plane =
        space == LatentSpace.Z
            ? LatentPlane.uniform(
                PLANE_SIDE, least(codes, 0), most(codes, 0), least(codes, 1), most(codes, 1))
            : LatentPlane.normalQuantiles(PLANE_SIDE);
    return plane.draw(points -> decode(vae, points));
  }

  /**
   * A row for each latent: what it does to the image while the others stay.
   *
   * @param from [Z], where all rows pass through
   * @param range from −range to range
   * @param steps images in a row, at least 2
   */
  static BufferedImage traversals(Inference vae, float[] from, double range, int steps) {
    List<String> rows = new ArrayList<>();
    List<String> columns = new ArrayList<>();
    List<PlotImage> images = new ArrayList<>();
    for (int latent = 0; latent < from.length; latent++) {
      float[][] codes = new float[steps][];
      for (int step = 0; step < steps; step++) {
        codes[step] = from.clone();
        codes[step][latent] = (float) (-range + 2 * range * step / (steps - 1));
      }
      images.addAll(decode(vae, codes));
      rows.add("z" + (latent + 1));
    }
    for (int step = 0; step < steps; step++) {
      columns.add(
          String.format(Locale.ROOT, "%.1f", -range + 2 * range * step / (steps - 1))
              .replace("-0.0", "0.0"));
    }
    return ImageGrid.ofColumns(steps)
        .withRowCaptions(rows)
        .withColumnCaptions(columns)
        .draw(images);
  }

  /** Two images [1, H, W, C], and between them the way from the code of one to the other's. */
  static BufferedImage interpolation(
      Inference vae, INDArray first, INDArray last, LatentPath path, int steps) {
    float[][] codes =
        path.between(
            ImageArrays.means(vae, first).get(0), ImageArrays.means(vae, last).get(0), steps);
    List<PlotImage> images = new ArrayList<>(PlotImage.listOf(first));
    images.addAll(decode(vae, codes));
    images.addAll(PlotImage.listOf(last));
    List<String> captions = new ArrayList<>(List.of("from"));
    for (int step = 0; step < steps; step++) {
      captions.add(String.format(Locale.ROOT, "%.2f", step / (steps - 1.0)));
    }
    captions.add("to");
    return ImageGrid.ofColumns(steps + 2).withColumnCaptions(captions).draw(images);
  }

  /** Reconstruction, KL and objective over epochs. */
  static BufferedImage curves(TrainingHistory history, boolean variational) {
    List<Curve> curves = new ArrayList<>();
    List<String> terms =
        variational ? List.of("reconstruction", "kl", "objective") : List.of("reconstruction");
    for (String term : terms) {
      for (EpochMetrics.Split split : EpochMetrics.Split.values()) {
        List<EpochMetrics> lines = history.of(split);
        curves.add(
            new Curve(
                term,
                split.name().toLowerCase(Locale.ROOT),
                lines.stream().mapToDouble(EpochMetrics::epoch).toArray(),
                lines.stream()
                    .mapToDouble(
                        line ->
                            switch (term) {
                              case "reconstruction" -> line.loss().reconstruction();
                              case "kl" -> line.loss().kl();
                              default -> line.loss().objective();
                            })
                    .toArray()));
      }
    }
    return LossCurves.draw(curves);
  }

  private static List<PlotImage> decode(Inference vae, float[][] codes) {
    try (INDArray z = Nd4j.create(codes);
        INDArray images = vae.decode(z)) {
      return PlotImage.listOf(images);
    }
  }

  private static double least(float[][] codes, int latent) {
    return coordinates(codes, latent).min().orElse(0) - 1e-3;
  }

  private static double most(float[][] codes, int latent) {
    return coordinates(codes, latent).max().orElse(0) + 1e-3;
  }

  private static java.util.stream.DoubleStream coordinates(float[][] codes, int latent) {
    return IntStream.range(0, codes.length).mapToDouble(i -> codes[i][latent]);
  }

  /** [−range, range]² as two opposite corners. */
  static float[][] square(double range) {
    return new float[][] {{(float) -range, (float) -range}, {(float) range, (float) range}};
  }

  /** The zero code. */
  static float[] origin(int latent) {
    float[] code = new float[latent];
    Arrays.fill(code, 0f);
    return code;
  }
}
