package vae4j.cli.run;

import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import java.io.PrintStream;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import vae4j.Vae;
import vae4j.backend.Backend;
import vae4j.cli.console.Console;
import vae4j.cli.console.Failure;
import vae4j.cli.console.Interruption;
import vae4j.cli.console.Memory;
import vae4j.data.ImageDataset;
import vae4j.datasets.Datasets;
import vae4j.io.LibraryVersion;
import vae4j.train.EpochMetrics;
import vae4j.train.EpochMetrics.Split;
import vae4j.train.TrainPlan;
import vae4j.train.Trainer;
import vae4j.train.TrainingDivergedException;
import vae4j.train.TrainingHistory;

/**
 * Trains a model into a run folder.
 *
 * @param console shows progress and reports Ctrl-C
 * @param report receives a line an epoch and split
 * @param plan what is trained, and how
 * @param images to train and test on
 * @param plots whether a whole training is drawn into the folder
 * @param replicas further devices that share each batch
 */
public record RunTraining(
    Console console,
    PrintStream report,
    TrainPlan plan,
    Datasets.Opened images,
    boolean plots,
    List<Backend> replicas) {
  /**
   * The result of a run.
   *
   * @param history the losses
   * @param summary what stands in {@code summary.json}
   */
  public record Outcome(TrainingHistory history, JsonObject summary) {}

  /** The content of {@code config.json}: all settings, backend and platform. */
  public JsonObject config(Backend backend) {
    JsonObject json = new JsonObject();
    json.addProperty("version", LibraryVersion.current());
    json.addProperty("preset", plan.preset() == null ? null : plan.preset().name());
    json.addProperty("dataset", images.dataset());
    json.add("train", describe(images.train()));
    json.add("test", describe(images.test()));
    json.add("model", plan.model().toJson());
    json.add("training", plan.training().toJson());
    json.addProperty("seed", plan.training().seed());
    json.addProperty("backend", backend.name());
    json.addProperty("precision", backend.precision().toString());
    json.addProperty("backend_description", backend.description());
    json.addProperty("java", System.getProperty("java.version"));
    json.addProperty("os", System.getProperty("os.name"));
    json.addProperty("arch", System.getProperty("os.arch"));
    return json;
  }

  /**
   * Trains, saves the model after each epoch, and writes the summary at the end, whichever it is.
   */
  public Outcome run(Vae vae, RunFolder folder) {
    EpochReport epochs = new EpochReport(console, report, plan, folder);
    Trainer trainer = new Trainer(plan.training(), epochs).withReplicas(replicas);
    TrainingHistory history;
    // The signal is asked before each step, so that one that comes before the first counts too.
    Interruption interruption = console.interruption();
    interruption.during(() -> {});
    try {
      history = trainer.fit(vae, images.train(), images.test(), interruption::requested);
      folder.save(vae);
    } catch (RuntimeException | Error e) {
      if (folder.hasModel()) {
        // The model of the last whole epoch stays, with the numbers up to there.
        String status = e instanceof TrainingDivergedException ? "diverged" : "failed";
        try {
          folder.writeSummary(summary(vae, epochs.history(), status));
        } catch (Failure second) {
          e.addSuppressed(second);
        }
        if (e instanceof IllegalStateException && status.equals("failed")) {
          throw Failure.keeping(folder.model(), e);
        }
      }
      throw e;
    } finally {
      epochs.close();
      interruption.over();
    }
    JsonObject summary = summary(vae, history, history.stopped() ? "interrupted" : "complete");
    folder.writeSummary(summary);
    if (!history.stopped() && plots) {
      new RunPlots(console, folder.plots())
          .draw(vae, images.test(), plan.training().binarization());
    }
    return new Outcome(history, summary);
  }

  private static JsonObject describe(ImageDataset images) {
    JsonObject json = new JsonObject();
    json.addProperty("name", images.name());
    json.addProperty("images", images.size());
    json.addProperty("sha256", images.sha256());
    return json;
  }

  private JsonObject summary(Vae vae, TrainingHistory history, String status) {
    JsonObject json = new JsonObject();
    json.addProperty("preset", plan.preset() == null ? null : plan.preset().name());
    json.addProperty("dataset", images.dataset());
    json.addProperty("backend", vae.backend().name());
    json.addProperty("precision", vae.backend().precision().toString());
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
    json.addProperty("stop_reason", history.stopReason());
    OptionalLong memory = Memory.peakBytes();
    json.addProperty("peak_memory_bytes", memory.isPresent() ? memory.getAsLong() : null);
    return json;
  }

  private static void addLoss(JsonObject json, String split, Optional<EpochMetrics> metrics) {
    json.add(split, metrics.isPresent() ? metrics.get().loss().toJson() : JsonNull.INSTANCE);
  }
}
