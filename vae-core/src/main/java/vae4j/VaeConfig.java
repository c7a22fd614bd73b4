package vae4j;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import vae4j.backend.Activation;
import vae4j.data.ImageShape;
import vae4j.loss.Likelihood;

/**
 * What a model looks like. The encoder is the stages of convolutions, then the hidden dense layers,
 * then the heads; the decoder is its mirror image.
 *
 * @param input shape of the pictures
 * @param stages the encoder's convolutions, in the order data flows; empty for a dense model
 * @param hidden units of the encoder's dense layers after the convolutions, in the order data flows
 * @param latent latents Z, positive
 * @param activation after each layer but heads, projection and output
 * @param likelihood what the decoder's output means
 * @param variational false for the plain autoencoder: no sampling, no divergence
 */
public record VaeConfig(
    ImageShape input,
    List<Stage> stages,
    List<Integer> hidden,
    int latent,
    Activation activation,
    Likelihood likelihood,
    boolean variational) {
  /**
   * A convolution of the encoder, and its transposed twin in the decoder.
   *
   * @param filters channels, positive
   * @param kernel rows and columns of the kernel, positive
   * @param stride how much smaller the picture gets, positive
   */
  public record Stage(int filters, int kernel, int stride) {
    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if one is not positive
     */
    public Stage {
      requirePositive("filters", filters);
      requirePositive("kernel", kernel);
      requirePositive("stride", stride);
    }
  }

  /**
   * Checks the whole model; a config that exists can be built.
   *
   * @throws IllegalArgumentException if a number is not positive, or the pictures are too small for
   *     the strides
   */
  public VaeConfig {
    stages = List.copyOf(stages);
    hidden = List.copyOf(hidden);
    for (int units : hidden) {
      requirePositive("hidden units", units);
    }
    requirePositive("latent", latent);
    int height = input.height();
    int width = input.width();
    for (Stage stage : stages) {
      if (Math.min(height, width) < stage.stride()) {
        throw new IllegalArgumentException(
            String.format(
                "picture %s is too small for the strides %s: %d×%d reaches a stride of %d",
                input, stages.stream().map(Stage::stride).toList(), height, width, stage.stride()));
      }
      height = (height + stage.stride() - 1) / stage.stride();
      width = (width + stage.stride() - 1) / stage.stride();
    }
  }

  /**
   * Starts a convolutional model: stages of 32, 64 and 128 filters 3×3 with stride 2, 16 latents,
   * ReLU, Bernoulli.
   *
   * @param input shape of the pictures
   * @return a builder with these defaults
   */
  public static Builder conv(ImageShape input) {
    return new Builder(input).filters(32, 64, 128);
  }

  /**
   * Starts a dense model: hidden layers of 512 and 256 units, 16 latents, ReLU, Bernoulli.
   *
   * @param input shape of the pictures
   * @return a builder with these defaults
   */
  public static Builder dense(ImageShape input) {
    return new Builder(input).hidden(512, 256);
  }

  /** As it stands in a model's file. */
  public JsonObject toJson() {
    JsonObject json = new JsonObject();
    JsonObject shape = new JsonObject();
    shape.addProperty("height", input.height());
    shape.addProperty("width", input.width());
    shape.addProperty("channels", input.channels());
    json.add("input", shape);
    JsonArray convolutions = new JsonArray();
    for (VaeConfig.Stage stage : stages) {
      JsonObject one = new JsonObject();
      one.addProperty("filters", stage.filters());
      one.addProperty("kernel", stage.kernel());
      one.addProperty("stride", stage.stride());
      convolutions.add(one);
    }
    json.add("stages", convolutions);
    JsonArray units = new JsonArray();
    hidden.forEach(units::add);
    json.add("hidden", units);
    json.addProperty("latent", latent);
    json.addProperty("activation", activation.toString());
    JsonObject output = new JsonObject();
    output.addProperty("type", likelihood.toString());
    if (likelihood instanceof Likelihood.Gaussian gaussian) {
      output.addProperty("variance", gaussian.variance());
    }
    json.add("likelihood", output);
    json.addProperty("variational", variational);
    return json;
  }

  /** Sets what differs from the defaults. */
  public static final class Builder {
    private final ImageShape input;
    private int[] filters = {};
    private int kernel = 3;
    private int stride = 2;
    private List<Stage> stages = List.of();
    private List<Integer> hidden = List.of();
    private int latent = 16;
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
     * Length of the code.
     *
     * @param value latents Z, positive
     * @return this
     */
    public Builder latent(int value) {
      latent = value;
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
     * What the decoder's output means.
     *
     * @param value the likelihood
     * @return this
     */
    public Builder likelihood(Likelihood value) {
      likelihood = value;
      return this;
    }

    /**
     * Makes it the plain autoencoder: no sampling, no divergence.
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
      return new VaeConfig(input, all, hidden, latent, activation, likelihood, variational);
    }
  }

  private static void requirePositive(String name, int value) {
    if (value <= 0) {
      throw new IllegalArgumentException(name + " must be positive, was " + value);
    }
  }
}
