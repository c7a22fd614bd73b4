package vae4j;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import vae4j.backend.AvailableMemory;
import vae4j.backend.Backend;
import vae4j.backend.BackendOptions;
import vae4j.backend.Backends;
import vae4j.backend.LatentKernel;
import vae4j.backend.MemoryUse;
import vae4j.backend.Storage;
import vae4j.data.ArrayRows;
import vae4j.data.Batch;
import vae4j.data.ImageShape;
import vae4j.data.ImageValues;
import vae4j.data.Seeds;
import vae4j.latent.DiagonalGaussian;
import vae4j.layer.GlorotUniform;
import vae4j.layer.Layer;
import vae4j.layer.Parameter;
import vae4j.loss.Elbo;
import vae4j.loss.Likelihood;
import vae4j.loss.LossMean;

/**
 * A variational autoencoder (Kingma and Welling 2014), or a plain one: encodes pictures, decodes
 * codes, samples, gives loss and gradient, and is saved and loaded.
 *
 * <p>A model holds native memory and is closed after use. Calls may come from several threads and
 * run one after another.
 */
public final class Vae implements AutoCloseable {
  /** Pictures that go through the network at a time where a call brings more. */
  private static final int CHUNK = 100;

  /** Fewer of large ones: so many numbers between the layers, some 42 MiB, are enough at a time. */
  private static final long CHUNK_ACTIVATIONS = 11_000_000;

  /** Batch sizes that are kept ready. */
  private static final int PLANS = 4;

  /**
   * Numbers of a result before which it is not asked how much memory is free, which reads files.
   */
  private static final int SMALL_RESULT = 1 << 20;

  /** A slice of a batch is not smaller, however large the pictures. */
  private static final int SMALLEST_SLICE = 8;

  private final VaeConfig config;
  private final VaeNetwork network;
  private final Backend backend;
  private final boolean ownsBackend;
  private final Storage parameters;
  private final @Nullable Storage outputLogVariance;
  private @Nullable Storage gradient;
  private @Nullable Storage gradientSum;
  private @Nullable Provenance provenance;
  private JsonObject metrics = new JsonObject();
  private boolean closed;
  private final Map<Integer, VaePlan> plans = new LinkedHashMap<>(8, 0.75f, true);

  private Vae(VaeConfig config, Backend backend, boolean ownsBackend) {
    requireOpen(backend);
    this.config = config;
    this.network = VaeNetwork.of(config);
    this.backend = backend;
    this.ownsBackend = ownsBackend;
    new MemoryNeed(Map.of("weights", MemoryUse.ofNative(bytes(network.layout().length()))))
        .require(
            "a model of " + parameterCount() + " parameters", backend.availableMemory(), () -> "");
    this.parameters = backend.allocate(network.layout().length());
    Parameter variance = network.outputLogVariance();
    this.outputLogVariance =
        variance == null ? null : parameters.slice(variance.offset(), variance.length());
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
    for (Layer layer : vae.network.layers()) {
      GlorotUniform.initialize(layer, random, vae.parameters);
    }
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
      model.readParameters(vae.parameters);
    } catch (IOException | RuntimeException e) {
      vae.close();
      throw e;
    }
    vae.provenance = model.provenance();
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
  public synchronized void save(Path file) throws IOException {
    requireOpen();
    ModelFile.write(file, config, parameters, provenance, metrics);
  }

  /** What the model looks like. */
  public VaeConfig config() {
    return config;
  }

  /** What computes. */
  public Backend backend() {
    return backend;
  }

  /** How many parameters there are. */
  public long parameterCount() {
    return network.layout().length();
  }

  /** Names, shapes and places of the parameters in the flat vector. */
  public List<Parameter> parameterLayout() {
    return network.layout().parameters();
  }

  /** The flat vector of all parameters, in the backend's memory; an optimiser writes to it. */
  public Storage parameters() {
    return parameters;
  }

