package vae4j;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import vae4j.backend.Backend;
import vae4j.backend.kernel.Activation;
import vae4j.data.ImageShape;
import vae4j.graph.Graph;
import vae4j.graph.GraphBuilder;
import vae4j.graph.Mode;
import vae4j.graph.PlanSpec;
import vae4j.graph.Value;
import vae4j.graph.op.Concat;
import vae4j.graph.op.Repeat;
import vae4j.graph.parameter.Weights;
import vae4j.latent.Gaussian;
import vae4j.latent.Posterior;
import vae4j.layer.Conv2D;
import vae4j.layer.Conv2DTranspose;
import vae4j.layer.Dense;
import vae4j.layer.Layer;
import vae4j.layer.Layers;
import vae4j.loss.Reconstruction;

/**
 * The graph of a {@link VaeConfig}: image → features → parameters of q(z | x) → z → output → loss
 * terms, and the parts of it that are run.
 */
final class VaeGraph {
  /** The image, [N, H, W, C]. */
  static final String IMAGE = "image";

  /** The label of a conditional model as a vector with a 1 at its class, [N, K]. */
  static final String LABEL = "label";

  /** The latent vector z. */
  static final String Z = "z";

  /** The output of the decoder: logits or means. */
  static final String OUTPUT = "output";

  /** The log-variance that a Gaussian likelihood learns. */
  static final String OUTPUT_LOG_VARIANCE = "decoder/log_variance";

  /** Group normalisation takes up to so many groups, as in Wu and He 2018, table 3. */
  private static final int GROUPS = 32;

  /** Fewer numbers in a group than these make its statistics noisy. */
  private static final int SMALLEST_GROUP = 4;

  private final VaeConfig config;
  private final GraphBuilder graph = new GraphBuilder();

  private VaeGraph(VaeConfig config) {
    this.config = config;
  }

  /**
   * The graph of a config.
   *
   * @throws IllegalArgumentException if it has 2³¹ parameters or more
   */
  static Graph of(VaeConfig config) {
    Graph graph;
    try {
      graph = new VaeGraph(config).build();
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException(tooMany("more than 2^63"), e);
    }
    long parameters = graph.layout().length();
    if (parameters > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(tooMany(String.format(Locale.ROOT, "%,d", parameters)));
    }
    return graph;
  }

  private static String tooMany(String parameters) {
    return "parameters must be fewer than 2^31, were "
        + parameters
        + ": smaller images, fewer filters, hidden units or latent dimensions are wanted";
  }

  /** Images in, parameters of q(z | x) out. */
  static PlanSpec encoding(VaeConfig config) {
    return new PlanSpec(
        given(config, IMAGE), config.posterior().parameters(), Set.of(), Mode.INFER);
  }

  /** Latent vectors in, the decoder's output out. */
  static PlanSpec decoding(VaeConfig config) {
    return new PlanSpec(given(config, Z), List.of(OUTPUT), Set.of(), Mode.INFER);
  }

  /** Images and latent vectors in, the reconstruction loss out. */
  static PlanSpec likelihood(VaeConfig config) {
    return new PlanSpec(
        given(config, IMAGE, Z), List.of(), Set.of(Reconstruction.TERM), Mode.INFER);
  }

  /** Images and noise in, all loss terms of a graph out. */
  static PlanSpec loss(VaeConfig config, Graph graph, Mode mode) {
    List<String> feeds = new ArrayList<>(given(config, IMAGE));
    if (config.variational()) {
      feeds.add(Gaussian.NOISE);
    }
    Set<String> terms = new LinkedHashSet<>();
    graph.terms().forEach(term -> terms.add(term.name()));
    return new PlanSpec(feeds, List.of(), terms, mode);
  }

  /** The values of the parameters of the prior. */
  static double[][] priorParameters(Graph graph, Weights weights) {
    return graph.layout().parameters().stream()
        .filter(parameter -> parameter.name().startsWith("latent/kl/"))
        .map(parameter -> weights.store().of(parameter).toDoubles())
        .toArray(double[][]::new);
  }

  private static List<String> given(VaeConfig config, String... names) {
    List<String> feeds = new ArrayList<>(List.of(names));
    if (config.classes() > 0) {
      feeds.add(LABEL);
    }
    return feeds;
  }

  private Graph build() {
    Value image = graph.input(IMAGE, config.input());
    Value label = null;
    if (config.classes() > 0) {
      label = graph.input(LABEL, new ImageShape(1, 1, config.classes()));
    }
    List<ImageShape> sizes = new ArrayList<>();
    Value features = encoder(image, sizes);
    Posterior posterior = config.posterior();
    List<Value> parameters = new ArrayList<>();
    for (String name : posterior.parameters()) {
      parameters.add(graph.named(name, head().add(graph, "encoder/" + name, features)));
    }
    Value z = graph.named(Z, posterior.sample(graph, parameters, config.prior(), label));
    Value output = graph.named(OUTPUT, decoder(z, sizes));
    // The name of the likelihood's learned variance is decoder/log_variance.
    graph.addAll("decoder", new Reconstruction(config.likelihood()), List.of(output, image));
    return graph.build();
  }

