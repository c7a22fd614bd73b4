package vae4j.cli;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import vae4j.Inference;
import vae4j.InsufficientMemoryException;
import vae4j.Vae;
import vae4j.data.Batch;
import vae4j.data.Binarization;
import vae4j.data.ImageDataset;
import vae4j.data.Seeds;
import vae4j.plot.LatentScatter;
import vae4j.plot.MissingFontsException;
import vae4j.plot.Png;
import vae4j.train.TrainingHistory;

/** The images of a run folder. */
final class RunPlots {
  private static final int RECONSTRUCTIONS = 20;
  private static final int SAMPLES = 100;
  private static final int SCATTERED = 10_000;
  private static final int STEPS = 11;
  private static final double RANGE = 3;

  /** Numbers of all images of a drawing: 64 MiB, three times while they are drawn. */
  private static final int NUMBERS = 1 << 24;

  private final Console console;
  private final Path folder;

  RunPlots(Console console, Path folder) {
    this.console = console;
    this.folder = folder;
  }

  /**
   * Draws all that this model can show. The model is trained and saved: what there is no memory for
   * is left out, with a notice.
   */
  void draw(Vae vae, ImageDataset test, TrainingHistory history, Binarization binarization) {
    try {
      drawAll(vae, test, history, binarization);
    } catch (OutOfMemoryError | InsufficientMemoryException e) {
      console.notice("notice: plots are missing: " + Failure.oneLine(e));
    }
  }

  private void drawAll(
      Vae vae, ImageDataset test, TrainingHistory history, Binarization binarization) {
    int most = Math.max(1, NUMBERS / vae.config().input().size());
    boolean variational = vae.config().variational();
    int latent = vae.config().latent();
    write("loss-curves", () -> Drawings.curves(history, variational));
    int classes = vae.config().classes();
    Inference one = classes > 0 ? vae.given(0) : vae;
    try (Batch first =
        ImageArrays.first(
            test,
            Math.min(RECONSTRUCTIONS, most),
            binarization,
            Seeds.stream(0, Seeds.Purpose.EVALUATION_NOISE, 1))) {
      write("reconstructions", () -> Drawings.reconstructions(vae.given(first), first.images()));
    }
    if (variational) {
      int count = Math.min(SAMPLES, most);
      write(
          "prior-samples",
          () -> Drawings.samples(new ClassOption().ofSamples(vae, count), count, 42));
    }
    ImageArrays.Codes codes = ImageArrays.encode(vae, test.take(SCATTERED), binarization, 0);
    double range = variational ? RANGE : reach(codes.means());
    if (fits("traversals", (long) latent * STEPS, most)) {
      write("traversals", () -> Drawings.traversals(one, Drawings.origin(latent), range, STEPS));
    }
    if (latent == 2) {
      for (LatentSpace space : LatentSpace.values()) {
        // Without a prior there is nothing that a plain autoencoder's codes could be measured by.
        if (variational || space == LatentSpace.Z) {
          String name = space == LatentSpace.Z ? "z" : "cdf";
          write(
              "latent-scatter-" + name,
              () -> Drawings.scatter(codes, test.labelNames(), LatentScatter.of(""), space));
          if (fits("latent-plane-" + name, Drawings.PLANE_SIDE * Drawings.PLANE_SIDE, most)) {
            write("latent-plane-" + name, () -> Drawings.plane(one, space, codes.means()));
          }
        }
      }
    }
  }

  /** Whether so many images can be drawn together. */
  private boolean fits(String name, long images, int most) {
    if (images > most) {
      console.notice(
          String.format(
              Locale.ROOT,
              "notice: no %s.png: %d images of this size are too many for one drawing",
              name,
              images));
    }
    return images <= most;
  }

  private void write(String name, Supplier<BufferedImage> drawing) {
    try {
      Png.write(drawing.get(), folder.resolve(name + ".png"));
    } catch (MissingFontsException e) {
      console.notice("notice: no " + name + ".png: " + Failure.oneLine(e));
    } catch (IOException e) {
      throw Failure.unwritable(e);
    }
  }

  /** How far from 0 the codes go. */
  private static double reach(float[][] codes) {
    return IntStream.range(0, codes.length)
        .mapToDouble(
            i ->
                IntStream.range(0, codes[i].length)
                    .mapToDouble(j -> Math.abs(codes[i][j]))
                    .max()
                    .orElse(0))
        .max()
        .orElse(RANGE);
  }
}
