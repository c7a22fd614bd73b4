package vae4j.cli.run;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import vae4j.Inference;
import vae4j.InsufficientMemoryException;
import vae4j.Vae;
import vae4j.cli.console.Console;
import vae4j.cli.console.Failure;
import vae4j.data.Batch;
import vae4j.data.Binarization;
import vae4j.data.ImageDataset;
import vae4j.plot.LatentPlane;
import vae4j.plot.LatentScatter;
import vae4j.plot.LossCurves;
import vae4j.plot.figure.DecodedImages;
import vae4j.plot.figure.LatentPoints;
import vae4j.plot.figure.Reconstructions;
import vae4j.plot.figure.Samples;
import vae4j.plot.figure.TrainingCurves;
import vae4j.plot.figure.Traversals;
import vae4j.plot.image.MissingFontsException;
import vae4j.plot.image.Png;

/** The images of a run folder. */
public final class RunPlots {
  private static final int RECONSTRUCTIONS = 20;
  private static final int SAMPLES = 100;
  private static final int ENCODED = 10_000;
  private static final int PLANE_SIDE = 20;
  private static final int STEPS = 11;
  private static final double RANGE = 3;

  /** Numbers of all images of a drawing: 64 MiB, three times while they are drawn. */
  private static final int NUMBERS = 1 << 24;

  private final Console console;
  private final Path folder;

  public RunPlots(Console console, Path folder) {
    this.console = console;
    this.folder = folder;
  }

  /**
   * Draws all that this model can show. The model is trained and saved: what there is no memory for
   * is left out, with a notice.
   */
  public void draw(Vae vae, ImageDataset test, Binarization binarization) {
    try {
      drawAll(vae, test, binarization);
    } catch (OutOfMemoryError | InsufficientMemoryException e) {
      console.notice("notice: plots are missing: " + Failure.oneLine(e));
    }
  }

  private void drawAll(Vae vae, ImageDataset test, Binarization binarization) {
    int most = Math.max(1, NUMBERS / vae.config().input().size());
    boolean variational = vae.config().variational();
    int latent = vae.config().latent();
    write(
        "loss-curves",
        () ->
            LossCurves.draw(
                TrainingCurves.of(vae.metrics(), TrainingCurves.terms(vae.config())).stream()
                    .flatMap(List::stream)
                    .toList()));
    Inference one = vae.config().classes() > 0 ? vae.given(0) : vae;
    try (Batch first = Batch.first(test, Math.min(RECONSTRUCTIONS, most), binarization, 0)) {
      write("reconstructions", () -> Reconstructions.draw(vae.given(first), first.images()));
    }
    if (variational) {
      int count = Math.min(SAMPLES, most);
      write("prior-samples", () -> Samples.draw(Samples.ofAllClasses(vae, count), count, 42, 1));
    }
    LatentPoints points = LatentPoints.of(vae, test.take(ENCODED), binarization, 0);
    if (fits("traversals", (long) latent * STEPS, most)) {
      double range = variational ? RANGE : points.reach();
      Traversals traversals = Traversals.ofAll(new float[latent], range, STEPS);
      write(
          "traversals",
          () -> traversals.draw(traversals.decode(one), traversals.columns(range, "")));
    }
    if (latent == 2) {
      LatentScatter scatter = LatentScatter.of("");
      List<String> names = test.labelNames();
      write("latent-scatter-z", () -> points.draw(scatter, names));
      writePlane("latent-plane-z", one, points.plane(PLANE_SIDE), most);
      if (variational) {
        write("latent-scatter-cdf", () -> points.drawProbabilities(scatter, names));
        writePlane("latent-plane-cdf", one, LatentPlane.normalQuantiles(PLANE_SIDE), most);
      }
    }
  }

  private void writePlane(String name, Inference vae, LatentPlane plane, int most) {
    if (fits(name, (long) PLANE_SIDE * PLANE_SIDE, most)) {
      write(name, () -> plane.draw(latents -> DecodedImages.of(vae, latents)));
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
}
