package vae4j.graph;

/** The numbers that a {@link HostOp} works on, in Java arrays: C order, [N, shape]. */
public final class HostArrays {
  final double[][] inputs;
  final double[][] outputs;
  final double[][] parameters;
  final double[][] losses;
  final double[][] inputGradients;
  final double[][] outputGradients;
  final double[][] parameterGradients;
  final double[] weights;
  private final int batch;
  private double[] scratch = {};

  HostArrays(int batch, int inputs, int outputs, int parameters, int losses) {
    this.batch = batch;
    this.inputs = new double[inputs][];
    this.inputGradients = new double[inputs][];
    this.outputs = new double[outputs][];
    this.outputGradients = new double[outputs][];
    this.parameters = new double[parameters][];
    this.parameterGradients = new double[parameters][];
    this.losses = new double[losses][];
    this.weights = new double[losses];
  }

  /** Images N. */
  public int batch() {
    return batch;
  }

  /**
   * An input, to be read.
   *
   * @param index from 0
   */
  public double[] input(int index) {
    return inputs[index];
  }

  /**
   * An output, to be overwritten by the forward pass.
   *
   * @param index from 0
   */
  public double[] output(int index) {
    return outputs[index];
  }

  /**
   * A parameter, to be read.
   *
   * @param index from 0
   */
  public double[] parameter(int index) {
    return parameters[index];
  }

  /**
   * A loss term in nats, [N] or [1], to be overwritten by the forward pass.
   *
   * @param index from 0
   */
  public double[] loss(int index) {
    return losses[index];
  }

  /**
   * The derivative of the objective by each number of a loss term, for the backward pass.
   *
   * @param index from 0
   */
  public double weight(int index) {
    return weights[index];
  }

  /**
   * The gradient of an output, to be read by the backward pass.
   *
   * @param index from 0
   */
  public double[] outputGradient(int index) {
    return outputGradients[index];
  }

  /**
   * The gradient of an input: zeros, to which the backward pass adds.
   *
   * @param index from 0
   */
  public double[] inputGradient(int index) {
    return inputGradients[index];
  }

  /**
   * The gradient of a parameter: zeros, to which the backward pass adds.
   *
   * @param index from 0
   */
  public double[] parameterGradient(int index) {
    return parameterGradients[index];
  }

  /**
   * Memory that is the same in the forward pass and the backward pass after it.
   *
   * @param length its numbers, the same at each call
   * @return zeros at the first call, then what was left in it
   */
  public double[] scratch(int length) {
    if (scratch.length != length) {
      scratch = new double[length];
    }
    return scratch;
  }
}
