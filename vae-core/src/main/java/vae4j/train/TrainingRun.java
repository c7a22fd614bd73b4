package vae4j.train;

import com.google.gson.JsonObject;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import vae4j.DatasetLoss;
import vae4j.LatentScale;
import vae4j.Noise;
import vae4j.Provenance;
import vae4j.RecordedSteps;
import vae4j.TrainingSession;
import vae4j.Vae;
import vae4j.backend.ImageTable;
import vae4j.data.Batch;
import vae4j.data.Batches;
import vae4j.data.Binarization;
import vae4j.data.ImageDataset;
import vae4j.data.Seeds;
import vae4j.data.Seeds.Purpose;
import vae4j.latent.Posterior;
import vae4j.loss.LossMean;
import vae4j.loss.LossTerms;
import vae4j.loss.Progress;

/** One training under way: the loop over epochs and steps. */
final class TrainingRun implements Training, AutoCloseable {
  private final TrainerConfig config;
  private final GradientReducer reducer;
  private final List<TrainingListener> listeners;
  private final boolean replicated;
  private final Vae vae;
  private final ImageDataset train;
  private final @Nullable ImageDataset test;
  private final TrainingSession session;
  private final Replicas copies;
  private final Optimizer.State optimizer;
  private final AtomicBoolean asked;
  private final BooleanSupplier stopRequested;
  private final DivergenceCheck divergence;
  private final List<EpochMetrics> history = new ArrayList<>();

  /** Steps that were sent to the device, and losses that came back and were not heard of yet. */
  private final Deque<Sent> underway = new ArrayDeque<>();

  private final Deque<LossTerms> arrived = new ArrayDeque<>();

  /** Whether a step may be sent before the losses of the one before it are known. */
  private final boolean ahead;

  /** Whether a step on a whole batch was run, and whether it was asked to be recorded. */
  private boolean warm;

  private boolean recordingTried;

  /** The data set on the device, where there is one. */
  private final @Nullable ImageTable table;

  private @Nullable RecordedSteps recorded;
  private @Nullable String stopReason;
  private long step;
  private int epoch;
  private int position;
  private @Nullable LossTerms last;

  /**
   * Prepares a training.
   *
   * @param trainer whose settings and listeners it has
   * @param vae the model
   * @param train images to train on
   * @param test images to validate on; null for none
   * @param session of the model
   * @param copies of the model on further devices
   * @param optimizer of the session's parameters
   * @param asked whether it is to stop
   * @param stopRequested asked before each step
   */
  TrainingRun(
      Trainer trainer,
      Vae vae,
      ImageDataset train,
      @Nullable ImageDataset test,
      TrainingSession session,
      Replicas copies,
      Optimizer.State optimizer,
      AtomicBoolean asked,
      BooleanSupplier stopRequested) {
    this.config = trainer.config;
    this.reducer = trainer.reducer;
    this.listeners = trainer.listeners;
    this.replicated = !trainer.replicas.isEmpty();
    this.vae = vae;
    this.train = train;
    this.test = test;
    this.session = session;
    this.copies = copies;
    this.optimizer = optimizer;
    this.asked = asked;
    this.stopRequested = stopRequested;
    this.divergence = new DivergenceCheck(vae.config().input().size());
    this.ahead =
        reducer == GradientReducer.none()
            && !replicated
            && !config.beta().dependsOnTerms()
            && !config.learningRate().dependsOnTerms();
    this.table =
        ahead && config.binarization() == Binarization.NONE
            ? vae.backend().imageTable(train)
            : null;
  }

  /** A step whose losses have not been heard of. */
  private record Sent(long step, TrainingListener.Step where, int images) {}

  /** Frees the data set on the device. */
  @Override
  public void close() {
    if (table != null) {
      table.close();
    }
  }

  @Override
  public Vae vae() {
    return vae;
  }

  @Override
  public TrainerConfig config() {
    return config;
  }

  @Override
  public TrainingState state() {
    if (recorded != null) {
      // All steps are done before their results are looked at; their losses are heard later.
      arrived.addAll(recorded.finish());
    }
    JsonObject klWeight = config.beta().state();
    return TrainingState.of(vae, optimizer, step, epoch, position, klWeight);
  }

