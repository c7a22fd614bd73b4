package vae4j.backend.kernel;

import vae4j.backend.Storage;

/** An activation on its own, for a fixed number of values. */
public interface ActivationKernel extends AutoCloseable {
  /**
   * output = f(input).
   *
   * @param input values before the activation
   * @param output overwritten; may be the input
   */
  void forward(Storage input, Storage output);

  /**
   * gradient ← gradient · f′.
   *
   * @param reference f's output where {@link Activation#derivativeFromOutput()}, else its input
   * @param gradient of f's output, becomes that of its input
   */
  void backward(Storage reference, Storage gradient);

  /** Frees scratch memory. */
  @Override
  void close();
}