  /**
   * The flat gradient of the last {@link #lossAndGradient}, as long as {@link #parameters}, in the
   * backend's memory.
   */
  public synchronized Storage gradient() {
    requireOpen();
    if (gradient == null) {
      gradient = backend.allocate(parameterCount());
    }
    return gradient;
  }

  /** The model as a table: layers, shapes, parameters. */
  public String summary() {
    return ModelSummary.of(config, network);
  }

  /** Where the model comes from; null if it was never trained. */
  public synchronized @Nullable Provenance provenance() {
    return provenance;
  }

  /**
   * The log-variance that a Gaussian likelihood has learned for all pixels; empty where the
   * likelihood learns none.
   */
  public synchronized OptionalDouble outputLogVariance() {
    requireOpen();
    return outputLogVariance == null
        ? OptionalDouble.empty()
        : OptionalDouble.of(outputLogVariance.toDoubles()[0]);
  }

  /** The metrics of its training, as they stand in its file; empty if it was never trained. */
  public synchronized JsonObject metrics() {
    return metrics.deepCopy();
  }

  /**
   * Notes where the model comes from and how training went.
   *
   * @param origin kept in the model's file
   * @param training kept in the model's file
   */
  public synchronized void recordTraining(Provenance origin, JsonObject training) {
    provenance = origin;
    metrics = training.deepCopy();
  }

  /**
   * What the encoder says of pictures: q(z | x).
   *
   * @param images [N, H, W, C], float32 in [0, 1], N at least 1
   * @return mean and log-variance [N, Z], float32, or float64 on a backend that computes in
   *     float64; the caller's to close; a plain autoencoder's log-variance is the smallest there
   *     is, −30
   * @throws IllegalArgumentException if the shape is not the model's
   * @throws vae4j.data.ImageValueException if a value is outside [0, 1] or NaN, or the array is of
   *     integers
   */
  public synchronized DiagonalGaussian encode(INDArray images) {
    requireImages(images);
    int count = (int) images.size(0);
    int length = requireResult("codes", count, config.latent());
    Outputs means = new Outputs(backend.dataType(), length);
    Outputs logVariances =
        new Outputs(backend.dataType(), length).filledWith(LatentKernel.MIN_LOG_VARIANCE);
    try (ArrayRows rows = new ArrayRows(images)) {
      inParts(
          count,
          imagesAtATime(),
          (from, to) -> {
            VaePlan.Encoded encoded = plan(to - from).encode(rows.get(from, to));
            means.copy(encoded.mean(), from * config.latent(), null);
            Storage logVariance = encoded.logVariance();
            if (logVariance != null) {
              logVariances.copy(logVariance, from * config.latent(), LatentKernel::clamp);
            }
          });
    }
    long[] shape = {count, config.latent()};
    return new DiagonalGaussian(means.toArray(shape), logVariances.toArray(shape));
  }

  /**
   * The expected pictures of codes.
   *
   * @param codes z, [N, Z], N at least 1
   * @return [N, H, W, C] in [0, 1], of the type of {@link #encode}, the caller's to close
   * @throws IllegalArgumentException if the shape is not the model's, or a code is NaN or infinite
   */
  public INDArray decode(INDArray codes) {
    return decode(codes, true);
  }

  /**
   * What the decoder gives before it is made a picture: logits (Bernoulli) or means (Gaussian).
   *
   * @param codes z, [N, Z], N at least 1
   * @return [N, H, W, C], of the type of {@link #encode}, the caller's to close
   * @throws IllegalArgumentException if the shape is not the model's, or a code is NaN or infinite
   */
  public INDArray decodeOutput(INDArray codes) {
    return decode(codes, false);
  }

