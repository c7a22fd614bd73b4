package vae4j.train;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import vae4j.DatasetLoss;
import vae4j.Provenance;
import vae4j.Vae;
import vae4j.backend.AvailableMemory;
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

  /** Of each fit under way: whether it was asked to stop. */
  private final Set<AtomicBoolean> running = ConcurrentHashMap.newKeySet();

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

  /**
   * Asks a running {@link #fit} to stop after the step it is at; may be called from any thread.
   * Where none is running nothing happens, and the next fit runs as always. Who may ask before the
   * fit has begun gives it a signal instead, {@link #fit(Vae, ImageDataset, ImageDataset,
   * BooleanSupplier)}.
   */
  public void stop() {
    running.forEach(stopping -> stopping.set(true));
  }

  /**
   * Trains a model without validating it.
   *
   * @param vae changed in place
   * @param train pictures of the model's shape, at least one
   * @return what happened
   * @throws TrainingDivergedException if a loss or a weight leaves all bounds
   * @throws vae4j.InsufficientMemoryException if it needs more memory than there is; says what fits
   * @throws IllegalArgumentException if the data set is empty or of another shape
   * @throws vae4j.data.ImageValueException if an image has a value outside [0, 1], or NaN
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
   * @throws TrainingDivergedException if a loss or a weight leaves all bounds
   * @throws vae4j.InsufficientMemoryException if it needs more memory than there is; says what fits
   * @throws IllegalArgumentException if a data set is empty or of another shape
   * @throws vae4j.data.ImageValueException if an image has a value outside [0, 1], or NaN
   */
  public TrainingHistory fit(Vae vae, ImageDataset train, @Nullable ImageDataset test) {
    return fit(vae, train, test, () -> false);
  }

  /**
   * Trains a model until it is done or is asked to stop, and validates it after each epoch.
   *
   * @param vae changed in place
   * @param train pictures of the model's shape, at least one
   * @param test pictures to validate on; null for none
   * @param stopRequested asked before each step, on the training thread: true ends the training as
   *     {@link #stop} does
   * @return what happened
   * @throws TrainingDivergedException if a loss or a weight leaves all bounds
   * @throws IllegalArgumentException if a data set is empty or of another shape
   * @throws vae4j.data.ImageValueException if an image has a value outside [0, 1], or NaN
   */
  public TrainingHistory fit(
      Vae vae, ImageDataset train, @Nullable ImageDataset test, BooleanSupplier stopRequested) {
    DatasetLoss.requireFits(vae, train);
    if (test != null) {
      DatasetLoss.requireFits(vae, test);
    }
    requireMemory(vae, train.size(), test == null ? 0 : test.size());
    AtomicBoolean asked = new AtomicBoolean();
    running.add(asked);
    try {
      return fit(vae, train, test, new Stop(asked, stopRequested));
    } finally {
      running.remove(asked);
    }
  }

  private TrainingHistory fit(Vae vae, ImageDataset train, @Nullable ImageDataset test, Stop stop) {
    List<EpochMetrics> history = new ArrayList<>();
    Divergence divergence = new Divergence(vae.config().input().size());
    long step = 0;
    try (Optimizer.State optimizer =
        config.optimizer().start(vae.backend(), vae.parameterCount())) {
      for (int epoch = 0; epoch < config.epochs() && !stop.wanted(); epoch++) {
        LossMean mean = new LossMean();
        @Nullable Elbo last = null;
        long started = System.nanoTime();
        RandomGenerator noise = stream(Purpose.TRAINING_NOISE, epoch);
        try (Batches batches =
            Batches.shuffled(
                train, config.batchSize(), config.binarization(), stream(Purpose.SHUFFLE, epoch))) {
          for (int number = 1; batches.hasNext() && !stop.wanted(); number++) {
            Batch batch = batches.next();
            double progress = epoch + (number - 1.0) / batches.count();
            double beta = config.beta().at(progress);
            Elbo loss = vae.lossAndGradient(batch, noise, beta);
            divergence.checkStep(loss, step, epoch + 1);
            last = loss;
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
        if (last != null) {
          divergence.checkEpochEnd(last, step, epoch + 1);
          divergence.checkWeights(vae.parameters(), step, epoch + 1);
          record(history, epoch + 1, EpochMetrics.Split.TRAIN, mean.mean(), mean.images(), started);
        }
        if (epoch + 1 == config.epochs() && vae.config().likelihood().learnsVariance()) {
          fitVariance(vae, train, stop);
        }
        if (test != null && !stop.wanted()) {
          validate(vae, test, history, epoch, step, divergence, stop);
        }
        vae.recordTraining(
            provenance(vae, train), new TrainingHistory(history, stop.wanted()).toJson());
        int number = epoch + 1;
        listeners.forEach(listener -> listener.onEpochEnd(vae, number));
      }
    }
    vae.freeWorkspace();
    TrainingHistory all = new TrainingHistory(history, stop.wanted());
    if (all.stopped() && step > 0) {
      // It may have come between two epochs, after the last one was recorded.
      vae.recordTraining(provenance(vae, train), all.toJson());
    }
    return all;
  }

  /**
   * Native memory that runs out ends the process, so nothing is begun that it is too little for.
   */
  private void requireMemory(Vae vae, int train, int test) {
    AvailableMemory available = vae.backend().availableMemory();
    config
        .memoryNeed(vae.config(), vae.backend(), train, test)
        .without("weights")
        .require(
            "training",
            available,
            () -> {
              int batch =
                  config.fittingBatchSize(vae.config(), vae.backend(), train, test, available);
              return batch > 0
                  ? "a batch size of " + batch + " fits"
                  : "no batch size fits: smaller images, fewer filters or hidden units";
            });
  }

  /** The running mean over the last batches becomes the mean over all training images. */
  private void fitVariance(Vae vae, ImageDataset train, Stop stop) {
    new DatasetLoss(config.batchSize(), config.binarization(), config.seed())
        .mean(vae, train, 0, stop::wanted)
        .ifPresent(loss -> vae.fitVariance(loss.reconstruction()));
  }

  private void validate(
      Vae vae,
      ImageDataset test,
      List<EpochMetrics> history,
      int epoch,
      long step,
      Divergence divergence,
      Stop stop) {
    long started = System.nanoTime();
    double beta = config.beta().at(epoch + 1.0);
    Optional<Elbo> loss =
        new DatasetLoss(config.batchSize(), config.binarization(), config.seed())
            .mean(vae, test, beta, stop::wanted);
    if (loss.isPresent()) {
      divergence.checkEpochEnd(loss.get(), step, epoch + 1);
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

  /** Whether a fit was asked to stop: by {@link #stop} or by the caller's signal; it stays so. */
  private record Stop(AtomicBoolean asked, BooleanSupplier requested) {
    boolean wanted() {
      if (requested.getAsBoolean()) {
        asked.set(true);
      }
      return asked.get();
    }
  }
}