  /**
   * Convolutions, then dense layers, each stage and the first dense layer given the label; {@code
   * sizes} gets the input shapes of the stages.
   */
  private Value encoder(Value image, List<ImageShape> sizes) {
    Value value = image;
    for (int i = 0; i < config.stages().size(); i++) {
      sizes.add(value.shape());
      value = withLabel("encoder/stage" + (i + 1), value);
      VaeConfig.Stage stage = config.stages().get(i);
      Layer convolution =
          new Conv2D(stage.filters(), stage.kernel(), stage.stride(), config.activation());
      value = convolution.add(graph, "encoder/conv" + (i + 1), value);
      value = residualBlocks("encoder/residual" + (i + 1), value);
    }
    sizes.add(value.shape());
    if (!config.spatial() && config.classes() > 0) {
      value = Layers.flatten().add(graph, "encoder/flatten", value);
    }
    value = withLabel("encoder", value);
    for (int i = 0; i < config.hidden().size(); i++) {
      Layer dense = new Dense(config.hidden().get(i), config.activation());
      value = dense.add(graph, "encoder/dense" + (i + 1), value);
    }
    return value;
  }

  private Layer head() {
    ImageShape shape = config.latentShape();
    return config.spatial()
        ? new Conv2D(shape.channels(), 1, 1, Activation.identity())
        : new Dense(shape.channels(), Activation.identity());
  }

  /** The encoder's mirror: each transposed convolution ends at the size its stage began with. */
  private Value decoder(Value z, List<ImageShape> sizes) {
    Value value = withLabel("decoder", z);
    int dense = 1;
    for (int i = config.hidden().size() - 1; i >= 0; i--) {
      Layer layer = new Dense(config.hidden().get(i), config.activation());
      value = layer.add(graph, "decoder/dense" + dense++, value);
    }
    List<VaeConfig.Stage> stages = config.stages();
    ImageShape input = config.input();
    if (stages.isEmpty()) {
      Layer last = new Dense(input.size(), Activation.identity());
      return Layers.reshape(input)
          .add(graph, "decoder/reshape", last.add(graph, "decoder/output", value));
    }
    value = projection(value, sizes.get(stages.size()), dense);
    for (int i = stages.size() - 1; i >= 0; i--) {
      value = residualBlocks("decoder/residual" + (stages.size() - i), value);
      value = withLabel("decoder/stage" + (stages.size() - i), value);
      ImageShape size = sizes.get(i);
      VaeConfig.Stage stage = stages.get(i);
      Layer growing =
          new Conv2DTranspose(
              size.height(),
              size.width(),
              stage.filters(),
              stage.kernel(),
              stage.stride(),
              config.activation());
      value = growing.add(graph, "decoder/conv_transpose" + (stages.size() - i), value);
    }
    Layer last = new Conv2D(input.channels(), stages.get(0).kernel(), 1, Activation.identity());
    return last.add(graph, "decoder/output", value);
  }

  /** From z to the shape of the last stage's output. */
  private Value projection(Value value, ImageShape smallest, int number) {
    if (config.spatial()) {
      Layer layer = new Conv2D(smallest.channels(), 3, 1, Activation.identity());
      return layer.add(graph, "decoder/conv", value);
    }
    Layer dense = new Dense(smallest.size(), Activation.identity());
    Value flat = dense.add(graph, "decoder/dense" + number, value);
    return Layers.reshape(smallest).add(graph, "decoder/reshape", flat);
  }

  /** The channels of a value followed by those of the label, at each position. */
  private Value withLabel(String part, Value value) {
    if (config.classes() == 0) {
      return value;
    }
    ImageShape shape = value.shape();
    Value label = graph.value(LABEL);
    if (shape.height() > 1 || shape.width() > 1) {
      label = graph.add(part + "/label", new Repeat(shape.height(), shape.width()), label);
    }
    return graph.add(part + "/condition", new Concat(), value, label);
  }

  private Value residualBlocks(String name, Value input) {
    Value value = input;
    for (int i = 0; i < config.residualBlocks(); i++) {
      int channels = value.shape().channels();
      int groups = Math.max(1, Math.min(GROUPS, channels / SMALLEST_GROUP));
      Layer body =
          Layers.sequential()
              .then("norm1", Layers.groupNormalization(groups))
              .then("activation1", Layers.activation(config.activation()))
              .then("conv1", new Conv2D(channels, 3, 1, Activation.identity()))
              .then("norm2", Layers.groupNormalization(groups))
              .then("activation2", Layers.activation(config.activation()))
              .then("conv2", new Conv2D(channels, 3, 1, Activation.identity()));
      value = Layers.residual(body, Layers.identity()).add(graph, name + "_" + (i + 1), value);
    }
    return value;
  }

  /** A slice of a batch is not smaller, however large the images. */
  private static final int SMALLEST_SLICE = 8;

  /**
   * Images of a batch that go through the network at a time. Slices are of one size if they need
   * not be smaller than half of what fits for it: then all of them use the same memory.
   */
  static int slice(Graph graph, Backend backend, int count) {
    if (graph.acrossBatch()) {
      return count;
    }
    long fits = Math.max(SMALLEST_SLICE, backend.activationsAtATime() / graph.activations());
    int fewest = Math.toIntExact((count + fits - 1) / fits);
    for (int slices = fewest; slices <= 2 * fewest; slices++) {
      if (count % slices == 0) {
        return count / slices;
      }
    }
    return (count + fewest - 1) / fewest;
  }
}
