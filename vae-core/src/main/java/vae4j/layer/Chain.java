package vae4j.layer;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import vae4j.backend.Activation;
import vae4j.backend.ActivationKernel;
import vae4j.backend.AffineKernel;
import vae4j.backend.Backend;
import vae4j.backend.Storage;

/**
 * A stack of layers made ready for one batch size: kernels, the memory between them, and the order
 * in which they run forward and backward. This is written once, for all backends.
 *
 * <p>Gradients walk back through two scratch vectors in turn, made when they are first needed, so a
 * chain that only predicts has none.
 */
public final class Chain implements AutoCloseable {
  private final List<Stage> stages = new ArrayList<>();
  private final Backend backend;
  private final long widest;
  private @Nullable Storage even;
  private @Nullable Storage odd;

  /** A layer with weights, ready to run. */
  private record Stage(
      AffineKernel kernel,
      ActivationKernel activation,
      boolean activationApart,
      Storage weights,
      Storage bias,
      Storage preActivation,
      Storage output) {}

  /**
   * Makes a stack ready.
   *
   * @param stack the layers
   * @param batch pictures N, at least 1
   * @param backend computes
   * @param parameters the model's flat vector
   */
  public Chain(LayerStack stack, int batch, Backend backend, Storage parameters) {
    this.backend = backend;
    long most = (long) batch * stack.input().size();
    for (Layer layer : stack.layers()) {
      Layer.Weights weights = layer.weights();
      if (weights != null) {
        long length = (long) batch * layer.output().size();
        most = Math.max(most, length);
        stages.add(stage(layer.spec().activation(), weights, batch, length, parameters));
      }
    }
    this.widest = most;
  }

  /**
   * Runs the layers.
   *
   * @param input [N, input]; must stay as it is until {@link #backward}
   * @return [N, output], this chain's memory, valid until the next run
   */
  public Storage forward(Storage input) {
    Storage current = input;
    for (Stage stage : stages) {
      stage.kernel.forward(current, stage.weights, stage.bias, stage.preActivation);
      if (stage.activationApart) {
        stage.activation.forward(stage.preActivation, stage.output);
      }
      current = stage.output;
    }
    return current;
  }

  /**
   * The gradients of the last forward pass.
   *
   * @param input what went forward
   * @param outputGradient [N, output]; overwritten
   * @param gradients where each layer's gradients go, in the order of {@link LayerStack#layers()}
   *     without those that have no weights
   * @param inputWanted whether the input's gradient is wanted
   * @return [N, input], this chain's memory, or null if it is not wanted
   */
  public @Nullable Storage backward(
      Storage input, Storage outputGradient, List<Gradient> gradients, boolean inputWanted) {
    Storage gradient = outputGradient;
    for (int i = stages.size() - 1; i >= 0; i--) {
      Stage stage = stages.get(i);
      stage.activation.backward(
          stage.activationApart ? stage.preActivation : stage.output, gradient);
      Storage stageInput = i == 0 ? input : stages.get(i - 1).output;
      Storage below = i > 0 || inputWanted ? scratch(i).slice(0, stageInput.length()) : null;
      Gradient target = gradients.get(i);
      stage.kernel.backward(
          stageInput, gradient, stage.weights, below, target.kernel(), target.bias());
      if (below == null) {
        return null;
      }
      gradient = below;
    }
    return gradient;
  }

  /**
   * Where a layer's gradients go: parts of the flat gradient vector.
   *
   * @param kernel the kernel's
   * @param bias the bias's
   */
  public record Gradient(Storage kernel, Storage bias) {}

  /**
   * The parts of a flat gradient vector that belong to a stack's layers.
   *
   * @param stack the layers
   * @param flat the whole vector
   * @return a part for each layer that has weights, in order
   */
  public static List<Gradient> gradients(LayerStack stack, Storage flat) {
    List<Gradient> parts = new ArrayList<>();
    for (Layer layer : stack.layers()) {
      Layer.Weights weights = layer.weights();
      if (weights != null) {
        parts.add(new Gradient(part(flat, weights.kernel()), part(flat, weights.bias())));
      }
    }
    return parts;
  }

  /** Frees kernels and memory. */
  @Override
  public void close() {
    for (Stage stage : stages) {
      stage.kernel.close();
      stage.activation.close();
      stage.output.close();
      if (stage.activationApart) {
        stage.preActivation.close();
      }
    }
    if (even != null) {
      even.close();
    }
    if (odd != null) {
      odd.close();
    }
  }

  private Stage stage(
      Activation activation, Layer.Weights weights, int batch, long length, Storage parameters) {
    // An activation whose derivative needs its input cannot overwrite it inside the kernel.
    boolean apart = !activation.derivativeFromOutput();
    Storage output = backend.allocate(length);
    return new Stage(
        backend.affine(weights.map(), apart ? Activation.identity() : activation, batch),
        backend.activation(activation, length),
        apart,
        part(parameters, weights.kernel()),
        part(parameters, weights.bias()),
        apart ? backend.allocate(length) : output,
        output);
  }

  private Storage scratch(int stage) {
    if (stage % 2 == 0) {
      if (even == null) {
        even = backend.allocate(widest);
      }
      return even;
    }
    if (odd == null) {
      odd = backend.allocate(widest);
    }
    return odd;
  }

  private static Storage part(Storage flat, Parameter parameter) {
    return flat.slice(parameter.offset(), parameter.length());
  }
}
