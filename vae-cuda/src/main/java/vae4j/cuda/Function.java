package vae4j.cuda;

import vae4j.backend.kernel.Activation;

/**
 * An activation as the kernels know it.
 *
 * @param code of {@code functions.cuh}
 * @param slope of leaky ReLU
 */
record Function(int code, double slope) {
  static final Function IDENTITY = new Function(0, 0);
  static final Function SIGMOID = new Function(5, 0);

  static Function of(Activation activation) {
    if (activation instanceof Activation.Identity) {
      return IDENTITY;
    } else if (activation instanceof Activation.Relu) {
      return new Function(1, 0);
    } else if (activation instanceof Activation.LeakyRelu leaky) {
      return new Function(2, leaky.slope());
    } else if (activation instanceof Activation.Silu) {
      return new Function(3, 0);
    } else if (activation instanceof Activation.Tanh) {
      return new Function(4, 0);
    }
    throw new IllegalArgumentException("no kernel for " + activation);
  }
}
