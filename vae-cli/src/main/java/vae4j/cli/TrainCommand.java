package vae4j.cli;

import com.google.gson.JsonObject;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import vae4j.Vae;
import vae4j.backend.Backend;
import vae4j.cli.console.Console;
import vae4j.cli.console.Documents;
import vae4j.cli.console.ExitCode;
import vae4j.cli.console.LossText;
import vae4j.cli.console.Memory;
import vae4j.cli.option.BackendArguments;
import vae4j.cli.option.DataArguments;
import vae4j.cli.option.ModelArguments;
import vae4j.cli.run.RunFolder;
import vae4j.cli.run.RunTraining;
import vae4j.cli.run.TrainingMemory;
import vae4j.data.ImageDataset;
import vae4j.datasets.Datasets;
import vae4j.train.Presets.Preset;
import vae4j.train.TrainPlan;
import vae4j.train.TrainSettings;
import vae4j.train.TrainerConfig;

/** {@code vae train}: images → a trained model in a run folder. */
@Command(
    name = "train",
    description = "Trains a model and keeps it with its numbers and images in a run folder.")
final class TrainCommand implements Callable<Integer> {
  private static final Path RUNS = Path.of("runs");

  @Mixin private DataArguments data = new DataArguments();
  @Mixin private ModelArguments arguments = new ModelArguments();
  @Mixin private BackendArguments backends = new BackendArguments();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Run folder, new or empty; runs/MODEL-DATASET-seedN if not set.")
  private @Nullable Path out;

  @Option(names = "--force", description = "Replace the run that is in the run folder.")
  private boolean force;

  @Option(names = "--no-plots", description = "Draw no images into the run folder.")
  private boolean noPlots;

  @Option(
      names = "--json",
      description = "Print summary.json, and nothing else, to standard output.")
  private boolean json;

  @Option(
      names = "--devices",
      paramLabel = "N",
      split = ",",
      description = {
        "GPUs of the cuda backend that share each batch, such as 0,1; the first of them holds the",
        "model."
      })
  private int @Nullable [] devices;

  private final Console console;

  TrainCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    // What can be refused is refused before anything is downloaded or computed.
    if (out != null) {
      RunFolder.requireFree(out, force);
    }
    TrainSettings settings = arguments.settings();
    settings.check();
    int first = devices == null ? backends.device : devices[0];
    List<Backend> others = new ArrayList<>();
    try (Backend backend = backends.open(console, first)) {
      for (int i = 1; devices != null && i < devices.length; i++) {
        others.add(backends.open(console, devices[i]));
      }
      return call(backend, others, settings);
    } finally {
      others.forEach(Backend::close);
    }
  }

  private Integer call(Backend backend, List<Backend> others, TrainSettings settings) {
    Datasets.Opened images = data.open(dataset(settings), settings.padded(), console);
    ImageDataset train = images.train();
    ImageDataset test = images.test();
    TrainPlan plan = settings.plan(images.dataset(), train.shape(), train.labelNames().size());
    Path path = out == null ? RUNS.resolve(plan.folderName(images.dataset())) : out;
    RunFolder.requireFree(path, force);
    String memory = TrainingMemory.require(plan, images, backend);
    PrintStream report = json ? console.err() : console.out();
    RunTraining training = new RunTraining(console, report, plan, images, !noPlots, others);
    try (Vae vae = Vae.create(plan.model(), plan.training().seed(), backend);
        RunFolder folder = RunFolder.open(path, force, training.config(backend))) {
      report.printf(
          "data    %s: %s to train on, %s to test on%n        SHA-256 %s, %s%n",
          images.dataset(),
          DataArguments.describe(train),
          DataArguments.describe(test),
          train.sha256(),
          test.sha256());
      report.println();
      report.print(vae.summary());
      report.println();
      report.println("train   " + describe(plan));
      if (plan.model().variational()) {
        report.println(
            "scale   " + LossText.scaleEquivalents(train.shape(), plan.model().likelihood()));
      }
      report.println("memory  " + memory);
      report.println("folder  " + path);
      report.println();
      RunTraining.Outcome outcome = training.run(vae, folder);
      finish(folder, outcome, report);
      return outcome.history().stopped() ? ExitCode.INTERRUPTED : ExitCode.DONE;
    }
  }

  private void finish(RunFolder folder, RunTraining.Outcome outcome, PrintStream report) {
    JsonObject summary = outcome.summary();
    report.println();
    if (outcome.history().stopped()) {
      report.println("interrupted; what there is has been saved");
    }
    OptionalLong memory = Memory.peakBytes();
    report.printf(
        Locale.ROOT,
        "model   %s%nspeed   %,.0f images/s%s%n",
        folder.model(),
        summary.get("images_per_second").getAsDouble(),
        memory.isPresent()
            ? String.format(Locale.ROOT, ", peak memory %,d MiB", memory.getAsLong() >> 20)
            : "");
    if (json) {
      console.out().print(Documents.print(summary));
    }
  }

  /** The data set asked for, else the preset's own. */
  private String dataset(TrainSettings settings) {
    if (data.dataset != null) {
      return data.dataset;
    }
    Preset preset = settings.preset();
    return preset == null ? "auto" : preset.dataset();
  }

  private static String describe(TrainPlan plan) {
    TrainerConfig training = plan.training();
    return String.format(
        Locale.ROOT,
        "%s: %d epochs, batches of %d, learning rate %s, %s, β %s, binarization %s, seed %d",
        plan.name(),
        training.epochs(),
        training.batchSize(),
        training.learningRate(),
        training.optimizer(),
        LossText.of(training.beta()),
        training.binarization().name().toLowerCase(Locale.ROOT),
        training.seed());
  }
}
