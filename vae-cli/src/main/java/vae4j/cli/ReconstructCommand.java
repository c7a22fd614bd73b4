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
import vae4j.data.ImageDataset;
import vae4j.data.Seeds;

/** {@code vae reconstruct}: pictures, and below each what the model makes of it. */
@Command(
    name = "reconstruct",
    description = "Draws pictures, and below each what encoder and decoder make of it.")
final class ReconstructCommand implements Callable<Integer> {
  @Mixin private ModelFile model = new ModelFile();
  @Mixin private DataArguments data = new DataArguments();

  @Option(
      names = "--image",
      paramLabel = "FILE",
      arity = "1..*",
      description = "Picture files instead of a data set; brought to the model's shape.")
  private @Nullable List<Path> images;

  @Option(
      names = "--count",
      paramLabel = "N",
      defaultValue = "20",
      description = "How many of the test pictures. Default: ${DEFAULT-VALUE}.")
  private int count;

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
          "pictures must be of --dataset or --image, were of both: " + data.dataset);
    }
    drawing.requireWritable();
    try (Backend backend = backends.open(console);
        Vae vae = model.load(backend);
        INDArray pictures = pictures(vae)) {
      drawing.write(Drawings.reconstructions(vae, pictures), console);
    }
    return ExitCode.DONE;
  }

  private INDArray pictures(Vae vae) {
    if (images != null) {
      return Pictures.ofFiles(images, vae.config().input());
    }
    String name = ModelFile.dataset(vae, data);
    ImageDataset test = data.openFor(vae.config().input(), name, console).test();
    Counts.requireDrawable("count", Math.min(count, test.size()), 2, vae.config().input());
    return Pictures.first(
        test,
        count,
        ModelFile.binarization(vae),
        Seeds.stream(0, Seeds.Purpose.EVALUATION_NOISE, 1));
  }
}