  /**
   * Pictures through encoder and decoder: the decoding of the mean code.
   *
   * @param images [N, H, W, C], float32 in [0, 1], N at least 1
   * @return [N, H, W, C] in [0, 1], of the type of {@link #encode}, the caller's to close
   * @throws IllegalArgumentException if the shape is not the model's
   * @throws vae4j.data.ImageValueException if a value is outside [0, 1] or NaN, or the array is of
   *     integers
   */
  public INDArray reconstruct(INDArray images) {
    try (DiagonalGaussian posterior = encode(images)) {
      return decode(posterior.mean());
    }
  }

  /**
   * log p(x | z) of pictures given codes, with the constant that a fixed Gaussian's loss leaves
   * out. Nothing is encoded, and the pictures are brought to the backend once however many codes
   * there are; it is fastest with many codes in one call.
   *
   * @param images x, [N, H, W, C], float32 in [0, 1], N at least 1
   * @param codes z, [S·N, Z], S at least 1; row s·N + n is a code of picture n
   * @return [S·N], nats; for grey pixels and a Bernoulli likelihood the negative cross-entropy
   * @throws IllegalArgumentException if a shape is not the model's, or the number of codes no
   *     multiple of the number of pictures, or a code is NaN or infinite
   * @throws vae4j.data.ImageValueException if a value is outside [0, 1] or NaN, or the array is of
   *     integers
   */
  public synchronized double[] logLikelihood(INDArray images, INDArray codes) {
    requireImages(images);
    requireCodes(codes);
    int count = (int) images.size(0);
    if (codes.size(0) % count != 0) {
      throw new IllegalArgumentException(
          "codes must be a multiple of the " + count + " pictures, were " + codes.size(0));
    }
    int rounds = (int) codes.size(0) / count;
    // Few pictures go through several times at once, so that the batch is always a large one.
    int copies = Math.min(rounds, Math.max(1, imagesAtATime() / count));
    double constant = config.likelihood().constant(config.input().size());
    double[] logLikelihood = new double[rounds * count];
    try (ArrayRows imageRows = new ArrayRows(images);
        ArrayRows codeRows = new ArrayRows(codes)) {
      inParts(
          count,
          imagesAtATime(),
          (from, to) -> {
            inParts(
                rounds,
                copies,
                (first, end) -> {
                  VaePlan plan = plan((end - first) * (to - from));
                  if (first == 0 || end - first < copies) {
                    load(plan, imageRows.get(from, to), end - first);
                  }
                  // Either one round, or all pictures: the rows lie side by side in any case.
                  int row = first * count + from;
                  double[] losses =
                      plan.reconstructions(codeRows.get(row, row + (end - first) * (to - from)));
                  for (int i = 0; i < losses.length; i++) {
                    logLikelihood[row + i] = -(losses[i] + constant);
                  }
                });
          });
    }
    return logLikelihood;
  }

  private static void load(VaePlan plan, INDArray images, int copies) {
    if (copies == 1) {
      plan.load(images);
      return;
    }
    try (INDArray tiled = Nd4j.tile(images, copies, 1, 1, 1)) {
      plan.load(tiled);
    }
  }

  /**
   * Pictures of codes drawn from the prior N(0, I).
   *
   * @param count how many, at least 1
   * @param seed of the codes
   * @return [N, H, W, C] in [0, 1], of the type of {@link #encode}, the caller's to close
   * @throws IllegalArgumentException if count is not positive, or the images have more than 2³¹ − 1
   *     numbers
   */
  public INDArray sample(int count, long seed) {
    // All numbers of the images must fit into one array.
    int most = Integer.MAX_VALUE / Math.max(config.latent(), config.input().size());
    if (count <= 0 || count > most) {
      throw new IllegalArgumentException(
          count <= 0
              ? "count must be positive, was " + count
              : "count must be at most " + most + " for images of this size, was " + count);
    }
    requireResult("images", count, config.input().size());
    float[] codes = new float[requireResult("codes", count, config.latent())];
    fillNormal(codes, Seeds.stream(seed, Seeds.Purpose.PRIOR, 0));
    try (INDArray z = Nd4j.create(codes, new long[] {count, config.latent()}, 'c')) {
      return decode(z);
    }
  }

