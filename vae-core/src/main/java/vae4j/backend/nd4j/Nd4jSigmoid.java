package vae4j.backend.nd4j;

import org.nd4j.linalg.api.ops.impl.transforms.strict.Sigmoid;
import org.nd4j.linalg.factory.Nd4j;
import vae4j.backend.HostStorage;
import vae4j.backend.Storage;
import vae4j.backend.kernel.ActivationKernel;

/** Logits to probabilities. */
final class Nd4jSigmoid implements ActivationKernel {
  @Override
  public void forward(Storage input, Storage output) {
    Nd4j.exec(new Sigmoid(HostStorage.of(input).array(), HostStorage.of(output).array()));
  }

  @Override
  public void backward(Storage reference, Storage gradient) {
    throw new UnsupportedOperationException("probabilities are not differentiated");
  }

  @Override
  public void close() {
    // Holds no memory.
  }
}
