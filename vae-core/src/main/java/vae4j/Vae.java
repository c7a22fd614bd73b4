package vae4j;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import vae4j.backend.Backend;
import vae4j.backend.BackendOptions;
import vae4j.backend.Backends;
import vae4j.backend.Storage;
import vae4j.backend.kernel.MemoryUse;
import vae4j.data.Batch;
import vae4j.data.ImageValues;
import vae4j.data.Seeds;
import vae4j.graph.Graph;
import vae4j.graph.parameter.GlorotUniform;
import vae4j.graph.parameter.Parameter;
import vae4j.graph.parameter.ParameterStore;
import vae4j.graph.parameter.Weights;
import vae4j.latent.DiagonalGaussian;
import vae4j.loss.ExtraTerm;
import vae4j.loss.Likelihood;
import vae4j.loss.LossTerms;

/**
 * A variational autoencoder (Kingma and Welling 2014), or a plain one: its architecture, weights
 * and origin. It is saved and loaded, encodes, decodes and samples, and is trained through a {@link
 * TrainingSession}.
 *
 * <p>A model holds native memory and is closed after use. Any number of threads may encode, decode
 * and sample at the same time: each call takes a {@link Session} of a pool.
 */
public final class Vae implements Inference, AutoCloseable {
  /** Images that go through the network at a time where a call brings more. */
  private static final int CHUNK = 100;

  /** Fewer of large ones: so many numbers between the layers, some 42 MiB, are enough at a time. */
  private static final long CHUNK_ACTIVATIONS = 11_000_000;

  private final VaeConfig config;
  private final Graph graph;
  private final Backend backend;
  private final boolean ownsBackend;
  private final Weights weights;
  private final Queue<Session> idle = new ConcurrentLinkedQueue<>();
  private final AtomicReference<@Nullable TrainingSession> training = new AtomicReference<>();
  private volatile @Nullable Provenance provenance;
  private volatile @Nullable LatentScale latentScale;
  private volatile JsonObject metrics = new JsonObject();
  private volatile boolean closed;

  private Vae(VaeConfig config, Backend backend, boolean ownsBackend) {
    requireOpen(backend);
    this.config = config;
    this.graph = VaeGraph.of(config);
    this.backend = backend;
    this.ownsBackend = ownsBackend;
    new MemoryNeed(Map.of("weights", MemoryUse.ofNative(bytes(graph.layout().length()))))
        .require(
            "a model of " + parameterCount() + " parameters", backend.availableMemory(), () -> "");
    this.weights = new Weights(graph.layout(), backend);
  }

  /**
   * A new model on the best backend of this machine.
   *
   * @param config what it looks like
   * @param seed of the initial weights (Glorot and Bengio 2010; zero biases)
   * @return the model, the caller's to close
   */
  public static Vae create(VaeConfig config, long seed) {
    return create(config, seed, Backends.open(Backends.AUTO, BackendOptions.defaults()), true);
  }

  /**
   * A new model on a given backend.
   *
   * @param config what it looks like
   * @param seed of the initial weights
   * @param backend computes; stays the caller's to close, after the model
   * @return the model, the caller's to close
   */
  public static Vae create(VaeConfig config, long seed, Backend backend) {
    return create(config, seed, backend, false);
  }

  private static Vae create(VaeConfig config, long seed, Backend backend, boolean ownsBackend) {
    Vae vae = new Vae(config, backend, ownsBackend);
    RandomGenerator random = Seeds.stream(seed, Seeds.Purpose.WEIGHTS, 0);
    vae.weights.update(store -> GlorotUniform.initialize(vae.graph.layout(), random, store));
    return vae;
  }

  /**
   * Loads a model on the best backend of this machine.
   *
   * @param file written by {@link #save}
   * @return the model, the caller's to close
   * @throws vae4j.io.MalformedModelException if the file is not a sound model file; says what is
   *     wrong
   * @throws IOException if it cannot be read
   */
  public static Vae load(Path file) throws IOException {
    try (ModelFile model = ModelFile.open(file)) {
      return restore(model, Backends.open(Backends.AUTO, BackendOptions.defaults()), true);
    }
  }

  /**
   * Loads a model on a given backend.
   *
   * @param file written by {@link #save}
   * @param backend computes; stays the caller's to close, after the model
   * @return the model, the caller's to close
   * @throws vae4j.io.MalformedModelException if the file is not a sound model file; says what is
   *     wrong
   * @throws IOException if it cannot be read
   */
  public static Vae load(Path file, Backend backend) throws IOException {
    try (ModelFile model = ModelFile.open(file)) {
      return restore(model, backend, false);
    }
  }