  /**
   * The mean loss of images, with one sampled z per image.
   *
   * @param images [N, H, W, C], float32 in [0, 1]
   * @param noise where ε comes from; N·Z normal numbers are drawn, none by a plain autoencoder
   * @param beta weight of the divergence, not negative
   * @return the terms, in nats per image
   * @throws IllegalArgumentException if the shape is not the model's, or β negative or not finite
   * @throws vae4j.data.ImageValueException if a value is outside [0, 1] or NaN, or the array is of
   *     integers
   */
  public synchronized Elbo loss(INDArray images, RandomGenerator noise, double beta) {
    requireImages(images);
    return checkedLoss(images, noise, beta);
  }

  /**
   * The mean loss of a batch, whose values have been checked already.
   *
   * @param batch images of the model's shape
   * @param noise where ε comes from; N·Z normal numbers are drawn, none by a plain autoencoder
   * @param beta weight of the divergence, not negative
   * @return the terms, in nats per image
   * @throws IllegalArgumentException if the shape is not the model's, or β negative or not finite
   */
  public synchronized Elbo loss(Batch batch, RandomGenerator noise, double beta) {
    requireShape(batch.images());
    return checkedLoss(batch.images(), noise, beta);
  }

  private Elbo checkedLoss(INDArray images, RandomGenerator noise, double beta) {
    requireBeta(beta);
    int count = (int) images.size(0);
    LossMean mean = new LossMean();
    try (ArrayRows rows = new ArrayRows(images)) {
      inParts(
          count,
          slice(count),
          (from, to) -> {
            int size = to - from;
            mean.add(plan(size).loss(rows.get(from, to), epsilon(size, noise), beta), size);
          });
    }
    return mean.mean();
  }

  /**
   * The mean loss of images, and its gradient into {@link #gradient()}. The learned variance of a
   * Gaussian likelihood is brought up to date afterwards ({@link
   * Likelihood.GaussianLearnedVariance}): it has its closed form, and its place in the gradient is
   * 0.
   *
   * @param images [N, H, W, C], float32 in [0, 1]
   * @param noise where ε comes from; N·Z normal numbers are drawn, none by a plain autoencoder
   * @param beta weight of the divergence, not negative
   * @return the terms, in nats per image
   * @throws IllegalArgumentException if the shape is not the model's, or β negative or not finite
   * @throws vae4j.data.ImageValueException if a value is outside [0, 1] or NaN, or the array is of
   *     integers
   */
  public synchronized Elbo lossAndGradient(INDArray images, RandomGenerator noise, double beta) {
    requireImages(images);
    return checkedLossAndGradient(images, noise, beta);
  }

  /**
   * As {@link #lossAndGradient(INDArray, RandomGenerator, double)}, of a batch whose values have
   * been checked already: a training step looks at each value once.
   *
   * @param batch images of the model's shape
   * @param noise where ε comes from; N·Z normal numbers are drawn, none by a plain autoencoder
   * @param beta weight of the divergence, not negative
   * @return the terms, in nats per image
   * @throws IllegalArgumentException if the shape is not the model's, or β negative or not finite
   */
  public synchronized Elbo lossAndGradient(Batch batch, RandomGenerator noise, double beta) {
    requireShape(batch.images());
    return checkedLossAndGradient(batch.images(), noise, beta);
  }

