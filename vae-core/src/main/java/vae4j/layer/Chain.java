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
 * chain that only predicts has none. What enters and leaves a chain lies in the backend's ordinary
 * memory, what flows inside in its memory for activations.
 */
public final class Chain implements AutoCloseable {
  private final List<Stage> stages = new ArrayList<>();
  private final Backend backend;
  private final long inputLength;
  private @Nullable Way back;

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
    this.inputLength = (long) batch * stack.input().size();
    long layers = stack.layers().stream().filter(layer -> layer.weights() != null).count();
    for (Layer layer : stack.layers()) {
      Layer.Weights weights = layer.weights();
      if (weights != null) {
        boolean last = stages.size() == layers - 1;
        long length = (long) batch * layer.output().size();
        stages.add(stage(layer.spec().activation(), weights, batch, length, last, parameters));
      }
    }
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
    Way way = back == null ? new Way() : back;
    back = way;
    Storage gradient = outputGradient;
    for (int i = stages.size() - 1; i >= 0; i--) {
      Stage stage = stages.get(i);
      stage.activation.backward(
          stage.activationApart ? stage.preActivation : stage.output, gradient);
      Storage stageInput = i == 0 ? input : stages.get(i - 1).output;
      Storage below = i > 0 ? way.gradients.get(i - 1) : inputWanted ? way.input() : null;
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
    if (back != null) {
      back.close();
    }
  }

  private Stage stage(
      Activation activation,
      Layer.Weights weights,
      int batch,
      long length,
      boolean last,
      Storage parameters) {
    // An activation whose derivative needs its input cannot overwrite it inside the kernel.
    boolean apart = !activation.derivativeFromOutput();
    Storage output = last ? backend.allocate(length) : backend.allocateActivations(length);
    return new Stage(
        backend.affine(weights.map(), apart ? Activation.identity() : activation, batch),
        backend.activation(activation, length),
        apart,
        part(parameters, weights.kernel()),
        part(parameters, weights.bias()),
        !apart ? output : last ? backend.allocate(length) : backend.allocateActivations(length),
        output);
  }

  /** What only the way back needs. */
  private final class Way implements AutoCloseable {
    private final List<Storage> scratch = new ArrayList<>();

    /** Of each stage's output but the last's. */
    private final List<Storage> gradients = new ArrayList<>();

    private @Nullable Storage input;

    Way() {
      int inner = stages.size() - 1;
      long[] widest = {1, 1};
      for (int i = 0; i < inner; i++) {
        widest[i % 2] = Math.max(widest[i % 2], stages.get(i).output.length());
      }
      for (long length : widest) {
        scratch.add(backend.allocateActivations(length));
      }
      for (int i = 0; i < inner; i++) {
        gradients.add(scratch.get(i % 2).slice(0, stages.get(i).output.length()));
      }
    }

    Storage input() {
      if (input == null) {
        input = backend.allocate(inputLength);
      }
      return input;
    }

    @Override
    public void close() {
      scratch.forEach(Storage::close);
      if (input != null) {
        input.close();
      }
    }
  }

  private static Storage part(Storage flat, Parameter parameter) {
    return flat.slice(parameter.offset(), parameter.length());
  }
}