  private static Vae restore(ModelFile model, Backend backend, boolean ownsBackend)
      throws IOException {
    Vae vae = new Vae(model.config(), backend, ownsBackend);
    try {
      model.readParameters(vae.weights);
    } catch (IOException | RuntimeException e) {
      vae.close();
      throw e;
    }
    vae.provenance = model.provenance();
    vae.latentScale = model.latentScale();
    vae.metrics = model.metrics();
    return vae;
  }

  /**
   * Saves the model: config, weights, provenance, metrics. A file that is there is replaced only
   * when the new one is whole. The weights go there from the backend's memory, some 64 KiB at a
   * time: a large model needs no more memory to be saved than a small one.
   *
   * @param file where to, such as {@code fashion.vae}
   * @throws IOException if it cannot be written; nothing half-written is left
   */
  public void save(Path file) throws IOException {
    requireOpen();
    ModelFile.write(file, config, graph, weights, provenance, latentScale, metrics);
  }

  @Override
  public VaeConfig config() {
    return config;
  }

  /** The graph of ops: layers, sampling and loss terms, with shapes and parameters. */
  public Graph graph() {
    return graph;
  }

  /** The backend that computes. */
  public Backend backend() {
    return backend;
  }

  /** Number of parameters, statistics included. */
  public long parameterCount() {
    return graph.layout().length();
  }

  /** Names, shapes and places of the parameters. */
  public List<Parameter> parameterLayout() {
    return graph.layout().parameters();
  }

  /**
   * The flat vector of the trainable parameters, in the backend's memory. A caller that writes to
   * it asks for it each time, and knows that no other thread uses the model; {@link #update} and
   * {@link TrainingSession#update} need neither.
   */
  public Storage parameters() {
    // What sessions have derived from the weights is renewed after this.
    weights.changed();
    return weights.store().group(Parameter.MODEL);
  }

  /**
   * Changes the trainable parameters while no other thread reads them.
   *
   * @param change is given the flat vector
   */
  public void update(Consumer<Storage> change) {
    requireOpen();
    weights.update(store -> change.accept(store.group(Parameter.MODEL)));
  }

  /**
   * Changes parameters of any group while no other thread reads them.
   *
   * @param change is given the vectors
   */
  public void updateParameters(Consumer<ParameterStore> change) {
    requireOpen();
    weights.update(change);
  }

  /**
   * Reads parameters of any group while no other thread changes them.
   *
   * @param action is given the vectors
   */
  public void readParameters(Consumer<ParameterStore> action) {
    requireOpen();
    weights.read(
        () -> {
          action.accept(weights.store());
          return this;
        });
  }

  /**
   * One parameter.
   *
   * @param name such as {@code encoder/conv1/weights}
   * @return a copy in its own shape, the caller's to close
   * @throws IllegalArgumentException if there is none of that name
   */
  public INDArray tensor(String name) {
    requireOpen();
    Parameter parameter = parameter(name);
    return weights.read(() -> weights.store().of(parameter).read(parameter.dimensions()));
  }

  /**
   * A copy of this model with some parameters replaced.
   *
   * @param tensors values by name, each with as many numbers as the parameter
   * @return a model on the same backend, the caller's to close
   * @throws IllegalArgumentException if a parameter does not exist, or a length differs
   */
  public Vae withTensors(Map<String, float[]> tensors) {
    requireOpen();
    tensors.keySet().forEach(this::parameter);
    Vae copy = new Vae(config, backend, false);
    try {
      copy.weights.update(
          target -> {
            for (Parameter parameter : parameterLayout()) {
              float[] given = tensors.get(parameter.name());
              if (given == null) {
                weights.read(
                    () -> {
                      backend.copy(weights.store().of(parameter), target.of(parameter));
                      return parameter;
                    });
              } else {
                target.of(parameter).write(given);
              }
            }
          });
    } catch (RuntimeException e) {
      copy.close();
      throw e;
    }
    copy.provenance = provenance;
    copy.latentScale = latentScale;
    return copy;
  }