  private Elbo checkedLossAndGradient(INDArray images, RandomGenerator noise, double beta) {
    requireBeta(beta);
    int count = (int) images.size(0);
    int slice = slice(count);
    if (slice == count) {
      VaePlan plan = plan(count);
      Elbo loss =
          plan.lossAndGradient(images, epsilon(count, noise), beta, 1.0 / count, gradient());
      updateVariance(plan.logVarianceSlope(), count);
      return loss;
    }
    if (gradientSum == null) {
      gradientSum = backend.allocate(parameterCount());
    }
    Storage sum = gradientSum;
    LossMean mean = new LossMean();
    double[] slope = new double[1];
    try (ArrayRows rows = new ArrayRows(images)) {
      inParts(
          count,
          slice,
          (from, to) -> {
            int size = to - from;
            VaePlan plan = plan(size);
            Elbo loss =
                plan.lossAndGradient(
                    rows.get(from, to), epsilon(size, noise), beta, 1.0 / count, gradient());
            mean.add(loss, size);
            slope[0] += plan.logVarianceSlope();
            if (from == 0) {
              backend.copy(gradient(), sum);
            } else {
              backend.add(gradient(), sum);
            }
          });
    }
    backend.copy(sum, gradient());
    updateVariance(slope[0], count);
    return mean.mean();
  }

  /**
   * Gives a Gaussian likelihood that learns its variance the best one for given images: their mean
   * squared error. Other likelihoods have none, and nothing changes.
   *
   * @param reconstruction mean reconstruction loss of those images with the variance as it is now,
   *     nats per image
   */
  public synchronized void fitVariance(double reconstruction) {
    requireOpen();
    if (outputLogVariance != null) {
      double best =
          Likelihood.GaussianLearnedVariance.best(
              outputLogVariance.toDoubles()[0], reconstruction, config.input().size());
      outputLogVariance.write(new float[] {(float) best});
    }
  }

  /** The running variance of a Gaussian likelihood that learns it. */
  private void updateVariance(double slope, int images) {
    if (outputLogVariance == null) {
      return;
    }
    double next =
        Likelihood.GaussianLearnedVariance.next(
            outputLogVariance.toDoubles()[0], slope, config.input().size(), images);
    outputLogVariance.write(new float[] {(float) next});
  }

  private int slice(int count) {
    return slice(network, backend, count);
  }

  /**
   * Pictures of a batch that go through the network at a time. Slices are of one size if they need
   * not be smaller than half of what fits for it: then all of them use the same memory.
   */
  static int slice(VaeNetwork network, Backend backend, int count) {
    long fits = Math.max(SMALLEST_SLICE, backend.activationsAtATime() / network.activations());
    int fewest = Math.toIntExact((count + fits - 1) / fits);
    for (int slices = fewest; slices <= 2 * fewest; slices++) {
      if (count % slices == 0) {
        return count / slices;
      }
    }
    return (count + fewest - 1) / fewest;
  }

