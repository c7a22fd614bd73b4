package vae4j.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import vae4j.Vae;
import vae4j.backend.Backend;
import vae4j.cli.console.Console;
import vae4j.cli.console.Documents;
import vae4j.cli.console.ExitCode;
import vae4j.cli.console.Failure;
import vae4j.cli.console.ProgressDisplay;
import vae4j.cli.console.StandardStream;
import vae4j.cli.file.CountedImages;
import vae4j.cli.file.LatentsFile;
import vae4j.cli.option.BackendArguments;
import vae4j.cli.option.DataArguments;
import vae4j.cli.option.ModelFileArgument;
import vae4j.data.Batch;
import vae4j.data.Batches;
import vae4j.data.Binarization;
import vae4j.data.ImageDataset;
import vae4j.data.Seeds;
import vae4j.datasets.Datasets;
import vae4j.io.AtomicFiles;
import vae4j.latent.DiagonalGaussian;

/** {@code vae encode}: images → the mean and log-variance of their latent vectors, in a file. */
@Command(
    name = "encode",
    description = {
      "Writes mean, log-variance and label of the images of a data set.",
      "latents.npy is a NumPy array of N records with the fields mean [Z], log_variance [Z]",
      "and label: numpy.load('latents.npy')['mean'] is [N, Z]. latents.csv has the columns",
      "index, label, mean_0, …, log_variance_0, …. Label -1 is none."
    })
final class EncodeCommand implements Callable<Integer> {
  private static final int BATCH = 100;

  @Mixin private ModelFileArgument model = new ModelFileArgument();
  @Mixin private DataArguments data = new DataArguments();

  @Option(
      names = "--split",
      paramLabel = "PART",
      defaultValue = "test",
      description = "Which images: train or test. Default: ${DEFAULT-VALUE}.")
  private String split = "test";

  @Option(
      names = "--binarize",
      paramLabel = "HOW",
      description = "none, threshold or stochastic; as in the training if not set.")
  private @Nullable String binarize;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      required = true,
      description = "latents.npy or latents.csv; replaces a file that is there.")
  private Path out = Path.of("");

  @Option(
      names = "--format",
      paramLabel = "NAME",
      description = "npy or csv; the ending of --out if not set.")
  private @Nullable String format;

  @Mixin private BackendArguments backends = new BackendArguments();

  @Option(names = "--json", description = "Print JSON, and nothing else, to standard output.")
  private boolean json;

  private final Console console;

  EncodeCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    LatentsFile.Format kind = LatentsFile.Format.of(format, out);
    String part = split.toLowerCase(Locale.ROOT);
    if (!part.equals("train") && !part.equals("test")) {
      throw new IllegalArgumentException("split must be train or test, was " + split);
    }
    try {
      AtomicFiles.requireWritable(out);
    } catch (IOException e) {
      throw Failure.unwritable(e);
    }
    try (Backend backend = backends.open(console);
        Vae vae = model.load(backend)) {
      Binarization binarization =
          binarize == null ? ModelFileArgument.binarization(vae) : Binarization.named(binarize);
      String name = ModelFileArgument.dataset(vae, data);
      Datasets.Opened opened = data.openFor(vae.config().input(), name, console);
      ImageDataset images = part.equals("train") ? opened.train() : opened.test();
      write(vae, images, binarization, kind);
      report(vae, opened.dataset(), part, images);
    }
    return ExitCode.DONE;
  }

  private void write(
      Vae vae, ImageDataset images, Binarization binarization, LatentsFile.Format kind) {
    try (ProgressDisplay progress = console.progress("encode", "images", images.size())) {
      AtomicFiles.write(
          out,
          stream -> {
            LatentsFile file = kind.open(stream, images.size(), vae.config().latent());
            encode(vae, new CountedImages(images, progress), binarization, file);
            file.finish();
          });
    } catch (IOException e) {
      if (AtomicFiles.isStandardOutput(out) && StandardStream.isReaderGone(e.getCause())) {
        return;
      }
      throw Failure.unwritable(e);
    }
  }

  private static void encode(
      Vae vae, ImageDataset images, Binarization binarization, LatentsFile file)
      throws IOException {
    int latent = vae.config().latent();
    try (Batches batches =
        Batches.inOrder(
            images, BATCH, binarization, Seeds.stream(0, Seeds.Purpose.EVALUATION_NOISE, 1))) {
      while (batches.hasNext()) {
        Batch batch = batches.next();
        try (DiagonalGaussian posterior = vae.given(batch).encode(batch.images())) {
          float[] means = numbers(posterior.mean());
          float[] logVariances = numbers(posterior.logVariance());
          for (int i = 0; i < batch.size(); i++) {
            file.add(means, logVariances, i * latent, batch.labels()[i]);
          }
        }
      }
    }
  }

  private static float[] numbers(INDArray array) {
    return array.ravel().toFloatVector();
  }

  private void report(Vae vae, String dataset, String part, ImageDataset images) {
    // Nothing may follow the latent vectors in a stream.
    PrintStream to = AtomicFiles.isStandardOutput(out) ? console.err() : console.out();
    if (!json) {
      to.printf(
          Locale.ROOT,
          "%s: %,d latent vectors of %d dimensions%n",
          out,
          images.size(),
          vae.config().latent());
      return;
    }
    JsonObject document = new JsonObject();
    document.addProperty("model", model.file().toString());
    document.addProperty("dataset", dataset);
    document.addProperty("split", part);
    document.addProperty("images", images.size());
    document.addProperty("latents", vae.config().latent());
    JsonArray labels = new JsonArray();
    images.labelNames().forEach(labels::add);
    document.add("labels", labels);
    document.addProperty("out", out.toString());
    to.print(Documents.print(document));
  }
}
