package vae4j;

import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import vae4j.backend.Backend;
import vae4j.backend.Storage;
import vae4j.backend.kernel.ActivationKernel;
import vae4j.backend.kernel.LatentKernel;
import vae4j.data.ArrayRows;
import vae4j.data.Batch;
import vae4j.data.ImageShape;
import vae4j.data.ImageValues;
import vae4j.data.Seeds;
import vae4j.graph.Graph;
import vae4j.graph.Mode;
import vae4j.graph.Plan;
import vae4j.graph.PlanSpec;
import vae4j.graph.parameter.Weights;
import vae4j.latent.DiagonalGaussian;
import vae4j.latent.Gaussian;
import vae4j.latent.Posterior;
import vae4j.loss.LossMean;
import vae4j.loss.LossTerms;
import vae4j.loss.Reconstruction;

/**
 * A handle for inference with buffers of its own over the weights of a {@link Vae}. It is used by
 * one thread at a time; as many sessions run at the same time as there are threads.
 */
public final class Session implements Inference, AutoCloseable {
  /** Plans that are kept ready, by what they compute and their batch size. */
  private static final int PLANS = 4;

  private final VaeConfig config;
  private final Graph graph;
  private final Backend backend;
  private final Weights weights;
  private final Supplier<Boolean> modelClosed;
  private final Map<Key, Prepared> plans = new LinkedHashMap<>(8, 0.75f, true);

  private record Key(PlanSpec spec, int batch) {}

  /** A plan, and the kernel that makes images of its output. */
  private record Prepared(Plan plan, @Nullable ActivationKernel pixels) {
    void close() {
      plan.close();
      if (pixels != null) {
        pixels.close();
      }
    }
  }

  Session(
      VaeConfig config,
      Graph graph,
      Backend backend,
      Weights weights,
      Supplier<Boolean> modelClosed) {
    this.config = config;
    this.graph = graph;
    this.backend = backend;
    this.weights = weights;
    this.modelClosed = modelClosed;
  }

  @Override
  public VaeConfig config() {
    return config;
  }

  /**
   * This session for images of given classes, by a conditional model.
   *
   * @param labels class numbers, one for each image, or fewer that are taken over and over again
   * @return valid as long as this session
   * @throws IllegalArgumentException if the model is not conditional, or there is no such class
   */
  public Inference given(int... labels) {
    Session self = this;
    return new Conditioned(
        config,
        labels,
        new Lender() {
          @Override
          public <T> T with(Function<Session, T> action) {
            return action.apply(self);
          }
        });
  }

  @Override
  public DiagonalGaussian encode(INDArray images) {
    return encode(images, null);
  }

  @Override
  public INDArray decode(INDArray latents) {
    return decode(latents, null, true);
  }

  @Override
  public INDArray decodeOutput(INDArray latents) {
    return decode(latents, null, false);
  }

  @Override
  public INDArray sample(int count, long seed, double temperature) {
    return sample(count, seed, temperature, null);
  }

  @Override
  public double[] logLikelihood(INDArray images, INDArray latents) {
    return logLikelihood(images, latents, null);
  }

  DiagonalGaussian encode(INDArray images, int @Nullable [] labels) {
    requireImages(images);
    int count = (int) images.size(0);
    int[] classes = labels(labels, count);
    int dimensions = config.latent();
    int length = resultLength("latent vectors", count, dimensions);
    List<String> parameters = config.posterior().parameters();
    Outputs means = new Outputs(backend.dataType(), length);
    Outputs logVariances =
        new Outputs(backend.dataType(), length).filledWith(LatentKernel.MIN_LOG_VARIANCE);
    try (ArrayRows rows = new ArrayRows(images)) {
      inParts(
          count,
          Vae.imagesAtATime(graph),
          (from, to) -> {
            Plan plan = prepared(VaeGraph.encoding(config), to - from).plan;
            plan.value(VaeGraph.IMAGE).write(rows.get(from, to));
            feedLabels(plan, classes, from, to);
            run(plan);
            means.copy(plan.value(parameters.get(0)), from * dimensions, null);
            if (config.variational()) {
              Storage logVariance = plan.value(parameters.get(1));
              logVariances.copy(logVariance, from * dimensions, LatentKernel::clamp);
            }
          });
    }
    long[] shape = {count, dimensions};
    return new DiagonalGaussian(means.toArray(shape), logVariances.toArray(shape));
  }

