package vae4j.benchmarks.contender;

import java.util.List;

/**
 * The work that all contenders do: a convolutional VAE with Bernoulli likelihood. The encoder is
 * 3×3 convolutions of stride 2, {@code same} padding and ReLU, then a dense head each for μ and log
 * σ²; the decoder a dense layer without activation, transposed convolutions that mirror the
 * encoder's, and a 3×3 convolution to logits. The objective, in nats per image, is the binary
 * cross-entropy summed over pixels + β · KL, its mean over the batch made small by Adam.
 *
 * @param mode what is timed
 * @param height rows of an image, a multiple of 2 for each of the filters
 * @param width columns of an image, likewise
 * @param channels numbers in a pixel
 * @param filters channels of the encoder's convolutions, in the order data flows
 * @param latent length of the code Z
 * @param beta β
 * @param adam the optimiser
 * @param batch images in a step
 * @param threads CPU threads to use
 * @param images images in a pass, a multiple of the batch
 * @param warmUp passes before the timed ones
 * @param passes timed passes
 * @param seed of whatever a contender draws itself
 * @param parameters names, shapes and order of the initial weights
 */
public record Task(
    TaskMode mode,
    int height,
    int width,
    int channels,
    List<Integer> filters,
    int latent,
    double beta,
    Adam adam,
    int batch,
    int threads,
    int images,
    int warmUp,
    int passes,
    long seed,
    List<Parameter> parameters) {
  /**
   * Adam (Kingma and Ba 2015), in the form at the end of section 2, as Keras has it: θ ← θ − α_t·m
   * / (√v + ε).
   *
   * @param learningRate α
   * @param beta1 decay of the first moment
   * @param beta2 decay of the second moment
   * @param epsilon ε
   */
  public record Adam(double learningRate, double beta1, double beta2, double epsilon) {
    /**
     * The product of both moments' corrections: α_t = α·√(1−β₂ᵗ) / (1−β₁ᵗ).
     *
     * @param step t, from 1
     */
    public double stepSize(long step) {
      return learningRate
          * Math.sqrt(secondCorrection(step))
          / (1 - Math.pow(beta1, (double) step));
    }

    /**
     * ε for an optimiser that adds it to the corrected √v̂: ε / √(1−β₂ᵗ) there is ε here.
     *
     * @param step t, from 1
     */
    public double epsilonOfCorrected(long step) {
      return epsilon / Math.sqrt(secondCorrection(step));
    }

    private double secondCorrection(long step) {
      return 1 - Math.pow(beta2, (double) step);
    }
  }

  /**
   * One of the network's arrays of weights.
   *
   * @param name {@code encoder/conv1/weights}, …, {@code encoder/mean/weights}, {@code
   *     encoder/log_variance/weights}, {@code decoder/dense1/weights}, {@code
   *     decoder/conv_transpose1/weights}, …, {@code decoder/output/weights}, each with its {@code
   *     bias}
   * @param shape kernels of convolutions [kh, kw, in, out], of transposed ones [kh, kw, out, in],
   *     of dense layers [in, out], where features of an image are in height, width, channel order;
   *     biases [out]
   */
  public record Parameter(String name, List<Long> shape) {
    /** Number of numbers. */
    public int length() {
      return Math.toIntExact(shape.stream().reduce(1L, Math::multiplyExact));
    }

    /** Its dimensions as an array. */
    public long[] dimensions() {
      return shape.stream().mapToLong(Long::longValue).toArray();
    }
  }

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if one is not what it has to be
   */
  public Task {
    filters = List.copyOf(filters);
    parameters = List.copyOf(parameters);
    requirePositive("channels", channels);
    requirePositive("latent", latent);
    requirePositive("batch", batch);
    requirePositive("threads", threads);
    requirePositive("images", images);
    requirePositive("passes", passes);
    if (warmUp < 0) {
      throw new IllegalArgumentException("warm-up must be 0 or positive, was " + warmUp);
    }
    if (images % batch != 0) {
      throw new IllegalArgumentException(
          "images must be a multiple of the batch " + batch + ", was " + images);
    }
    int shrinkage = 1 << filters.size();
    if (height <= 0 || width <= 0 || height % shrinkage != 0 || width % shrinkage != 0) {
      throw new IllegalArgumentException(
          "height and width must be positive multiples of "
              + shrinkage
              + ", were "
              + height
              + " and "
              + width);
    }
  }

  /**
   * The same with other parameters.
   *
   * @param values names, shapes and order of the initial weights
   * @return the task
   */
  public Task withParameters(List<Parameter> values) {
    return new Task(
        mode, height, width, channels, filters, latent, beta, adam, batch, threads, images, warmUp,
        passes, seed, values);
  }

  /** Numbers in an image. */
  public int pixels() {
    return height * width * channels;
  }

  /** Rows of the features between encoder and decoder. */
  public int smallHeight() {
    return height >> filters.size();
  }

  /** Columns of the features between encoder and decoder. */
  public int smallWidth() {
    return width >> filters.size();
  }

  /** Channels of the features between encoder and decoder. */
  public int lastFilters() {
    return filters.get(filters.size() - 1);
  }

  /** Numbers in the features between encoder and decoder. */
  public int smallSize() {
    return smallHeight() * smallWidth() * lastFilters();
  }

  /** Steps in a pass. */
  public int steps() {
    return images / batch;
  }

  private static void requirePositive(String name, int value) {
    if (value <= 0) {
      throw new IllegalArgumentException(name + " must be positive, was " + value);
    }
  }
}
