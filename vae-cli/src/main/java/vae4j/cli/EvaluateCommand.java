package vae4j.cli;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import vae4j.Vae;
import vae4j.backend.Backend;
import vae4j.data.Binarization;
import vae4j.data.ImageDataset;
import vae4j.eval.EvaluationReport;
import vae4j.eval.Evaluator;
import vae4j.io.AtomicFiles;
import vae4j.loss.Likelihood;

/** {@code vae evaluate}: a model and a test set → its losses. */
@Command(
    name = "evaluate",
    description = {
      "Measures a model on the test pictures of a data set.",
      "Losses are means over all pictures with one sampled code each, in nats per image."
    },
    sortOptions = false)
final class EvaluateCommand implements Callable<Integer> {
  private static final int BATCH = 100;

  @Mixin private ModelFile model = new ModelFile();
  @Mixin private DataArguments data = new DataArguments();

  @Option(
      names = "--beta",
      paramLabel = "X",
      description = "Weight of the divergence in the objective; that of the training if not set.")
  private @Nullable Double beta;

  @Option(
      names = "--binarize",
      paramLabel = "HOW",
      description = "none, threshold or stochastic; as in the training if not set.")
  private @Nullable String binarize;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "42",
      description = "Seed of the sampled codes. Default: ${DEFAULT-VALUE}.")
  private long seed;

  @Mixin private BackendArguments backends = new BackendArguments();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Write evaluation.json into this folder, made if need be.")
  private @Nullable Path out;

  @Option(names = "--json", description = "Print JSON, and nothing else, to standard output.")
  private boolean json;

  @Mixin private CommonArguments common = new CommonArguments();

  private final Console console;

  EvaluateCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    try (Backend backend = backends.open(console);
        Vae vae = model.load(backend)) {
      String name = ModelFile.dataset(vae, data);
      ImageDataset test = data.openFor(vae.config().input(), name, console).test();
      Binarization binarization =
          binarize == null ? ModelFile.binarization(vae) : Pixels.binarization(binarize);
      double weight = beta == null ? ModelFile.lastBeta(vae) : beta;
      if (!(weight >= 0 && weight < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException("beta must be 0 or positive and finite, was " + weight);
      }
      Evaluator evaluator = new Evaluator(BATCH, binarization, seed);
      EvaluationReport report;
      try (Progress progress = console.progress("evaluate", "pictures", test.size())) {
        report = evaluator.evaluate(vae, new CountedPictures(test, progress), weight);
      }
      return finish(report, vae);
    }
  }

  private Integer finish(EvaluationReport report, Vae vae) {
    double bits = bitsPerDimension(report, vae);
    JsonObject document = new JsonObject();
    document.addProperty("model", model.file().toString());
    report.toJson().entrySet().forEach(entry -> document.add(entry.getKey(), entry.getValue()));
    document.addProperty("bits_per_dimension", bits);
    document.addProperty("backend", vae.backend().name());
    document.addProperty("seed", seed);
    if (out != null) {
      try {
        Files.createDirectories(out);
        AtomicFiles.writeString(out.resolve("evaluation.json"), Documents.print(document));
      } catch (IOException e) {
        throw Failure.unwritable(e);
      }
    }
    if (json) {
      console.out().print(Documents.print(document));
    } else {
      console
          .out()
          .printf(
              Locale.ROOT,
              "%s: %,d pictures%n%s nats per image%n%.4f bits per dimension%n%,.0f images/s%n",
              report.dataset(),
              report.images(),
              LossText.nats(report.loss()),
              bits,
              report.images() / report.seconds());
    }
    return ExitCode.DONE;
  }

  /** −ELBO / (D · ln 2), with the constant that a fixed Gaussian's loss leaves out. */
  private static double bitsPerDimension(EvaluationReport report, Vae vae) {
    int pixels = vae.config().input().size();
    double nats = -report.loss().elbo();
    if (vae.config().likelihood() instanceof Likelihood.Gaussian gaussian) {
      nats += gaussian.constant(pixels);
    }
    return nats / (pixels * Math.log(2));
  }
}
