package vae4j.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import vae4j.backend.Backend;
import vae4j.cli.console.Console;
import vae4j.cli.console.Failure;
import vae4j.cli.option.BackendArguments;
import vae4j.cli.option.DataArguments;
import vae4j.cli.option.MetricNames;
import vae4j.cli.option.ModelArguments;
import vae4j.cli.run.ModelEvaluation;
import vae4j.cli.run.SweepFolder;
import vae4j.data.Binarization;
import vae4j.datasets.Datasets;
import vae4j.sweep.Axis;
import vae4j.sweep.SweepPlan;
import vae4j.train.TrainSettings;

/** {@code vae sweep}: images → a model for each combination of settings and seed, compared. */
@Command(
    name = "sweep",
    description = {
      "Trains and evaluates a model for every beta, latent dimension, likelihood and seed, and",
      "for every value of other settings. The options of train hold for all models.",
      "Done runs are kept: the same command again goes on where it was stopped."
    })
final class SweepCommand implements Callable<Integer> {
  /** Seed of all that is sampled in the evaluation, the same for every run. */
  private static final long EVALUATION_SEED = 42;

  private static final int DEFAULT_SAMPLES = 100;
  private static final String DEFAULT_BETAS = "0.25,0.5,1,2,4,8";
  private static final String DEFAULT_LATENT = "16";
  private static final String DEFAULT_LIKELIHOOD = "bernoulli";

  @Option(
      names = "--betas",
      paramLabel = "X,X,…",
      description = "Weights of the KL. Default: " + DEFAULT_BETAS + ".")
  private @Nullable String betas;

  @Option(
      names = "--latents",
      paramLabel = "N,N,…",
      description = "Latent dimensions. Default: " + DEFAULT_LATENT + ".")
  private @Nullable String latents;

  @Option(
      names = "--likelihoods",
      paramLabel = "NAME,…",
      description =
          "bernoulli, gaussian, gaussian-learned-variance or several. Default: bernoulli.")
  private @Nullable String likelihoods;

  @Option(
      names = "--vary",
      paramLabel = "NAME=V,V,…",
      description = {
        "Values of another option of train, such as lr=1e-3,5e-4 or filters=16,32;32,64;",
        "may be given several times."
      })
  private List<String> varied = new ArrayList<>();

  @Option(
      names = "--seeds",
      paramLabel = "N",
      defaultValue = "3",
      description = "Models of each setting, of seeds 1 to N. Default: ${DEFAULT-VALUE}.")
  private int seeds;

  @Mixin private DataArguments data = new DataArguments();
  @Mixin private ModelArguments arguments = new ModelArguments();

  @Option(
      names = "--samples",
      paramLabel = "K",
      description = "Measure the importance-weighted bound too, with 1 to 5000 samples.")
  private @Nullable Integer samples;

  @Option(
      names = "--metrics",
      split = ",",
      paramLabel = "M,…",
      completionCandidates = MetricNames.class,
      description = {
        "Which: ${COMPLETION-CANDIDATES}.",
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
    TrainSettings settings = arguments.settings();
    SweepPlan plan = new SweepPlan(axes(settings), seeds);
    plan.runs().forEach(run -> run.settings(settings).check());
    ModelEvaluation evaluation =
        new ModelEvaluation(
            console,
            backends.threads,
            true,
            samples != null,
            samples == null ? DEFAULT_SAMPLES : samples,
            Binarization.NONE,
            EVALUATION_SEED);
    List<String> asked = new ArrayList<>(metrics);
    if (samples != null && !asked.isEmpty()) {
      asked.add(ModelEvaluation.BOUND);
    }
    evaluation.named(asked);
    if (Files.exists(out) && !Files.isDirectory(out)) {
      throw Failure.unwritable(new IOException("--out " + out + " must be a folder, is a file"));
    }
    try (Backend backend = backends.open(console)) {
      Datasets.Opened opened =
          data.open(data.dataset == null ? "auto" : data.dataset, settings.padded(), console);
      return new SweepFolder(
              console, out, plan, settings, evaluation, asked, !noPlots, backend, opened)
          .run();
    }
  }

  /**
   * The axes: beta, latent and likelihood unless an option fixes them, and those of {@code --vary}.
   */
  private List<Axis> axes(TrainSettings settings) {
    boolean preset = settings.get("preset") != null;
    List<Axis> axes = new ArrayList<>();
    add(axes, settings, "beta", betas, settings.get("autoencoder") == null ? DEFAULT_BETAS : null);
    add(
        axes,
        settings,
        "latent",
        latents,
        preset || settings.get("spatial-latent") != null ? null : DEFAULT_LATENT);
    add(
        axes,
        settings,
        "likelihood",
        likelihoods == null ? null : likelihoods.toLowerCase(Locale.ROOT),
        preset ? null : DEFAULT_LIKELIHOOD);
    varied.forEach(text -> axes.add(Axis.parse(text)));
    return axes;
  }

  private static void add(
      List<Axis> axes,
      TrainSettings settings,
      String name,
      @Nullable String asked,
      @Nullable String usual) {
    String fixed = settings.get(name);
    if (asked != null && fixed != null) {
      throw new IllegalArgumentException(
          name + " must be varied or fixed, was both: " + asked + " and " + fixed);
    }
    String values = asked != null ? asked : fixed != null ? fixed : usual;
    if (values != null) {
      axes.add(Axis.of(name, values));
    }
  }
}
