package vae4j.train;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import vae4j.DatasetLoss;
import vae4j.TrainingSession;
import vae4j.Vae;
import vae4j.backend.AvailableMemory;
import vae4j.backend.Backend;
import vae4j.data.ImageDataset;
import vae4j.loss.ExtraTerm;

/** Trains a model. */
public final class Trainer {
  final TrainerConfig config;
  final GradientReducer reducer;
  final List<TrainingListener> listeners;
  final List<Backend> replicas;

  /** Of each fit under way: whether it was asked to stop. */
  private final Set<AtomicBoolean> running = ConcurrentHashMap.newKeySet();

  /**
   * A trainer.
   *
   * @param config its settings
   * @param listeners called as training goes on
   */
  public Trainer(TrainerConfig config, TrainingListener... listeners) {
    this(config, GradientReducer.none(), listeners);
  }

  /**
   * A trainer that changes gradients before each update.
   *
   * @param config its settings
   * @param reducer between backward pass and update
   * @param listeners called as training goes on
   */
  public Trainer(TrainerConfig config, GradientReducer reducer, TrainingListener... listeners) {
    this(config, reducer, List.of(listeners), List.of());
  }

  private Trainer(
      TrainerConfig config,
      GradientReducer reducer,
      List<TrainingListener> listeners,
      List<Backend> replicas) {
    this.config = config;
    this.reducer = reducer;
    this.listeners = listeners;
    this.replicas = replicas;
  }

  /**
   * This trainer with copies of the model on further devices, such as other GPUs: each takes an
   * equal part of every batch.
   *
   * @param backends the further devices, beside the model's own; they stay the caller's
   * @return the trainer
   */
  public Trainer withReplicas(List<Backend> backends) {
    return new Trainer(config, reducer, listeners, List.copyOf(backends));
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
   * @param train images of the model's shape, at least one
   * @return the losses
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
   * @param train images of the model's shape, at least one
   * @param test images to validate on; null for none
   * @return the losses
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
   * @param train images of the model's shape, at least one
   * @param test images to validate on; null for none
   * @param stopRequested asked before each step, on the training thread: true ends the training as
   *     {@link #stop} does
   * @return the losses
   * @throws TrainingDivergedException if a loss or a weight leaves all bounds
   * @throws IllegalArgumentException if a data set is empty or of another shape
   * @throws vae4j.data.ImageValueException if an image has a value outside [0, 1], or NaN
   */
  public TrainingHistory fit(
      Vae vae, ImageDataset train, @Nullable ImageDataset test, BooleanSupplier stopRequested) {
    return run(vae, train, test, null, stopRequested);
  }

  /**
   * Goes on with a training from a state, as if it had not been interrupted: with the same settings
   * and data the weights are the same to the bit on the same backend. The history begins with the
   * rest of the epoch that the state was taken in.
   *
   * @param vae of the same architecture, changed in place
   * @param train the images of the interrupted training
   * @param test images to validate on; null for none
   * @param state of {@link Training#state}
   * @return the losses
   * @throws IllegalArgumentException if the state is of another model or optimiser
   */
  public TrainingHistory resume(
      Vae vae, ImageDataset train, @Nullable ImageDataset test, TrainingState state) {
    return run(vae, train, test, state, () -> false);
  }

  private TrainingHistory run(
      Vae vae,
      ImageDataset train,
      @Nullable ImageDataset test,
      @Nullable TrainingState state,
      BooleanSupplier stopRequested) {
    DatasetLoss.requireFits(vae, train);
    if (test != null) {
      DatasetLoss.requireFits(vae, test);
    }
    requireMemory(vae, train.size(), test == null ? 0 : test.size());
    AtomicBoolean asked = new AtomicBoolean();
    running.add(asked);
    ExtraTerm[] extraTerms =
        config.extraTerms().keySet().stream().map(ExtraTerm::named).toArray(ExtraTerm[]::new);
    try (TrainingSession session = vae.trainingSession(extraTerms);
        Replicas copies = new Replicas(vae, session, replicas, extraTerms);
        Optimizer.State optimizer =
            config.optimizer().start(vae.backend(), session.gradient().length());
        TrainingRun run =
            new TrainingRun(
                this, vae, train, test, session, copies, optimizer, asked, stopRequested)) {
      return state == null ? run.fit() : run.resume(state);
    } finally {
      running.remove(asked);
      vae.freeWorkspace();
    }
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
}