  INDArray decode(INDArray latents, int @Nullable [] labels, boolean asPixels) {
    INDArray flat = requireLatents(latents);
    int count = (int) flat.size(0);
    int[] classes = labels(labels, count);
    ImageShape shape = config.input();
    Outputs images = new Outputs(backend.dataType(), resultLength("images", count, shape.size()));
    try (ArrayRows rows = new ArrayRows(flat)) {
      inParts(
          count,
          Vae.imagesAtATime(graph),
          (from, to) -> {
            Prepared prepared = prepared(VaeGraph.decoding(config), to - from);
            Plan plan = prepared.plan;
            plan.value(VaeGraph.Z).write(rows.get(from, to));
            feedLabels(plan, classes, from, to);
            run(plan);
            Storage output = plan.value(VaeGraph.OUTPUT);
            if (asPixels && prepared.pixels != null) {
              prepared.pixels.forward(output, output);
            }
            boolean done = !asPixels || prepared.pixels != null;
            images.copy(output, from * shape.size(), done ? null : config.likelihood()::pixel);
          });
    }
    return images.toArray(count, shape.height(), shape.width(), shape.channels());
  }

  INDArray sample(int count, long seed, double temperature, int @Nullable [] labels) {
    if (!(temperature >= 0 && temperature < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "temperature must be at least 0 and finite, was " + temperature);
    }
    // All numbers of the images must fit into one array.
    int most = Integer.MAX_VALUE / Math.max(config.latent(), config.input().size());
    if (count <= 0 || count > most) {
      throw new IllegalArgumentException(
          count <= 0
              ? "count must be positive, was " + count
              : "count must be at most " + most + " for images of this size, was " + count);
    }
    resultLength("images", count, config.input().size());
    float[] latents = new float[resultLength("latent vectors", count, config.latent())];
    RandomGenerator random = Seeds.stream(seed, Seeds.Purpose.PRIOR, 0);
    int[] classes = labels(labels, count);
    double[][] parameters = weights.read(() -> VaeGraph.priorParameters(graph, weights));
    for (int n = 0; n < count; n++) {
      int label = classes.length > 0 ? classes[n] : 0;
      config
          .prior()
          .sample(
              random,
              temperature,
              label,
              parameters,
              latents,
              n * config.latent(),
              config.latent());
    }
    try (INDArray z = Nd4j.create(latents, new long[] {count, config.latent()}, 'c')) {
      return decode(z, labels, true);
    }
  }

  double[] logLikelihood(INDArray images, INDArray latents, int @Nullable [] labels) {
    requireImages(images);
    INDArray flat = requireLatents(latents);
    int count = (int) images.size(0);
    int[] classes = labels(labels, count);
    if (flat.size(0) % count != 0) {
      throw new IllegalArgumentException(
          "latents must be a multiple of the " + count + " images, were " + flat.size(0));
    }
    int rounds = (int) flat.size(0) / count;
    int atATime = Vae.imagesAtATime(graph);
    // Few images go through several times at once, so that the batch is always a large one.
    int copies = Math.min(rounds, Math.max(1, atATime / count));
    double constant = config.likelihood().constant(config.input().size());
    double[] logLikelihood = new double[rounds * count];
    try (ArrayRows imageRows = new ArrayRows(images);
        ArrayRows latentRows = new ArrayRows(flat)) {
      inParts(
          count,
          atATime,
          (from, to) ->
              inParts(
                  rounds,
                  copies,
                  (first, end) -> {
                    int rows = (end - first) * (to - from);
                    Plan plan = prepared(VaeGraph.likelihood(config), rows).plan;
                    if (first == 0 || end - first < copies) {
                      load(plan, imageRows.get(from, to), end - first);
                      feedCopies(plan, classes, from, to, end - first);
                    }
                    // Either one round, or all images: the rows lie side by side in any case.
                    int row = first * count + from;
                    plan.value(VaeGraph.Z).write(latentRows.get(row, row + rows));
                    run(plan);
                    double[] losses = plan.term(Reconstruction.TERM);
                    for (int i = 0; i < losses.length; i++) {
                      logLikelihood[row + i] = -(losses[i] + constant);
                    }
                  }));
    }
    return logLikelihood;
  }

  private static void load(Plan plan, INDArray images, int copies) {
    if (copies == 1) {
      plan.value(VaeGraph.IMAGE).write(images);
      return;
    }
    try (INDArray tiled = Nd4j.tile(images, copies, 1, 1, 1)) {
      plan.value(VaeGraph.IMAGE).write(tiled);
    }
  }

  /** The mean loss of images that have been checked, with one sampled z per image. */
  LossTerms loss(INDArray images, int @Nullable [] labels, Noise noise, double beta) {
    requireShape(images);
    int count = (int) images.size(0);
    int[] classes = labels(labels, count);
    LossMean mean = new LossMean();
    PlanSpec spec = VaeGraph.loss(config, graph, Mode.INFER);
    try (ArrayRows rows = new ArrayRows(images)) {
      inParts(
          count,
          VaeGraph.slice(graph, backend, count),
          (from, to) -> {
            Plan plan = prepared(spec, to - from).plan;
            plan.value(VaeGraph.IMAGE).write(rows.get(from, to));
            feedLabels(plan, classes, from, to);
            if (config.variational()) {
              plan.value(Gaussian.NOISE).write(noise.of(from, to, config.latent()));
            }
            run(plan);
            Map<String, Double> betas = Map.of(Posterior.KL, beta);
            mean.add(new LossTerms(plan.terms(), betas), to - from);
          });
    }
    return mean.mean();
  }

