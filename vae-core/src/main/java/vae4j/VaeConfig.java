package vae4j;

import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import vae4j.backend.kernel.Activation;
import vae4j.data.Checks;
import vae4j.data.ImageShape;
import vae4j.latent.Deterministic;
import vae4j.latent.Gaussian;
import vae4j.latent.Posterior;
import vae4j.latent.Prior;
import vae4j.latent.StandardNormal;
import vae4j.loss.Likelihood;

/**
 * The architecture of a model. The encoder is the stages of convolutions, then the hidden dense
 * layers, then the heads; the decoder is its mirror image.
 *
 * @param input shape of the images
 * @param stages the encoder's convolutions, in the order data flows; empty for a dense model
 * @param hidden units of the encoder's dense layers after the convolutions, in the order data flows
 * @param latentShape shape of z: 1×1×Z for a vector, or the height and width of the last stage's
 *     output with some channels
 * @param activation after each layer but heads, projection and output
 * @param likelihood of a pixel given the decoder's output
 * @param variational false for the plain autoencoder: no sampling, no KL
 * @param residualBlocks blocks of group normalisation, activation and convolution with a shortcut
 *     after each stage, and before each of the decoder's
 * @param classes of the labels that encoder and decoder are given besides; 0 for none
 * @param prior p(z)
 */
