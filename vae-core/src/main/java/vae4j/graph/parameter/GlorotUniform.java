package vae4j.graph.parameter;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import vae4j.backend.Storage;

/**
 * First values of parameters: weights uniform in [−a, a] with a = √(6 / (fan in + fan out)) (Glorot
 * and Bengio 2010, equation 16), biases 0, scales 1, as Keras does.
 */
public final class GlorotUniform {
  /** Weights that are on the heap at a time. */
  private static final int CHUNK = 1 << 14;

  private GlorotUniform() {}

  /**
   * Fills in all parameters.
   *
   * @param layout the parameters
   * @param random where the weights are drawn from, in the order of the layout
   * @param store overwritten
   */
  public static void initialize(
      ParameterLayout layout, RandomGenerator random, ParameterStore store) {
    for (Parameter parameter : layout.parameters()) {
      fill(parameter, random, store.group(parameter.group()));
    }
  }

  private static void fill(Parameter parameter, RandomGenerator random, Storage vector) {
    double limit = Math.sqrt(6.0 / fans(parameter.dimensions()));
    float[] values = new float[(int) Math.min(CHUNK, parameter.length())];
    Arrays.fill(values, (float) parameter.initial());
    for (long from = 0; from < parameter.length(); from += CHUNK) {
      int count = (int) Math.min(CHUNK, parameter.length() - from);
      for (int i = 0; parameter.role() == Role.WEIGHTS && i < count; i++) {
        values[i] = (float) (limit * (2 * random.nextDouble() - 1));
      }
      vector.write(parameter.offset() + from, values, 0, count);
    }
  }

  /** The last two dimensions are channels, in either order; those before them the window. */
  private static long fans(long[] shape) {
    if (shape.length < 2) {
      return 1;
    }
    long window = 1;
    for (int i = 0; i < shape.length - 2; i++) {
      window *= shape[i];
    }
    return window * (shape[shape.length - 2] + shape[shape.length - 1]);
  }
}
