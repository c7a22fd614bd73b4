package vae4j.cli;

import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import vae4j.Presets.Preset;
import vae4j.Vae;
import vae4j.backend.Backend;
import vae4j.backend.Precision;
import vae4j.data.ImageDataset;
import vae4j.datasets.Datasets;
import vae4j.io.LibraryVersion;
import vae4j.train.EpochMetrics;
import vae4j.train.EpochMetrics.Split;
import vae4j.train.Optimizer;
import vae4j.train.Trainer;
import vae4j.train.TrainerConfig;
import vae4j.train.TrainingDivergedException;
import vae4j.train.TrainingHistory;

/** {@code vae train}: pictures → a trained model in a run folder. */
@Command(
    name = "train",
    description = "Trains a model and keeps it with its numbers and pictures in a run folder.")
final class TrainCommand implements Callable<Integer> {
  private static final Path RUNS = Path.of("runs");

  @Mixin private DataArguments data = new DataArguments();
  @Mixin private ModelArguments arguments = new ModelArguments();
  @Mixin private BackendArguments backends = new BackendArguments();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Run folder; runs/MODEL-DATASET-seedN if not set.")
  private @Nullable Path out;

  @Option(names = "--force", description = "Replace a run folder that is there.")
  private boolean force;

  @Option(names = "--no-plots", description = "Draw no pictures into the run folder.")
  private boolean noPlots;