  LossTerms loss(Batch batch, Noise noise, double beta) {
    return loss(batch.images(), config.classes() > 0 ? batch.labels() : null, noise, beta);
  }

  private void run(Plan plan) {
    weights.read(
        () -> {
          plan.forward();
          return plan;
        });
  }

  private Prepared prepared(PlanSpec spec, int batch) {
    requireOpen();
    Key key = new Key(spec, batch);
    Prepared prepared = plans.get(key);
    if (prepared == null) {
      if (plans.size() == PLANS) {
        Iterator<Prepared> eldest = plans.values().iterator();
        eldest.next().close();
        eldest.remove();
      }
      MemoryNeed.requirePlan(config, graph, spec, batch, backend);
      Plan plan = new Plan(graph, spec, batch, backend, weights);
      boolean decodes = spec.fetches().contains(VaeGraph.OUTPUT);
      long pixels = (long) batch * config.input().size();
      prepared =
          new Prepared(plan, decodes ? config.likelihood().pixelKernel(backend, pixels) : null);
      plans.put(key, prepared);
    }
    return prepared;
  }

  /** The labels of all images, or an empty array for an unconditional model. */
  private int[] labels(int @Nullable [] labels, int count) {
    if (config.classes() == 0) {
      return new int[0];
    }
    if (labels == null) {
      throw new IllegalArgumentException(
          "a conditional model needs labels in [0, " + config.classes() + "): given(labels)");
    }
    if (count % labels.length != 0) {
      throw new IllegalArgumentException(
          "labels must divide the number of images, were " + labels.length + " for " + count);
    }
    Conditioned.requireClasses(config, labels);
    int[] all = new int[count];
    Arrays.setAll(all, i -> labels[i % labels.length]);
    return all;
  }

  static void feedLabels(VaeConfig config, Plan plan, int[] labels, int from, int to) {
    if (config.classes() > 0) {
      plan.value(VaeGraph.LABEL).write(oneHot(config, labels, from, to));
    }
  }

  /** Labels as vectors with a 1 at the class, [to − from, classes]. */
  static float[] oneHot(VaeConfig config, int[] labels, int from, int to) {
    float[] vectors = new float[(to - from) * config.classes()];
    for (int i = from; i < to; i++) {
      vectors[(i - from) * config.classes() + labels[i]] = 1;
    }
    return vectors;
  }

  private void feedLabels(Plan plan, int[] labels, int from, int to) {
    feedLabels(config, plan, labels, from, to);
  }

  private void feedCopies(Plan plan, int[] labels, int from, int to, int copies) {
    if (config.classes() > 0) {
      int[] all = new int[(to - from) * copies];
      for (int i = 0; i < all.length; i++) {
        all[i] = labels[from + i % (to - from)];
      }
      feedLabels(plan, all, 0, all.length);
    }
  }

  private int resultLength(String name, long count, int each) {
    return Outputs.requireLength(backend, name, count, each);
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

  private void requireImages(INDArray images) {
    requireShape(images);
    ImageValues.require(images);
  }

  private void requireShape(INDArray images) {
    requireOpen();
    requireShape(config, images);
  }

  static void requireShape(VaeConfig config, INDArray images) {
    ImageShape shape = config.input();
    long[] found = images.shape();
    if (found.length != 4
        || found[0] == 0
        || found[1] != shape.height()
        || found[2] != shape.width()
        || found[3] != shape.channels()) {
      throw new IllegalArgumentException(
          String.format(
              "images must be [N, %d, %d, %d] with N at least 1, were %s",
              shape.height(), shape.width(), shape.channels(), Arrays.toString(found)));
    }
  }

  private INDArray requireLatents(INDArray latents) {
    requireOpen();
    ImageShape shape = config.latentShape();
    long[] found = latents.shape();
    boolean spatial =
        config.spatial()
            && found.length == 4
            && found[1] == shape.height()
            && found[2] == shape.width()
            && found[3] == shape.channels();
    boolean flat = found.length == 2 && found[1] == config.latent();
    if (!(flat || spatial) || found[0] == 0) {
      throw new IllegalArgumentException(
          "latents must be [N, "
              + config.latent()
              + "] with N at least 1, were "
              + Arrays.toString(found));
    }
    ImageValues.requireFinite(latents);
    return flat ? latents : latents.reshape('c', found[0], config.latent());
  }

  private void requireOpen() {
    if (modelClosed.get()) {
      throw new IllegalStateException("the model is closed");
    }
    Vae.requireOpen(backend);
  }

  /** Frees what is kept ready for the next batch of the same size. */
  void freeWorkspace() {
    plans.values().forEach(Prepared::close);
    plans.clear();
  }

  /** Frees its buffers; the model stays open. */
  @Override
  public void close() {
    freeWorkspace();
  }

  /** Runs something on a session. */
  interface Lender {
    <T> T with(Function<Session, T> action);
  }
}
