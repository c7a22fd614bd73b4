package vae4j.backend.nd4j;

import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.scalar.LeakyReLU;
import org.nd4j.linalg.api.ops.impl.scalar.RectifiedLinear;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Swish;
import org.nd4j.linalg.api.ops.impl.transforms.strict.SwishDerivative;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Tanh;
import org.nd4j.linalg.factory.Nd4j;
import vae4j.backend.HostStorage;
import vae4j.backend.ParallelLoop;
import vae4j.backend.Storage;
import vae4j.backend.kernel.Activation;
import vae4j.backend.kernel.ActivationKernel;

/** Activations by ND4J's operations. */
final class Nd4jActivation implements ActivationKernel {
  private final Activation activation;
  private final ParallelLoop workers;

  /** f′, for those that need it in full. */
  private final @Nullable HostStorage derivative;

  private Nd4jActivation(
      Activation activation, @Nullable HostStorage derivative, ParallelLoop workers) {
    this.activation = activation;
    this.workers = workers;
    this.derivative = derivative;
  }

  static Nd4jActivation of(
      Activation activation, DataType dataType, long length, ParallelLoop workers) {
    boolean scratch = needsDerivative(activation);
    return new Nd4jActivation(
        activation, scratch ? HostStorage.allocate(dataType, length) : null, workers);
  }

  static boolean needsDerivative(Activation activation) {
    return activation instanceof Activation.Tanh || activation instanceof Activation.Silu;
  }

  @Override
  public void forward(Storage input, Storage output) {
    INDArray x = HostStorage.of(input).array();
    INDArray y = HostStorage.of(output).array();
    if (activation instanceof Activation.Relu) {
      Nd4j.exec(new RectifiedLinear(x, y));
    } else if (activation instanceof Activation.LeakyRelu leaky) {
      Nd4j.exec(new LeakyReLU(x, y, leaky.slope()));
    } else if (activation instanceof Activation.Tanh) {
      Nd4j.exec(new Tanh(x, y));
    } else if (activation instanceof Activation.Silu) {
      Nd4j.exec(new Swish(x, y));
    } else if (input != output) {
      y.assign(x);
    }
  }

  @Override
  public void backward(Storage reference, Storage gradient) {
    if (activation instanceof Activation.Relu) {
      HostActivationGradient.apply(HostStorage.of(reference), HostStorage.of(gradient), 0, workers);
    } else if (activation instanceof Activation.LeakyRelu leaky) {
      HostActivationGradient.apply(
          HostStorage.of(reference), HostStorage.of(gradient), leaky.slope(), workers);
    } else if (derivative != null) {
      INDArray r = HostStorage.of(reference).array();
      INDArray g = HostStorage.of(gradient).array();
      INDArray d = derivative.array();
      if (activation instanceof Activation.Tanh) {
        // tanh′ = 1 − tanh².
        r.muli(r, d);
        d.rsubi(1);
      } else {
        Nd4j.exec(new SwishDerivative(r, d));
      }
      g.muli(d);
    }
  }

  @Override
  public void close() {
    if (derivative != null) {
      derivative.close();
    }
  }
}