  @Option(
      names = "--json",
      description = "Print summary.json, and nothing else, to standard output.")
  private boolean json;

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
    arguments.check();
    try (Backend backend = backends.open(console)) {
      return call(backend);
    }
  }

  private Integer call(Backend backend) {
    Datasets.Opened pictures = data.open(dataset(), arguments.padded(), console);
    ImageDataset train = pictures.train();
    ImageDataset test = pictures.test();
    TrainPlan plan = arguments.plan(pictures.dataset(), train.shape());
    Path path = out == null ? RUNS.resolve(plan.folderName(pictures.dataset())) : out;
    RunFolder.requireFree(path, force);
    PrintStream report = json ? console.err() : console.out();
    try (Vae vae = Vae.create(plan.model(), plan.training().seed(), backend);
        RunFolder folder = RunFolder.open(path, force, config(plan, pictures, backend))) {
      report.printf(
          "data    %s: %s to train on, %s to test on%n        SHA-256 %s, %s%n",
          pictures.dataset(),
          DataArguments.describe(train),
          DataArguments.describe(test),
          train.sha256(),
          test.sha256());
      report.println();
      report.print(vae.summary());
      report.println();
      report.println("train   " + settings(plan));
      if (plan.model().variational()) {
        report.println(
            "scale   " + LossText.scaleEquivalents(train.shape(), plan.model().likelihood()));
      }
      report.println("folder  " + path);
      report.println();
      return train(vae, train, test, plan, pictures.dataset(), folder, report);
    }
  }

  private Integer train(
      Vae vae,
      ImageDataset train,
      ImageDataset test,
      TrainPlan plan,
      String dataset,
      RunFolder folder,
      PrintStream report) {
    EpochReport epochs = new EpochReport(console, report, plan, folder);
    Trainer trainer = new Trainer(plan.training(), epochs);
    TrainingHistory history;
    console.interruption().during(trainer::stop);
    try {
      history = trainer.fit(vae, train, test);
      if (history.stopped()) {
        folder.save(vae);
      }
    } catch (RuntimeException e) {
      if (folder.hasModel()) {
        // The model of the last whole epoch stays, with the numbers up to there.
        String status = e instanceof TrainingDivergedException ? "diverged" : "failed";
        try {
          folder.writeSummary(summary(vae, plan, dataset, epochs.history(), status));
        } catch (Failure second) {
          e.addSuppressed(second);
        }
      }
      throw e;
    } finally {
      epochs.close();
      console.interruption().over();
    }
    JsonObject summary =
        summary(vae, plan, dataset, history, history.stopped() ? "interrupted" : "complete");
    folder.writeSummary(summary);
    if (!history.stopped() && !noPlots) {
      new RunPlots(console, folder.plots())
          .draw(vae, test, history, plan.training().binarization());
    }
    finish(folder, history, summary, report);
    return history.stopped() ? ExitCode.INTERRUPTED : ExitCode.DONE;
  }

  private void finish(
      RunFolder folder, TrainingHistory history, JsonObject summary, PrintStream report) {
    report.println();
    if (history.stopped()) {
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
  private String dataset() {
    if (data.dataset != null) {
      return data.dataset;
    }
    Preset preset = arguments.askedPreset();
    return preset == null ? "auto" : preset.dataset();
  }

  private static String settings(TrainPlan plan) {
    TrainerConfig training = plan.training();
    return String.format(
        Locale.ROOT,
        "%s: %d epochs, batches of %d, learning rate %s, %s, β %s, binarization %s, seed %d",
        plan.name(),
        training.epochs(),
        training.batchSize(),
        training.learningRate(),
        optimizer(training),
        LossText.of(training.beta()),
        training.binarization().name().toLowerCase(Locale.ROOT),
        training.seed());
  }

  private static String optimizer(TrainerConfig training) {
    return training.optimizer() instanceof Optimizer.Sgd sgd
        ? "SGD with momentum " + LossText.number(sgd.momentum())
        : "Adam";
  }

  private JsonObject config(TrainPlan plan, Datasets.Opened pictures, Backend backend) {
    JsonObject json = new JsonObject();
    json.addProperty("version", LibraryVersion.current());
    json.addProperty("preset", plan.preset() == null ? null : plan.preset().name());
    json.addProperty("dataset", pictures.dataset());
    json.add("train", describe(pictures.train()));
    json.add("test", describe(pictures.test()));
    json.add("model", plan.model().toJson());
    JsonObject settings = new JsonObject();
    plan.training().settings().forEach(settings::addProperty);
    json.add("training", settings);
    json.addProperty("seed", plan.training().seed());
    json.addProperty("backend", backend.name());
    json.addProperty("precision", Precision.of(backend.dataType()).toString());
    json.addProperty("backend_description", backend.description());
    json.addProperty("java", System.getProperty("java.version"));
    json.addProperty("os", System.getProperty("os.name"));
    json.addProperty("arch", System.getProperty("os.arch"));
    return json;
  }

  private static JsonObject describe(ImageDataset pictures) {
    JsonObject json = new JsonObject();
    json.addProperty("name", pictures.name());
    json.addProperty("images", pictures.size());
    json.addProperty("sha256", pictures.sha256());
    return json;
  }

  private static JsonObject summary(
      Vae vae, TrainPlan plan, String dataset, TrainingHistory history, String status) {
    JsonObject json = new JsonObject();
    json.addProperty("preset", plan.preset() == null ? null : plan.preset().name());
    json.addProperty("dataset", dataset);
    json.addProperty("backend", vae.backend().name());
    json.addProperty("precision", Precision.of(vae.backend().dataType()).toString());
    json.addProperty("seed", plan.training().seed());
    json.addProperty(
        "epochs", history.epochs().stream().mapToInt(EpochMetrics::epoch).max().orElse(0));
    json.addProperty("parameters", vae.parameterCount());
    addLoss(json, "train", history.last(Split.TRAIN));
    addLoss(json, "test", history.last(Split.TEST));
    double images = history.of(Split.TRAIN).stream().mapToLong(EpochMetrics::images).sum();
    double seconds = history.of(Split.TRAIN).stream().mapToDouble(EpochMetrics::seconds).sum();
    json.addProperty("images_per_second", seconds > 0 ? images / seconds : 0);
    json.addProperty("seconds", history.epochs().stream().mapToDouble(EpochMetrics::seconds).sum());
    json.addProperty("status", status);
    json.addProperty("interrupted", status.equals("interrupted"));
    OptionalLong memory = Memory.peakBytes();
    json.addProperty("peak_memory_bytes", memory.isPresent() ? memory.getAsLong() : null);
    return json;
  }

  private static void addLoss(JsonObject json, String split, Optional<EpochMetrics> metrics) {
    json.add(split, metrics.isPresent() ? metrics.get().loss().toJson() : JsonNull.INSTANCE);
  }
}
