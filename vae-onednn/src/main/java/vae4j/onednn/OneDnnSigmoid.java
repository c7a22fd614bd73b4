package vae4j.onednn;

import vae4j.backend.Storage;
import vae4j.backend.kernel.ActivationKernel;

/** Logits to probabilities. */
final class OneDnnSigmoid implements ActivationKernel {
  private final Primitive call;

  OneDnnSigmoid(Primitive call) {
    this.call = call;
  }

  @Override
  public void forward(Storage input, Storage output) {
    call.run(input, output);
  }

  @Override
  public void backward(Storage reference, Storage gradient) {
    throw new UnsupportedOperationException("probabilities are not differentiated");
  }

  @Override
  public void close() {
    call.close();
  }
}
