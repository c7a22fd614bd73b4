package vae4j.layer;

import java.util.random.RandomGenerator;
import vae4j.backend.Storage;

/**
 * Initial weights: kernels uniform in [−a, a] with a = √(6 / (fan in + fan out)), biases zero
 * (Glorot and Bengio 2010, equation 16), as Keras does.
 */
public final class GlorotUniform {
  /** Weights that are on the heap at a time. */
  private static final int CHUNK = 1 << 14;

  private GlorotUniform() {}

  /**
   * Fills in a layer's kernel; its bias is left as it is.
   *
   * @param layer the layer
   * @param random where the weights are drawn from
   * @param parameters the whole flat vector
   */
  public static void initialize(Layer layer, RandomGenerator random, Storage parameters) {
    if (layer.weights() == null) {
      return;
    }
    Parameter kernel = layer.weights().kernel();
    long[] shape = kernel.dimensions();
    // The last two dimensions are channels, in either order; those before them the window.
    long window = 1;
    for (int i = 0; i < shape.length - 2; i++) {
      window *= shape[i];
    }
    long fans = window * (shape[shape.length - 2] + shape[shape.length - 1]);
    double limit = Math.sqrt(6.0 / fans);
    float[] weights = new float[(int) Math.min(CHUNK, kernel.length())];
    for (long from = 0; from < kernel.length(); from += CHUNK) {
      int count = (int) Math.min(CHUNK, kernel.length() - from);
      for (int i = 0; i < count; i++) {
        weights[i] = (float) (limit * (2 * random.nextDouble() - 1));
      }
      parameters.write(kernel.offset() + from, weights, 0, count);
    }
  }
}
