package vae4j.train;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import vae4j.DatasetLoss;
import vae4j.Provenance;
import vae4j.Vae;
import vae4j.data.Batch;
import vae4j.data.Batches;
import vae4j.data.ImageDataset;
import vae4j.data.Seeds;
import vae4j.data.Seeds.Purpose;
import vae4j.loss.Elbo;
import vae4j.loss.LossMean;

/** Trains a model. */
public final class Trainer {
  private final TrainerConfig config;
  private final List<TrainingListener> listeners;
  private volatile boolean stopping;

  /**
   * A trainer.
   *
   * @param config its settings
   * @param listeners are told what happens
   */
  public Trainer(TrainerConfig config, TrainingListener... listeners) {
    this.config = config;
    this.listeners = List.of(listeners);
  }

  /** Asks a running {@link #fit} to stop after the step it is at; may be called from any thread. */
  public void stop() {
    stopping = true;
  }

  /**
   * Trains a model without validating it.
   *
   * @param vae changed in place
   * @param train pictures of the model's shape, at least one
   * @return what happened
   * @throws TrainingDivergedException if a loss becomes NaN or infinite
   * @throws IllegalArgumentException if the data set is empty or of another shape
   */
  public TrainingHistory fit(Vae vae, ImageDataset train) {
    return fit(vae, train, null);
  }

  /**
   * Trains a model and validates it after each epoch.
   *
   * @param vae changed in place
   * @param train pictures of the model's shape, at least one
   * @param test pictures to validate on; null for none
   * @return what happened
   * @throws TrainingDivergedException if a loss becomes NaN or infinite
   * @throws IllegalArgumentException if a data set is empty or of another shape
   */
  public TrainingHistory fit(Vae vae, ImageDataset train, @Nullable ImageDataset test) {
    DatasetLoss.requireFits(vae, train);
    if (test != null) {
      DatasetLoss.requireFits(vae, test);
    }
    List<EpochMetrics> history = new ArrayList<>();
    long step = 0;
    try (Optimizer.State optimizer =
        config.optimizer().start(vae.backend(), vae.parameterCount())) {
      for (int epoch = 0; epoch < config.epochs() && !stopping; epoch++) {
        LossMean mean = new LossMean();
        long started = System.nanoTime();
        RandomGenerator noise = stream(Purpose.TRAINING_NOISE, epoch);
        try (Batches batches =
            Batches.shuffled(
                train, config.batchSize(), config.binarization(), stream(Purpose.SHUFFLE, epoch))) {
          for (int number = 1; batches.hasNext() && !stopping; number++) {
            Batch batch = batches.next();
            double progress = epoch + (number - 1.0) / batches.count();
            double beta = config.beta().at(progress);
            Elbo loss = vae.lossAndGradient(batch.images(), noise, beta);
            requireFinite(loss, step, epoch + 1);
            long total = (long) config.epochs() * batches.count();
            double rate = config.learningRate().at(step++, total);
            synchronized (vae) {
              // Whoever saves or encodes on another thread sees whole steps.
              optimizer.update(vae.parameters(), vae.gradient(), rate);
            }
            mean.add(loss, batch.size());
            var where =
                new TrainingListener.Step(epoch + 1, config.epochs(), number, batches.count());
            listeners.forEach(listener -> listener.onStep(where, loss));
          }
        }
        if (mean.images() > 0) {
          record(history, epoch + 1, EpochMetrics.Split.TRAIN, mean.mean(), mean.images(), started);
        }
        if (test != null && !stopping) {
          validate(vae, test, history, epoch, step);
        }
        vae.recordTraining(provenance(vae, train), new TrainingHistory(history, stopping).toJson());
        int number = epoch + 1;
        listeners.forEach(listener -> listener.onEpochEnd(vae, number));
      }
    }
    TrainingHistory all = new TrainingHistory(history, stopping);
    if (all.stopped() && step > 0) {
      // It may have come between two epochs, after the last one was recorded.
      vae.recordTraining(provenance(vae, train), all.toJson());
    }
    return all;
  }

  private void validate(
      Vae vae, ImageDataset test, List<EpochMetrics> history, int epoch, long step) {
    long started = System.nanoTime();
    double beta = config.beta().at(epoch + 1.0);
    Optional<Elbo> loss =
        new DatasetLoss(config.batchSize(), config.binarization(), config.seed())
            .mean(vae, test, beta, () -> stopping);
    if (loss.isPresent()) {
      requireFinite(loss.get(), step, epoch + 1);
      record(history, epoch + 1, EpochMetrics.Split.TEST, loss.get(), test.size(), started);
    }
  }

  private void record(
      List<EpochMetrics> history,
      int epoch,
      EpochMetrics.Split split,
      Elbo loss,
      long images,
      long started) {
    double seconds = (System.nanoTime() - started) / 1e9;
    EpochMetrics metrics = new EpochMetrics(epoch, split, loss, seconds, images);
    history.add(metrics);
    listeners.forEach(listener -> listener.onEpoch(metrics));
  }

  private Provenance provenance(Vae vae, ImageDataset train) {
    return Provenance.here(
        train.name(), train.sha256(), config.seed(), config.settings(), vae.backend());
  }

  private RandomGenerator stream(Purpose purpose, int epoch) {
    return Seeds.stream(config.seed(), purpose, epoch);
  }

  private static void requireFinite(Elbo loss, long step, int epoch) {
    if (!Double.isFinite(loss.reconstruction())) {
      throw new TrainingDivergedException(step, epoch, "reconstruction", loss.reconstruction());
    }
    if (!Double.isFinite(loss.divergence())) {
      throw new TrainingDivergedException(step, epoch, "divergence", loss.divergence());
    }
  }
}
