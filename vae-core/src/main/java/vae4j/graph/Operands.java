package vae4j.graph;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import vae4j.backend.Scalar;
import vae4j.backend.Storage;

/** The arrays that a kernel works on, by their numbers in the op. */
public final class Operands {
  private final Storage[] inputs;
  private final Storage[] outputs;
  private final Storage[] parameters;
  private final Storage[] losses;
  private final @Nullable Storage[] inputGradients;
  private final @Nullable Storage[] outputGradients;
  private final @Nullable Storage[] parameterGradients;
  private final Scalar[] weights;
  private boolean early;
  private double gradientScale = 1;

  Operands(int inputs, int outputs, int parameters, int losses) {
    this.inputs = new Storage[inputs];
    this.outputs = new Storage[outputs];
    this.parameters = new Storage[parameters];
    this.losses = new Storage[losses];
    this.inputGradients = new @Nullable Storage[inputs];
    this.outputGradients = new @Nullable Storage[outputs];
    this.parameterGradients = new @Nullable Storage[parameters];
    this.weights = new Scalar[losses];
  }

  void setInput(int index, Storage storage) {
    inputs[index] = storage;
  }

  void setOutput(int index, Storage storage) {
    outputs[index] = storage;
  }

  void setParameter(int index, Storage storage) {
    parameters[index] = storage;
  }

  void setLoss(int index, Storage storage) {
    losses[index] = storage;
  }

  void setInputGradient(int index, Storage storage) {
    inputGradients[index] = storage;
  }

  void setOutputGradient(int index, Storage storage) {
    outputGradients[index] = storage;
  }

  void setParameterGradient(int index, Storage storage) {
    parameterGradients[index] = storage;
  }

  void setEarly() {
    early = true;
  }

  void setWeight(int index, Scalar weight) {
    weights[index] = weight;
  }

  void setGradientScale(double scale) {
    gradientScale = scale;
  }

  /**
   * The factor in {@link #weight} that the plan takes out of the gradients of trainable parameters;
   * an op takes it out of what it measures for a statistic.
   */
  public double gradientScale() {
    return gradientScale;
  }

  /**
   * An input, [N, shape].
   *
   * @param index from 0
   */
  public Storage input(int index) {
    return inputs[index];
  }

  /**
   * An output, [N, shape], overwritten by the forward pass.
   *
   * @param index from 0
   */
  public Storage output(int index) {
    return outputs[index];
  }

  /**
   * A parameter.
   *
   * @param index from 0
   */
  public Storage parameter(int index) {
    return parameters[index];
  }

  /**
   * A loss term in nats, [N], or [1] for a term per batch; overwritten by the forward pass.
   *
   * @param index from 0
   */
  public Storage loss(int index) {
    return losses[index];
  }

  /**
   * The weight of each number of a loss term in what is differentiated: the term's weight over the
   * images of the step. In the forward pass of an op with {@link Op#gradientInForward} it is that
   * of a term of weight 1.
   *
   * @param index from 0
   */
  public Scalar weight(int index) {
    return weights[index];
  }

  /**
   * Where the forward pass of an op with {@link Op#gradientInForward} may write the gradient of
   * input 0 already; null where it must leave it to the backward pass.
   */
  public @Nullable Storage earlyInputGradient() {
    return early ? inputGradients[0] : null;
  }

  /**
   * Where the gradient of an input goes, to be overwritten by the backward pass; null if it is not
   * wanted.
   *
   * @param index from 0
   */
  public @Nullable Storage inputGradient(int index) {
    return inputGradients[index];
  }

  /**
   * The gradient of an output.
   *
   * @param index from 0
   * @throws NullPointerException if nothing that is differentiated depends on the output
   */
  public Storage outputGradient(int index) {
    return Objects.requireNonNull(outputGradients[index]);
  }

  /**
   * Where the gradient of a parameter goes, to be overwritten; what was measured, for a statistic.
   *
   * @param index from 0
   * @return the place; null in the forward pass of inference
   */
  public @Nullable Storage parameterGradient(int index) {
    return parameterGradients[index];
  }
}