  /** Frees all memory; a backend that the model opened is closed with it. */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    freeWorkspace();
    parameters.close();
    if (ownsBackend) {
      backend.close();
    }
  }

  private synchronized INDArray decode(INDArray codes, boolean asPixels) {
    requireCodes(codes);
    int count = (int) codes.size(0);
    ImageShape shape = config.input();
    Outputs pictures =
        new Outputs(backend.dataType(), requireResult("images", count, shape.size()));
    try (ArrayRows rows = new ArrayRows(codes)) {
      inParts(
          count,
          imagesAtATime(),
          (from, to) -> {
            Storage output = plan(to - from).decode(rows.get(from, to));
            Likelihood likelihood = config.likelihood();
            boolean done = !asPixels || likelihood.pixels(backend, output);
            pictures.copy(output, from * shape.size(), done ? null : likelihood::pixel);
          });
    }
    long[] dimensions = {count, shape.height(), shape.width(), shape.channels()};
    return pictures.toArray(dimensions);
  }

  /** How many numbers a result has, which must fit an array and the memory that is free. */
  private int requireResult(String what, long count, int each) {
    if (count * each <= SMALL_RESULT) {
      return (int) count * each;
    }
    long most = (Integer.MAX_VALUE - 8L) / each;
    AvailableMemory available = backend.availableMemory();
    // On the heap where it is gathered, and outside it in the array that is given.
    long fits = Math.min(available.heapBytes(), available.nativeBytes()) / bytes(each);
    if (count > Math.min(most, fits)) {
      throw new IllegalArgumentException(
          "number of "
              + what
              + " must be at most "
              + Math.min(most, fits)
              + (most < fits ? " of " : " in the memory that is free, of ")
              + each
              + " numbers each, was "
              + count);
    }
    return (int) count * each;
  }

  private long bytes(long numbers) {
    return numbers * (backend.dataType() == DataType.DOUBLE ? Double.BYTES : Float.BYTES);
  }

  /**
   * Images that go through the network at a time where a call brings more: 100, or fewer of large
   * ones. To bring more in one call takes memory and gains nothing.
   */
  public int imagesAtATime() {
    return imagesAtATime(network);
  }

  static int imagesAtATime(VaeNetwork network) {
    long fit = CHUNK_ACTIVATIONS / Math.max(1, network.activations());
    return (int) Math.max(1, Math.min(CHUNK, fit));
  }

  /**
   * Frees what is kept ready for the next batch of the same size, the gradient included. It is made
   * anew when it is wanted.
   */
  public synchronized void freeWorkspace() {
    plans.values().forEach(VaePlan::close);
    plans.clear();
    if (gradient != null) {
      gradient.close();
      gradient = null;
    }
    if (gradientSum != null) {
      gradientSum.close();
      gradientSum = null;
    }
  }

  @FunctionalInterface
  private interface Part {
    void run(int from, int to);
  }

  private static void inParts(int count, int size, Part part) {
    for (int from = 0; from < count; from += size) {
      part.run(from, Math.min(count, from + size));
    }
  }

  private VaePlan plan(int batch) {
    requireOpen();
    VaePlan plan = plans.get(batch);
    if (plan == null) {
      if (plans.size() == PLANS) {
        Iterator<VaePlan> eldest = plans.values().iterator();
        eldest.next().close();
        eldest.remove();
      }
      new MemoryNeed(Map.of("layers", MemoryNeed.plan(config, network, batch, backend, false)))
          .require(
              "a batch of " + batch + " images of " + config.input(),
              backend.availableMemory(),
              () -> "");
      plan = new VaePlan(config, network, batch, backend, parameters);
      plans.put(batch, plan);
    }
    return plan;
  }

  private float[] epsilon(int count, RandomGenerator noise) {
    float[] epsilon = new float[config.variational() ? count * config.latent() : 0];
    fillNormal(epsilon, noise);
    return epsilon;
  }

  private static void fillNormal(float[] values, RandomGenerator random) {
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
  }

  private void requireImages(INDArray images) {
    requireShape(images);
    ImageValues.require(images);
  }

  private void requireShape(INDArray images) {
    requireOpen();
    ImageShape shape = config.input();
    long[] found = images.shape();
    if (found.length != 4
        || found[0] == 0
        || found[1] != shape.height()
        || found[2] != shape.width()
        || found[3] != shape.channels()) {
      throw new IllegalArgumentException(
          "images must be [N, "
              + shape.height()
              + ", "
              + shape.width()
              + ", "
              + shape.channels()
              + "] with N at least 1, were "
              + Arrays.toString(found));
    }
  }

  private void requireCodes(INDArray codes) {
    requireOpen();
    if (codes.rank() != 2 || codes.size(1) != config.latent() || codes.size(0) == 0) {
      throw new IllegalArgumentException(
          "codes must be [N, "
              + config.latent()
              + "] with N at least 1, were "
              + Arrays.toString(codes.shape()));
    }
    ImageValues.requireFinite(codes);
  }

  private static void requireBeta(double beta) {
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

  private static void requireOpen(Backend backend) {
    if (backend.isClosed()) {
      throw new IllegalStateException("the backend is closed; close the model before its backend");
    }
  }
}