  TrainingHistory resume(TrainingState state) {
    state.restore(vae, optimizer);
    config.beta().restore(state.klWeight());
    step = state.step();
    epoch = state.epoch();
    position = state.position();
    return fit();
  }

  TrainingHistory fit() {
    listeners.forEach(listener -> listener.onBegin(this));
    copies.spread();
    while (epoch < config.epochs() && !over()) {
      trainEpoch();
      if (epoch + 1 == config.epochs() && vae.config().likelihood().learnsVariance()) {
        fitVariance();
      }
      if (test != null && !interrupted()) {
        validate(test);
      }
      vae.recordTraining(provenance(), history().toJson());
      epoch++;
      position = 0;
      notify(listener -> listener.onEpochEnd(this, epoch));
    }
    TrainingHistory all = history();
    if (step > 0) {
      vae.recordLatentStatistics(LatentScale.of(vae, train));
      // It may have been stopped between two epochs, after the last one was recorded.
      vae.recordTraining(provenance(), all.toJson());
    }
    listeners.forEach(listener -> listener.onEnd(this, all));
    return all;
  }

  private void trainEpoch() {
    LossMean mean = new LossMean();
    long started = System.nanoTime();
    RandomGenerator shuffle = Seeds.stream(config.seed(), Purpose.SHUFFLE, epoch);
    if (table == null) {
      trainOnBatches(shuffle, mean);
    } else {
      trainOnTable(Batches.shuffledOrder(train.size(), shuffle), mean);
    }
    finish(mean);
    if (last != null && mean.images() > 0) {
      divergence.checkEpochEnd(last, step, epoch + 1);
      divergence.checkWeights(vae.parameters(), step, epoch + 1);
      record(EpochMetrics.Split.TRAIN, mean.mean(), mean.images(), started);
    }
  }

  /** A pass over batches that are put together on the host. */
  private void trainOnBatches(RandomGenerator shuffle, LossMean mean) {
    try (Batches batches =
        Batches.shuffled(
            train, config.batchSize(), config.binarization(), shuffle, this::pixels, position)) {
      while (batches.hasNext() && !over()) {
        Batch batch = batches.next();
        RecordedSteps steps = recorded(batch.size());
        if (steps == null) {
          trainStep(batch, mean);
        } else {
          Progress progress = prepare();
          List<LossTerms> losses = steps.run(batch, noise(), weights(progress));
          sent(batch.size(), losses, mean);
        }
      }
    }
  }

  /** A pass over a data set that lies on the device, of which only indices are sent. */
  private void trainOnTable(int[] order, LossMean mean) {
    while (position < order.length && !over()) {
      int end = Math.min(order.length, position + config.batchSize());
      int[] indices = Arrays.copyOfRange(order, position, end);
      RecordedSteps steps = recorded(indices.length);
      if (steps == null) {
        try (Batch batch = Batch.of(train, indices)) {
          trainStep(batch, mean);
        }
      } else {
        int[] labels = Arrays.stream(indices).map(train::label).toArray();
        Progress progress = prepare();
        List<LossTerms> losses = steps.run(indices, labels, noise(), weights(progress));
        sent(indices.length, losses, mean);
      }
    }
  }

  /** The recorded step of a batch size, once one like it has been run; null if there is none. */
  private @Nullable RecordedSteps recorded(int size) {
    if (!ahead || !warm || size != config.batchSize()) {
      return null;
    }
    if (!recordingTried) {
      recorded = session.record(size, table, optimizer.scalars(), optimizer::run);
      recordingTried = true;
    }
    return recorded;
  }

  private void trainStep(Batch batch, LossMean mean) {
    finish(mean);
    LossTerms loss = lossAndGradient(batch);
    Map<String, Double> before = last == null ? Map.of() : last.values();
    // Here as well as when it is heard of: a loss out of bounds changes no weight.
    divergence.checkStep(loss, step, epoch + 1);
    double rate = config.learningRate().at(progress(before));
    if (reducer.reduce(vae.backend(), session.gradient(), step)) {
      session.update((parameters, gradient) -> optimizer.update(parameters, gradient, rate));
      copies.spread();
    }
    warm |= batch.size() == config.batchSize();
    sent(batch.size(), List.of(loss), mean);
  }

