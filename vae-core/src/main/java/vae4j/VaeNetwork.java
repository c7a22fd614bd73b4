package vae4j;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import vae4j.backend.Activation;
import vae4j.data.ImageShape;
import vae4j.layer.Conv2D;
import vae4j.layer.Conv2DTranspose;
import vae4j.layer.Dense;
import vae4j.layer.Layer;
import vae4j.layer.LayerStack;
import vae4j.layer.Parameter;
import vae4j.layer.ParameterLayout;
import vae4j.layer.Reshape;

/**
 * The layers of a model, top to bottom, and where their parameters lie in the flat vector.
 *
 * @param encoder from the picture to the features the heads see
 * @param mean head that gives μ; the code itself in a plain autoencoder
 * @param logVariance head that gives log σ²; null in a plain autoencoder
 * @param decoder from the code to logits or means
 * @param outputLogVariance the learned log-variance of a Gaussian likelihood; null without
 * @param layout all parameters
 */
record VaeNetwork(
    LayerStack encoder,
    LayerStack mean,
    @Nullable LayerStack logVariance,
    LayerStack decoder,
    @Nullable Parameter outputLogVariance,
    ParameterLayout layout) {

  /**
   * The network of a config.
   *
   * @throws IllegalArgumentException if it has 2³¹ parameters or more
   */
  static VaeNetwork of(VaeConfig config) {
    VaeNetwork network;
    try {
      network = build(config);
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException(tooMany("more than 2^63"), e);
    }
    long parameters = network.layout.length();
    if (parameters > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(tooMany(String.format(Locale.ROOT, "%,d", parameters)));
    }
    return network;
  }

  private static String tooMany(String parameters) {
    return "parameters must be fewer than 2^31, were "
        + parameters
        + ": smaller images, fewer filters, hidden units or latents are wanted";
  }

  private static VaeNetwork build(VaeConfig config) {
    ParameterLayout layout = new ParameterLayout();
    LayerStack encoder = encoder(config, layout);
    LayerStack mean =
        head(config.variational() ? "mean" : "code", encoder.output(), config.latent(), layout);
    LayerStack logVariance =
        config.variational()
            ? head("log_variance", encoder.output(), config.latent(), layout)
            : null;
    LayerStack decoder = decoder(config, encoder, layout);
    Parameter outputLogVariance =
        config.likelihood().learnsVariance() ? layout.add("decoder/log_variance", 1) : null;
    return new VaeNetwork(encoder, mean, logVariance, decoder, outputLogVariance, layout);
  }

  /** All layers in the order data flows. */
  List<Layer> layers() {
    List<Layer> layers = new ArrayList<>(encoder.layers());
    layers.addAll(mean.layers());
    if (logVariance != null) {
      layers.addAll(logVariance.layers());
    }
    layers.addAll(decoder.layers());
    return layers;
  }

  /** Numbers that layers give for one picture. */
  long activations() {
    return layers().stream()
        .filter(layer -> layer.weights() != null)
        .mapToLong(layer -> layer.output().size())
        .sum();
  }

  private static LayerStack encoder(VaeConfig config, ParameterLayout layout) {
    LayerStack.Builder stack = new LayerStack.Builder("encoder", config.input(), layout);
    int number = 1;
    for (VaeConfig.Stage s : config.stages()) {
      stack.add(
          "conv" + number++, new Conv2D(s.filters(), s.kernel(), s.stride(), config.activation()));
    }
    number = 1;
    for (int units : config.hidden()) {
      stack.add("dense" + number++, new Dense(units, config.activation()));
    }
    return stack.build();
  }

  private static LayerStack head(
      String name, ImageShape features, int latent, ParameterLayout layout) {
    return new LayerStack.Builder("encoder", features, layout)
        .add(name, new Dense(latent, Activation.identity()))
        .build();
  }

  /**
   * The encoder's mirror image: each transposed convolution ends at the size its twin began with.
   */
  private static LayerStack decoder(VaeConfig config, LayerStack encoder, ParameterLayout layout) {
    ImageShape input = config.input();
    LayerStack.Builder stack =
        new LayerStack.Builder("decoder", new ImageShape(1, 1, config.latent()), layout);
    int number = 1;
    for (int i = config.hidden().size() - 1; i >= 0; i--) {
      stack.add("dense" + number++, new Dense(config.hidden().get(i), config.activation()));
    }
    List<VaeConfig.Stage> stages = config.stages();
    if (stages.isEmpty()) {
      return stack
          .add("output", new Dense(input.size(), Activation.identity()))
          .add("reshape", new Reshape(input))
          .build();
    }
    ImageShape smallest = encoder.layers().get(stages.size() - 1).output();
    stack
        .add("dense" + number, new Dense(smallest.size(), Activation.identity()))
        .add("reshape", new Reshape(smallest));
    for (int i = stages.size() - 1; i >= 0; i--) {
      ImageShape twin = encoder.layers().get(i).input();
      VaeConfig.Stage s = stages.get(i);
      stack.add(
          "conv_transpose" + (stages.size() - i),
          new Conv2DTranspose(
              twin.height(),
              twin.width(),
              s.filters(),
              s.kernel(),
              s.stride(),
              config.activation()));
    }
    int kernel = stages.get(0).kernel();
    return stack
        .add("output", new Conv2D(input.channels(), kernel, 1, Activation.identity()))
        .build();
  }
}
