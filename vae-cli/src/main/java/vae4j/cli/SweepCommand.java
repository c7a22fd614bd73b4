package vae4j.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import vae4j.backend.Backend;
import vae4j.datasets.Datasets;
import vae4j.eval.MetricGroup;

/** {@code vae sweep}: images → a model for each setting and seed, measured, side by side. */
@Command(
    name = "sweep",
    description = {
      "Trains and measures a model for every beta, number of latents, likelihood and seed.",
      "Done runs are kept: the same command again goes on where it was stopped."
    })
final class SweepCommand implements Callable<Integer> {
  /** Of all that is sampled when measuring, the same for every run. */
  private static final long EVALUATION_SEED = 42;

  private static final int DEFAULT_SAMPLES = 100;

  @Option(
      names = "--betas",
      paramLabel = "X,X,…",
      defaultValue = "0.25,0.5,1,2,4,8",
      description = "Weights of the kl. Default: ${DEFAULT-VALUE}.")
  private String betas = "";

  @Option(
      names = "--latents",
      paramLabel = "N,N,…",
      defaultValue = "16",
      description = "Numbers of latents. Default: ${DEFAULT-VALUE}.")
  private String latents = "";

  @Option(
      names = "--likelihoods",
      paramLabel = "NAME,…",
      defaultValue = "bernoulli",
      description =
          "bernoulli, gaussian, gaussian-learned-variance or several. Default: ${DEFAULT-VALUE}.")
  private String likelihoods = "";

  @Option(
      names = "--seeds",
      paramLabel = "N",
      defaultValue = "3",
      description = "How many models of each setting, of seeds 1 to N. Default: ${DEFAULT-VALUE}.")
  private int seeds;

  @Mixin private DataArguments data = new DataArguments();

  @Option(
      names = "--filters",
      paramLabel = "N,N,…",
      description = "Filters of each convolution; 32,64,128 if not set.")
  private @Nullable String filters;

  @Option(names = "--epochs", paramLabel = "N", description = "Passes over the training images.")
  private @Nullable Integer epochs;

  @Option(names = "--batch", paramLabel = "N", description = "Images in a step.")
  private @Nullable Integer batch;

  @Option(names = "--lr", paramLabel = "X", description = "Learning rate.")
  private @Nullable Double learningRate;

  @Option(
      names = "--binarize",
      paramLabel = "HOW",
      description = "Pixel values made 0 or 1: none, threshold or stochastic.")
  private @Nullable String binarize;

  @Option(
      names = "--samples",
      paramLabel = "K",
      description = "Measure the importance-weighted bound too, with 1 to 5000 samples.")
  private @Nullable Integer samples;

  @Option(
      names = "--metrics",
      split = ",",
      paramLabel = "M,…",
      description = {
        "Which: elbo, latents, quality, fid, probes, disentanglement, iwae.",
        "Default: all that models and images allow but iwae."
      })
  private List<String> metrics = new ArrayList<>();

  @Mixin private BackendArguments backends = new BackendArguments();

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "Folder of the sweep; its runs are in DIR/runs. A sweep that is there goes on.")
  private Path out = Path.of("");

  @Option(names = "--no-plots", description = "Draw no images into the run folders.")
  private boolean noPlots;

  private final Console console;

  SweepCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    // What can be refused is refused before anything is downloaded or computed.
    SweepPlan plan = SweepPlan.parse(betas, latents, likelihoods, seeds);
    plan.runs().forEach(run -> arguments(run).check());
    Set<MetricGroup> asked = EnumSet.noneOf(MetricGroup.class);
    metrics.forEach(name -> asked.add(MetricGroup.named(name)));
    ModelEvaluation evaluation =
        new ModelEvaluation(
            console,
            backends.threads,
            true,
            samples == null ? DEFAULT_SAMPLES : samples,
            PixelValues.binarization(binarize == null ? "none" : binarize),
            EVALUATION_SEED);
    if (Files.exists(out) && !Files.isDirectory(out)) {
      throw Failure.unwritable(new IOException("--out " + out + " must be a folder, is a file"));
    }
    try (Backend backend = backends.open(console)) {
      Datasets.Opened opened =
          data.open(data.dataset == null ? "auto" : data.dataset, true, console);
      return new Sweep(console, out, plan, this::arguments, evaluation, !noPlots)
          .run(backend, opened, asked, samples != null);
    }
  }

  /** What {@code vae train} would be asked for this run. */
  private ModelArguments arguments(SweepPlan.Run run) {
    ModelArguments arguments = new ModelArguments();
    arguments.beta = run.setting().beta();
    arguments.latent = run.setting().latents();
    arguments.likelihood = run.setting().likelihood();
    arguments.seed = run.seed();
    arguments.filters = filters;
    arguments.epochs = epochs;
    arguments.batch = batch;
    arguments.learningRate = learningRate;
    arguments.binarize = binarize;
    return arguments;
  }
}
