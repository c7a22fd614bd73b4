package vae4j.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import vae4j.Inference;
import vae4j.Vae;
import vae4j.backend.Backend;
import vae4j.cli.console.Console;
import vae4j.cli.console.ExitCode;
import vae4j.cli.file.ImageArrays;
import vae4j.cli.option.BackendArguments;
import vae4j.cli.option.Counts;
import vae4j.cli.option.DataArguments;
import vae4j.cli.option.DrawingFile;
import vae4j.cli.option.ModelFileArgument;
import vae4j.data.Batch;
import vae4j.data.ImageDataset;
import vae4j.data.Seeds;
import vae4j.latent.LatentPath;
import vae4j.plot.figure.Interpolations;
import vae4j.plot.image.PlotImage;

/** {@code vae interpolate}: the steps from one image to another. */
@Command(
    name = "interpolate",
    description =
        "Draws the images on a path through the latent space from one test image to another.")
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
      description = "Latent vectors on the path, both ends included. Default: ${DEFAULT-VALUE}.")
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
        // A conditional model is given the class of the first image in all steps.
        Inference given = vae.given(first);
        drawing.write(
            new Interpolations(path, steps)
                .draw(
                    List.of(
                        new Interpolations.Pair(
                            PlotImage.listOf(first.images()).get(0),
                            PlotImage.listOf(last.images()).get(0),
                            ImageArrays.means(given, first.images()).get(0),
                            ImageArrays.means(given, last.images()).get(0),
                            given))),
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