  private Parameter parameter(String name) {
    return parameterLayout().stream()
        .filter(parameter -> parameter.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no parameter has the name " + name));
  }

  /** The model as a table: layers, shapes, parameters. */
  public String summary() {
    return ModelSummary.of(config, graph);
  }

  /** The origin of the model; null if it was never trained. */
  public @Nullable Provenance provenance() {
    return provenance;
  }

  /**
   * The log-variance that a Gaussian likelihood has learned for all pixels; empty where the
   * likelihood learns none.
   */
  public OptionalDouble outputLogVariance() {
    requireOpen();
    if (!config.likelihood().learnsVariance()) {
      return OptionalDouble.empty();
    }
    Parameter parameter = parameter(VaeGraph.OUTPUT_LOG_VARIANCE);
    return OptionalDouble.of(weights.read(() -> weights.store().of(parameter).toDoubles()[0]));
  }

  /**
   * log p(z) of latent vectors, the density of the model's prior; log p(z | y) of a conditional
   * model.
   *
   * @param latents N vectors of Z numbers, one after another
   * @param labels classes y of the vectors, repeated if there are fewer; of no effect for an
   *     unconditional model
   * @return [N], nats
   * @throws IllegalArgumentException if the length is no multiple of Z, or a class is missing or
   *     out of range
   */
  public double[] logPrior(double[] latents, int... labels) {
    requireOpen();
    int dimensions = config.latent();
    if (latents.length % dimensions != 0) {
      throw new IllegalArgumentException(
          "latents must be a multiple of " + dimensions + " numbers, were " + latents.length);
    }
    if (config.classes() > 0) {
      if (labels.length == 0) {
        throw new IllegalArgumentException("a conditional model needs labels, were none");
      }
      Conditioned.requireClasses(config, labels);
    }
    double[][] parameters = weights.read(() -> VaeGraph.priorParameters(graph, weights));
    double[][] unused =
        Arrays.stream(parameters).map(each -> each.clone()).toArray(double[][]::new);
    double[] logDensities = new double[latents.length / dimensions];
    double[] gradient = new double[latents.length];
    for (int n = 0; n < logDensities.length; n++) {
      int label = config.classes() > 0 ? labels[n % labels.length] : 0;
      logDensities[n] =
          config
              .prior()
              .logDensity(
                  latents, n * dimensions, dimensions, label, parameters, 0, gradient, unused);
    }
    return logDensities;
  }

  /** The metrics of its training, as they stand in its file; empty if it was never trained. */
  public JsonObject metrics() {
    return metrics.deepCopy();
  }

  /**
   * Sets the origin of the model and the history of its training.
   *
   * @param origin kept in the model's file
   * @param history kept in the model's file
   */
  public void recordTraining(Provenance origin, JsonObject history) {
    provenance = origin;
    metrics = history.deepCopy();
  }

  /**
   * Mean and standard deviation of each latent dimension over the training images; null if the
   * model was never trained, or by a version that did not measure them.
   */
  public @Nullable LatentScale latentStatistics() {
    return latentScale;
  }

  /**
   * Sets the mean and standard deviation of the latent dimensions.
   *
   * @param scale kept in the model's file
   * @throws IllegalArgumentException if it has another number of latent dimensions
   */
  public void recordLatentStatistics(LatentScale scale) {
    if (scale.mean().size() != config.latent() || scale.std().size() != config.latent()) {
      throw new IllegalArgumentException(
          "latent statistics must have "
              + config.latent()
              + " dimensions, had "
              + scale.mean().size());
    }
    latentScale = scale;
  }

  /**
   * A handle for inference, for one thread at a time; its memory is there from call to call.
   *
   * @return a session, the caller's to close before the model
   */
  public Session session() {
    requireOpen();
    return new Session(config, graph, backend, weights, () -> closed);
  }

  /**
   * A handle for training, for one thread at a time.
   *
   * @param extraTerms loss terms beside the model's
   * @return a session, the caller's to close before the model
   */
  public TrainingSession trainingSession(ExtraTerm... extraTerms) {
    requireOpen();
    return new TrainingSession(config, graph, backend, weights, List.of(extraTerms));
  }

  /** The training session of this model that is closed with it, made when it is first asked for. */
  public TrainingSession training() {
    TrainingSession session = training.get();
    if (session == null) {
      session = trainingSession();
      training.set(session);
    }
    return session;
  }

  /**
   * This model for images of given classes, if it is conditional.
   *
   * @param labels class numbers, one for each image, or fewer that are taken over and over again
   * @return valid as long as this model
   * @throws IllegalArgumentException if the model is not conditional, or there is no such class
   */
  public Inference given(int... labels) {
    Vae self = this;
    return new Conditioned(
        config,
        labels,
        new Session.Lender() {
          @Override
          public <T> T with(Function<Session, T> action) {
            return self.lend(action);
          }
        });
  }

  /**
   * This model for the images of a batch: given their labels, if it is conditional.
   *
   * @param batch images with labels
   * @return valid as long as this model
   */
  public Inference given(Batch batch) {
    return config.classes() > 0 ? given(batch.labels()) : this;
  }

  @Override
  public DiagonalGaussian encode(INDArray images) {
    return lend(session -> session.encode(images));
  }

  @Override
  public INDArray decode(INDArray latents) {
    return lend(session -> session.decode(latents));
  }

  @Override
  public INDArray decodeOutput(INDArray latents) {
    return lend(session -> session.decodeOutput(latents));
  }

  @Override
  public INDArray sample(int count, long seed, double temperature) {
    return lend(session -> session.sample(count, seed, temperature));
  }

  @Override
  public double[] logLikelihood(INDArray images, INDArray latents) {
    return lend(session -> session.logLikelihood(images, latents));
  }

  /**
   * The mean loss of images, with one sampled z per image.
   *
   * @param images [N, H, W, C], float32 in [0, 1]
   * @param noise source of ε; N·Z normal numbers are drawn, none by a plain autoencoder
   * @param beta weight of the KL, not negative
   * @return the terms, in nats per image
   * @throws IllegalArgumentException if the shape is not the model's, or β negative or not finite
   * @throws vae4j.data.ImageValueException if a value is outside [0, 1] or NaN, or the array is of
   *     integers
   */
  public LossTerms loss(INDArray images, RandomGenerator noise, double beta) {
    requireOpen();
    Session.requireShape(config, images);
    ImageValues.require(images);
    requireBeta(beta);
    return lend(session -> session.loss(images, null, Noise.of(noise), beta));
  }

  /**
   * The mean loss of a batch, whose values have been checked already.
   *
   * @param batch images of the model's shape, with labels for a conditional model
   * @param noise source of ε
   * @param beta weight of the KL, not negative
   * @return the terms, in nats per image
   * @throws IllegalArgumentException if the shape is not the model's, or β negative or not finite
   */
  public LossTerms loss(Batch batch, Noise noise, double beta) {
    requireOpen();
    requireBeta(beta);
    return lend(session -> session.loss(batch, noise, beta));
  }

  private <T> T lend(Function<Session, T> action) {
    requireOpen();
    Session session = idle.poll();
    if (session == null) {
      session = session();
    }
    try {
      return action.apply(session);
    } finally {
      idle.add(session);
      if (closed) {
        freeWorkspace();
      }
    }
  }

  /**
   * Gives a Gaussian likelihood that learns its variance the best one for given images: their mean
   * squared error. Other likelihoods have none, and nothing changes.
   *
   * @param reconstruction mean reconstruction loss of those images with the variance as it is now,
   *     nats per image
   */
  public void fitVariance(double reconstruction) {
    OptionalDouble current = outputLogVariance();
    if (current.isPresent()) {
      double best =
          Likelihood.GaussianLearnedVariance.best(
              current.getAsDouble(), reconstruction, config.input().size());
      Parameter parameter = parameter(VaeGraph.OUTPUT_LOG_VARIANCE);
      weights.update(store -> store.of(parameter).write(new float[] {(float) best}));
    }
  }

  /** Frees all memory; a backend that the model opened is closed with it. */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    freeWorkspace();
    weights.close();
    if (ownsBackend) {
      backend.close();
    }
  }

