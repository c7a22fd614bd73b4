package vae4j.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
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
import vae4j.data.ImageDataset;
import vae4j.plot.figure.Reconstructions;

/** {@code vae reconstruct}: images, and below each its reconstruction. */
@Command(name = "reconstruct", description = "Draws images, and below each its reconstruction.")
final class ReconstructCommand implements Callable<Integer> {
  @Mixin private ModelFileArgument model = new ModelFileArgument();
  @Mixin private DataArguments data = new DataArguments();

  @Option(
      names = "--image",
      paramLabel = "FILE",
      arity = "1..*",
      description = "Image files instead of a data set; brought to the model's shape.")
  private @Nullable List<Path> images;

  @Option(
      names = "--count",
      paramLabel = "N",
      defaultValue = "20",
      description = "How many of the test images. Default: ${DEFAULT-VALUE}.")
  private int count;

  @Mixin private ClassOption label = new ClassOption();
  @Mixin private DrawingFile drawing = new DrawingFile();
  @Mixin private BackendArguments backends = new BackendArguments();
  private final Console console;

  ReconstructCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    Counts.requirePositive("count", count);
    if (images != null && data.dataset != null) {
      throw new IllegalArgumentException(
          "images must be of --dataset or --image, were of both: " + data.dataset);
    }
    drawing.requireWritable();
    try (Backend backend = backends.open(console);
        Vae vae = model.load(backend)) {
      if (images != null) {
        try (INDArray files = ImageArrays.ofFiles(images, vae.config().input())) {
          drawing.write(Reconstructions.draw(label.of(vae), files), console);
        }
      } else {
        try (Batch first = first(vae)) {
          drawing.write(Reconstructions.draw(vae.given(first), first.images()), console);
        }
      }
    }
    return ExitCode.DONE;
  }

  private Batch first(Vae vae) {
    String name = ModelFileArgument.dataset(vae, data);
    ImageDataset test = data.openFor(vae.config().input(), name, console).test();
    Counts.requireDrawable("count", Math.min(count, test.size()), 2, vae.config().input());
    return Batch.first(test, count, ModelFileArgument.binarization(vae), 0);
  }
}
