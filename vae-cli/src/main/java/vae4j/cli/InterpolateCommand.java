package vae4j.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import vae4j.Vae;
import vae4j.backend.Backend;
import vae4j.data.Batch;
import vae4j.data.ImageDataset;
import vae4j.data.Seeds;
import vae4j.latent.LatentPath;

/** {@code vae interpolate}: the way from one image to another. */
@Command(
    name = "interpolate",
    description = "Draws the way from one test image to another through the latent space.")
final class InterpolateCommand implements Callable<Integer> {
  @Mixin private ModelFileArgument model = new ModelFileArgument();
  @Mixin private DataArguments data = new DataArguments();

  @Option(
      names = "--from",
      paramLabel = "I",
      required = true,
      description = "First test image, counted from 0.")
  private int from;

  @Option(
      names = "--to",
      paramLabel = "J",
      required = true,
      description = "Last test image, counted from 0.")
  private int to;

  @Option(
      names = "--path",
      paramLabel = "PATH",
      defaultValue = "linear",
      description = "linear or spherical. Default: ${DEFAULT-VALUE}.")
  private LatentPath path = LatentPath.LINEAR;

  @Option(
      names = "--steps",
      paramLabel = "N",
      defaultValue = "9",
      description = "Codes on the way, both ends included. Default: ${DEFAULT-VALUE}.")
  private int steps;

  @Mixin private DrawingFile drawing = new DrawingFile();
  @Mixin private BackendArguments backends = new BackendArguments();
  private final Console console;

  InterpolateCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    Counts.requireAtLeast("steps", steps, 2);
    drawing.requireWritable();
    try (Backend backend = backends.open(console);
        Vae vae = model.load(backend)) {
      Counts.requireDrawable("steps", steps, 1, vae.config().input());
      String name = ModelFileArgument.dataset(vae, data);
      ImageDataset test = data.openFor(vae.config().input(), name, console).test();
      try (Batch first = image(vae, test, from);
          Batch last = image(vae, test, to)) {
        // A conditional model is given the class of the first image all along.
        drawing.write(
            Drawings.interpolation(vae.given(first), first.images(), last.images(), path, steps),
            console);
      }
    }
    return ExitCode.DONE;
  }

  private static Batch image(Vae vae, ImageDataset test, int index) {
    return ImageArrays.one(
        test,
        index,
        ModelFileArgument.binarization(vae),
        Seeds.stream(0, Seeds.Purpose.EVALUATION_NOISE, 1));
  }
}