public record VaeConfig(
    ImageShape input,
    List<Stage> stages,
    List<Integer> hidden,
    ImageShape latentShape,
    Activation activation,
    Likelihood likelihood,
    boolean variational,
    int residualBlocks,
    int classes,
    Prior prior) {
  /**
   * A convolution of the encoder, and its transposed twin in the decoder.
   *
   * @param filters channels, positive
   * @param kernel rows and columns of the kernel, positive
   * @param stride how much smaller the image gets, positive
   */
  public record Stage(int filters, int kernel, int stride) {
    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if one is not positive
     */
    public Stage {
      Checks.requirePositive("filters", filters);
      Checks.requirePositive("kernel", kernel);
      Checks.requirePositive("stride", stride);
    }
  }

  /**
   * Checks the whole model; a config that exists can be built.
   *
   * @throws IllegalArgumentException if a number is not positive, or the images are too small for
   *     the strides
   */
  public VaeConfig {
    stages = List.copyOf(stages);
    hidden = List.copyOf(hidden);
    for (int units : hidden) {
      Checks.requirePositive("hidden units", units);
    }
    Checks.requirePositive("latent", latentShape.size());
    requireNotNegative("residual blocks", residualBlocks);
    requireNotNegative("classes", classes);
    if (residualBlocks > 0 && stages.isEmpty()) {
      throw new IllegalArgumentException(
          "residual blocks need stages of convolutions, were " + residualBlocks + " without any");
    }
    int height = input.height();
    int width = input.width();
    for (Stage stage : stages) {
      if (Math.min(height, width) < stage.stride()) {
        throw new IllegalArgumentException(
            String.format(
                "image %s is too small for the strides %s: %d×%d reaches a stride of %d",
                input, stages.stream().map(Stage::stride).toList(), height, width, stage.stride()));
      }
      height = (height + stage.stride() - 1) / stage.stride();
      width = (width + stage.stride() - 1) / stage.stride();
    }
    if (spatial(latentShape)) {
      if (latentShape.height() != height || latentShape.width() != width || !hidden.isEmpty()) {
        throw new IllegalArgumentException(
            String.format(
                "a latent of shape %s needs a last stage of %d×%d and no hidden layers, were %d×%d and"
                    + " %s",
                latentShape, latentShape.height(), latentShape.width(), height, width, hidden));
      }
    }
  }

  private static boolean spatial(ImageShape shape) {
    return shape.height() > 1 || shape.width() > 1;
  }

  /** Whether z has a height and a width. */
  public boolean spatial() {
    return spatial(latentShape);
  }

  /** Latent dimensions Z: the numbers of z. */
  public int latent() {
    return latentShape.size();
  }

  /** q(z | x). */
  public Posterior posterior() {
    return variational ? new Gaussian() : new Deterministic();
  }

  /**
   * Starts a convolutional model: stages of 32, 64 and 128 filters 3×3 with stride 2, 16 latents,
   * ReLU, Bernoulli.
   *
   * @param input shape of the images
   * @return a builder with these defaults
   */
  public static Builder conv(ImageShape input) {
    return new Builder(input).filters(32, 64, 128);
  }

  /**
   * Starts a dense model: hidden layers of 512 and 256 units, 16 latents, ReLU, Bernoulli.
   *
   * @param input shape of the images
   * @return a builder with these defaults
   */
  public static Builder dense(ImageShape input) {
    return new Builder(input).hidden(512, 256);
  }

  /**
   * The same for images of another shape.
   *
   * @param shape of the images
   * @throws IllegalArgumentException if they are too small for the strides
   */
  public VaeConfig withInput(ImageShape shape) {
    Builder builder =
        new Builder(shape)
            .stages(stages)
            .hidden(hidden.stream().mapToInt(Integer::intValue).toArray())
            .latent(latent())
            .activation(activation)
            .likelihood(likelihood)
            .residual(residualBlocks)
            .conditional(classes)
            .prior(prior);
    if (spatial()) {
      builder.spatialLatent(latentShape.channels());
    }
    return variational ? builder.build() : builder.autoencoder().build();
  }

  /** The architecture as JSON, as in a model file. */
  public JsonObject toJson() {
    return VaeConfigCodec.write(this);
  }

  /** Builds a configuration from its differences to the defaults. */
  public static final class Builder {
    private final ImageShape input;
    private int[] filters = {};
    private int kernel = 3;
    private int stride = 2;
    private List<Stage> stages = List.of();
    private List<Integer> hidden = List.of();
    private int latent = 16;
    private int latentChannels;
    private int residualBlocks;
    private int classes;
    private Prior prior = new StandardNormal();
    private Activation activation = Activation.relu();
    private Likelihood likelihood = Likelihood.bernoulli();
    private boolean variational = true;

    private Builder(ImageShape input) {
      this.input = input;
    }

    /**
     * One stage of convolution for each number, all with this builder's kernel and stride.
     *
     * @param values channels of each stage; none for a dense model
     * @return this
     */
    public Builder filters(int... values) {
      filters = values.clone();
      stages = List.of();
      return this;
    }

    /**
     * Rows and columns of the kernels of {@link #filters}.
     *
     * @param size positive, 3 if not set
     * @return this
     */
    public Builder kernel(int size) {
      kernel = size;
      return this;
    }

    /**
     * Stride of the stages of {@link #filters}.
     *
     * @param step positive, 2 if not set
     * @return this
     */
    public Builder stride(int step) {
      stride = step;
      return this;
    }

    /**
     * The stages one by one, in place of {@link #filters}.
     *
     * @param values in the order data flows
     * @return this
     */
    public Builder stages(List<Stage> values) {
      filters = new int[0];
      stages = List.copyOf(values);
      return this;
    }

    /**
     * Dense layers after the convolutions.
     *
     * @param units of each layer
     * @return this
     */
    public Builder hidden(int... units) {
      List<Integer> values = new ArrayList<>();
      for (int value : units) {
        values.add(value);
      }
      hidden = values;
      return this;
    }

    /**
     * Length of the latent vector.
     *
     * @param value latents Z, positive
     * @return this
     */
    public Builder latent(int value) {
      latent = value;
      return this;
    }

    /**
     * A z with the height and width of the last stage's output, in place of {@link #latent}.
     *
     * @param channels of z, positive
     * @return this
     */
    public Builder spatialLatent(int channels) {
      latentChannels = channels;
      return this;
    }

    /**
     * Residual blocks with group normalisation after each stage, and in the decoder likewise (He et
     * al. 2016, "Identity mappings in deep residual networks"; Wu and He 2018).
     *
     * @param perStage how many, 0 if not set
     * @return this
     */
    public Builder residual(int perStage) {
      residualBlocks = perStage;
      return this;
    }

    /**
     * Makes it a conditional VAE: encoder and decoder are given the label besides (Sohn, Lee and
     * Yan 2015).
     *
     * @param count classes of the labels, 0 for an unconditional model
     * @return this
     */
    public Builder conditional(int count) {
      classes = count;
      return this;
    }

    /**
     * The prior.
     *
     * @param value p(z), N(0, I) if not set
     * @return this
     */
    public Builder prior(Prior value) {
      prior = value;
      return this;
    }

    /**
     * The function between layers.
     *
     * @param value after each layer but heads, projection and output
     * @return this
     */
    public Builder activation(Activation value) {
      activation = value;
      return this;
    }

    /**
     * The likelihood of the decoder's output.
     *
     * @param value the likelihood
     * @return this
     */
    public Builder likelihood(Likelihood value) {
      likelihood = value;
      return this;
    }

    /**
     * Makes it the plain autoencoder: no sampling, no KL.
     *
     * @return this
     */
    public Builder autoencoder() {
      variational = false;
      return this;
    }

    /**
     * The config.
     *
     * @throws IllegalArgumentException if it cannot be built; the message says why
     */
    public VaeConfig build() {
      List<Stage> all = new ArrayList<>(stages);
      for (int value : filters) {
        all.add(new Stage(value, kernel, stride));
      }
      Checks.requirePositive("latent", latent);
      ImageShape latentShape = new ImageShape(1, 1, latent);
      if (latentChannels != 0) {
        int height = input.height();
        int width = input.width();
        for (Stage stage : all) {
          height = (height + stage.stride() - 1) / stage.stride();
          width = (width + stage.stride() - 1) / stage.stride();
        }
        latentShape = new ImageShape(height, width, latentChannels);
      }
      return new VaeConfig(
          input,
          all,
          hidden,
          latentShape,
          activation,
          likelihood,
          variational,
          residualBlocks,
          classes,
          prior);
    }
  }

  private static void requireNotNegative(String name, int value) {
    if (value < 0) {
      throw new IllegalArgumentException(name + " must be 0 or positive, were " + value);
    }
  }
}