  private LossTerms lossAndGradient(Batch batch) {
    UnaryOperator<Map<String, Double>> chosen = terms -> weights(progress(terms));
    if (!replicated) {
      return session.lossAndGradient(batch, noise(), chosen);
    }
    LossTerms loss = copies.lossAndGradients(batch, noise(), chosen);
    copies.reduce(vae.backend(), session.gradient(), step);
    session.updateStatistics(batch.size());
    return loss;
  }

  /** Sets the numbers of a step whose losses are not waited for. */
  private Progress prepare() {
    Progress progress = progress(Map.of());
    optimizer.prepare(config.learningRate().at(progress));
    return progress;
  }

  private Progress progress(Map<String, Double> terms) {
    int number = position / config.batchSize();
    double done = epoch + number / (double) batches();
    return new Progress(done, step, (long) config.epochs() * batches(), terms);
  }

  private int batches() {
    return (train.size() + config.batchSize() - 1) / config.batchSize();
  }

  private Noise noise() {
    return Noise.at(config.seed(), Purpose.TRAINING_NOISE, epoch, position);
  }

  /** A step was sent, and losses of steps before it may have come in. */
  private void sent(int images, List<LossTerms> losses, LossMean mean) {
    int number = position / config.batchSize() + 1;
    var where = new TrainingListener.Step(epoch + 1, config.epochs(), number, batches());
    underway.add(new Sent(step, where, images));
    step++;
    position += images;
    hear(losses, mean);
  }

  /** Waits for all steps that were sent. */
  private void finish(LossMean mean) {
    hear(recorded == null ? List.of() : recorded.finish(), mean);
  }

  private void hear(List<LossTerms> losses, LossMean mean) {
    arrived.addAll(losses);
    while (!arrived.isEmpty()) {
      LossTerms loss = arrived.remove();
      Sent sent = underway.remove();
      divergence.checkStep(loss, sent.step, epoch + 1);
      mean.add(loss, sent.images);
      last = loss;
      notify(listener -> listener.onStep(this, sent.where, loss));
    }
  }

  private Map<String, Double> weights(Progress progress) {
    Map<String, Double> weights = new LinkedHashMap<>(config.extraTerms());
    weights.put(Posterior.KL, config.beta().at(progress));
    return weights;
  }

  private RandomGenerator pixels(long place) {
    return Seeds.stream(config.seed(), Purpose.TRAINING_BINARIZATION, epoch, place);
  }

  /** The running mean over the last batches becomes the mean over all training images. */
  private void fitVariance() {
    datasetLoss()
        .mean(vae, train, 0, this::interrupted)
        .ifPresent(loss -> vae.fitVariance(loss.reconstruction()));
  }

  private void validate(ImageDataset images) {
    long started = System.nanoTime();
    Map<String, Double> terms = last == null ? Map.of() : last.values();
    double beta = config.beta().at(new Progress(epoch + 1.0, step, step, terms));
    Optional<LossTerms> loss = datasetLoss().mean(vae, images, beta, this::interrupted);
    if (loss.isPresent()) {
      divergence.checkEpochEnd(loss.get(), step, epoch + 1);
      record(EpochMetrics.Split.TEST, loss.get(), images.size(), started);
    }
  }

  private DatasetLoss datasetLoss() {
    return new DatasetLoss(config.batchSize(), config.binarization(), config.seed());
  }

  private void record(EpochMetrics.Split split, LossTerms loss, long images, long started) {
    double seconds = (System.nanoTime() - started) / 1e9;
    EpochMetrics metrics = new EpochMetrics(epoch + 1, split, loss, seconds, images);
    history.add(metrics);
    notify(listener -> listener.onEpoch(this, metrics));
  }

  private void notify(Function<TrainingListener, Decision> call) {
    for (TrainingListener listener : listeners) {
      String reason = call.apply(listener).reason();
      if (stopReason == null) {
        stopReason = reason;
      }
    }
  }

  private boolean over() {
    return interrupted() || stopReason != null;
  }

  /** Whether this fit was asked to stop: by {@link Trainer#stop} or by the caller's signal. */
  private boolean interrupted() {
    if (stopRequested.getAsBoolean()) {
      asked.set(true);
    }
    return asked.get();
  }

  private TrainingHistory history() {
    return new TrainingHistory(history, interrupted(), stopReason);
  }

  private Provenance provenance() {
    return Provenance.here(
        train.name(), train.sha256(), config.seed(), config.toJson(), vae.backend());
  }
}
