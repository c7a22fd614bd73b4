package vae4j.cli;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import vae4j.Vae;
import vae4j.backend.Backend;
import vae4j.data.Batch;
import vae4j.data.ImageDataset;
import vae4j.data.Seeds;

/** {@code vae traverse}: what each latent does. */
@Command(
    name = "traverse",
    header = "Draws what each latent does.",
    description = {
      "Draws a row for each latent: it goes from -range to range while the others stay",
      "at 0, or where an image has them."
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
      description = "Test image whose code the rows start from, counted from 0.")
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
    Counts.requirePositive("range", range);
    Counts.requireAtLeast("steps", steps, 2);
    drawing.requireWritable();
    try (Backend backend = backends.open(console);
        Vae vae = model.load(backend)) {
      Counts.requireDrawable("steps", steps, vae.config().latent(), vae.config().input());
      drawing.write(Drawings.traversals(label.of(vae), start(vae), range, steps), console);
    }
    return ExitCode.DONE;
  }

  private float[] start(Vae vae) {
    if (from == null) {
      return Drawings.origin(vae.config().latent());
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
