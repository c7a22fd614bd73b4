package vae4j.cli;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import vae4j.Vae;
import vae4j.backend.Backend;
import vae4j.cli.console.Console;
import vae4j.cli.console.ExitCode;
import vae4j.cli.file.ImageArrays;
import vae4j.cli.option.BackendArguments;
import vae4j.cli.option.ClassOption;
import vae4j.cli.option.Counts;
import vae4j.cli.option.DataArguments;
import vae4j.cli.option.DrawingFile;
import vae4j.cli.option.ModelFileArgument;
import vae4j.data.Batch;
import vae4j.data.Checks;
import vae4j.data.ImageDataset;
import vae4j.data.Seeds;
import vae4j.plot.figure.Traversals;

/** {@code vae traverse}: traversals of the latent dimensions. */
@Command(
    name = "traverse",
    header = "Draws traversals of the latent dimensions.",
    description = {
      "Draws a row for each latent dimension: from -range to range while the others stay",
      "at 0, or at the latent mean of an image."
    })
final class TraverseCommand implements Callable<Integer> {
  @Mixin private ModelFileArgument model = new ModelFileArgument();

  @Option(
      names = "--range",
      paramLabel = "X",
      defaultValue = "3",
      description = "How far on either side of 0. Default: ${DEFAULT-VALUE}.")
  private double range;

  @Option(
      names = "--steps",
      paramLabel = "N",
      defaultValue = "11",
      description = "Images in a row. Default: ${DEFAULT-VALUE}.")
  private int steps;

  @Option(
      names = "--from",
      paramLabel = "INDEX",
      description = "Test image whose latent mean the rows start from, counted from 0.")
  private @Nullable Integer from;

  @Mixin private DataArguments data = new DataArguments();
  @Mixin private ClassOption label = new ClassOption();
  @Mixin private DrawingFile drawing = new DrawingFile();
  @Mixin private BackendArguments backends = new BackendArguments();
  private final Console console;

  TraverseCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    Checks.requirePositiveAndFinite("range", range);
    Counts.requireAtLeast("steps", steps, 2);
    drawing.requireWritable();
    try (Backend backend = backends.open(console);
        Vae vae = model.load(backend)) {
      Counts.requireDrawable("steps", steps, vae.config().latent(), vae.config().input());
      Traversals traversals = Traversals.ofAll(start(vae), range, steps);
      drawing.write(
          traversals.draw(traversals.decode(label.of(vae)), traversals.columns(range, "")),
          console);
    }
    return ExitCode.DONE;
  }

  private float[] start(Vae vae) {
    if (from == null) {
      return new float[vae.config().latent()];
    }
    String name = ModelFileArgument.dataset(vae, data);
    ImageDataset test = data.openFor(vae.config().input(), name, console).test();
    try (Batch image =
        ImageArrays.one(
            test,
            from,
            ModelFileArgument.binarization(vae),
            Seeds.stream(0, Seeds.Purpose.EVALUATION_NOISE, 1))) {
      return ImageArrays.means(vae.given(image), image.images()).get(0);
    }
  }
}
