package vae4j.sweep;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import vae4j.Vae;
import vae4j.backend.Backend;
import vae4j.backend.ParallelLoop;
import vae4j.data.ImageDataset;
import vae4j.eval.Evaluation;
import vae4j.eval.EvaluationResult;
import vae4j.eval.metric.EvaluationImages;
import vae4j.train.TrainPlan;
import vae4j.train.TrainSettings;
import vae4j.train.Trainer;
import vae4j.train.TrainingHistory;

/** Trains and measures models in this program; keeps their results, and no models. */
public final class MemoryRunner implements SweepRunner {
  private final Backend backend;
  private final EvaluationImages images;
  private final TrainSettings settings;
  private final Evaluation evaluation;
  private final Map<SweepPlan.Run, SweepResult> results = new HashMap<>();

  /**
   * A runner without results.
   *
   * @param backend computes; stays the caller's to close
   * @param images to train and to measure on
   * @param settings that are not varied
   * @param evaluation what is measured
   */
  public MemoryRunner(
      Backend backend, EvaluationImages images, TrainSettings settings, Evaluation evaluation) {
    this.backend = backend;
    this.images = images;
    this.settings = settings;
    this.evaluation = evaluation;
  }

  @Override
  public Optional<SweepResult> done(SweepPlan.Run run) {
    return Optional.ofNullable(results.get(run));
  }

  @Override
  public Optional<SweepResult> run(SweepPlan.Run run) {
    long started = System.nanoTime();
    ImageDataset train = images.train();
    TrainPlan plan =
        run.settings(settings).plan(train.name(), train.shape(), train.labelNames().size());
    try (Vae vae = Vae.create(plan.model(), run.seed(), backend);
        ParallelLoop workers = new ParallelLoop(Runtime.getRuntime().availableProcessors())) {
      TrainingHistory history = new Trainer(plan.training()).fit(vae, train);
      EvaluationResult found = evaluation.measure(vae, images, workers, group -> {});
      double seconds = (System.nanoTime() - started) / 1e9;
      results.put(run, new SweepResult(run, history.epochs().size(), found.metrics(), seconds));
    }
    return done(run);
  }
}