  private long bytes(long numbers) {
    return numbers * (backend.dataType() == DataType.DOUBLE ? Double.BYTES : Float.BYTES);
  }

  /**
   * Images that go through the network at a time where a call brings more: 100, or fewer of large
   * ones. To bring more in one call takes memory and gains nothing.
   */
  public int imagesAtATime() {
    return imagesAtATime(graph);
  }

  static int imagesAtATime(Graph graph) {
    long fit = CHUNK_ACTIVATIONS / Math.max(1, graph.activations());
    return (int) Math.max(1, Math.min(CHUNK, fit));
  }

  /**
   * Frees the buffers of idle sessions and of {@link #training}. They are made again when they are
   * wanted.
   */
  public void freeWorkspace() {
    for (Session session = idle.poll(); session != null; session = idle.poll()) {
      session.close();
    }
    TrainingSession session = training.getAndSet(null);
    if (session != null) {
      session.close();
    }
  }

  static void requireBeta(double beta) {
    if (!(beta >= 0 && beta < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("beta must be 0 or positive and finite, was " + beta);
    }
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("the model is closed");
    }
    requireOpen(backend);
  }

  static void requireOpen(Backend backend) {
    if (backend.isClosed()) {
      throw new IllegalStateException("the backend is closed; close the model before its backend");
    }
  }
}
