package vae4j.cli;

import java.util.concurrent.Callable;
import org.nd4j.linalg.api.ndarray.INDArray;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import vae4j.Vae;
import vae4j.backend.Backend;
import vae4j.data.ImageDataset;
import vae4j.data.Seeds;
import vae4j.latent.LatentPath;

/** {@code vae interpolate}: the way from one picture to another. */
@Command(
    name = "interpolate",
    description = "Draws the way from one test picture to another through the latent space.")
final class InterpolateCommand implements Callable<Integer> {
  @Mixin private ModelFile model = new ModelFile();
  @Mixin private DataArguments data = new DataArguments();

  @Option(
      names = "--from",
      paramLabel = "I",
      required = true,
      description = "First test picture, counted from 0.")
  private int from;

  @Option(
      names = "--to",
      paramLabel = "J",
      required = true,
      description = "Last test picture, counted from 0.")
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
      String name = ModelFile.dataset(vae, data);
      ImageDataset test = data.openFor(vae.config().input(), name, console).test();
      try (INDArray first = picture(vae, test, from);
          INDArray last = picture(vae, test, to)) {
        drawing.write(Drawings.interpolation(vae, first, last, path, steps), console);
      }
    }
    return ExitCode.DONE;
  }

  private static INDArray picture(Vae vae, ImageDataset test, int index) {
    return Pictures.one(
        test,
        index,
        ModelFile.binarization(vae),
        Seeds.stream(0, Seeds.Purpose.EVALUATION_NOISE, 1));
  }
}
