package vae4j.graph;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import vae4j.backend.Storage;
import vae4j.data.ImageShape;
import vae4j.graph.parameter.ParameterSpec;

/** Copies the numbers of a {@link HostOp} between a backend's memory and Java arrays. */
final class HostKernel implements OpKernel {
  private final HostOp op;
  private final HostArrays arrays;

  HostKernel(HostOp op, List<ImageShape> inputs, int batch) {
    this.op = op;
    List<ImageShape> outputs = op.outputShapes(inputs);
    List<ParameterSpec> parameters = op.parameters(inputs);
    this.arrays =
        new HostArrays(batch, inputs.size(), outputs.size(), parameters.size(), op.terms().size());
    allocate(arrays.inputs, arrays.inputGradients, sizes(inputs, batch));
    allocate(arrays.outputs, arrays.outputGradients, sizes(outputs, batch));
    int[] lengths = new int[parameters.size()];
    for (int i = 0; i < lengths.length; i++) {
      long length = parameters.get(i).shape().stream().reduce(1L, Math::multiplyExact);
      lengths[i] = Math.toIntExact(length);
    }
    allocate(arrays.parameters, arrays.parameterGradients, lengths);
    for (int i = 0; i < arrays.losses.length; i++) {
      arrays.losses[i] = new double[op.terms().get(i).perBatch() ? 1 : batch];
    }
  }

  private static int[] sizes(List<ImageShape> shapes, int batch) {
    return shapes.stream().mapToInt(shape -> Math.multiplyExact(shape.size(), batch)).toArray();
  }

  private static void allocate(double[][] values, double[][] gradients, int[] lengths) {
    for (int i = 0; i < lengths.length; i++) {
      values[i] = new double[lengths[i]];
      gradients[i] = new double[lengths[i]];
    }
  }

  @Override
  public void forward(Operands operands) {
    for (int i = 0; i < arrays.inputs.length; i++) {
      operands.input(i).read(arrays.inputs[i]);
    }
    for (int i = 0; i < arrays.parameters.length; i++) {
      operands.parameter(i).read(arrays.parameters[i]);
    }
    op.forward(arrays);
    for (int i = 0; i < arrays.outputs.length; i++) {
      operands.output(i).write(arrays.outputs[i]);
    }
    for (int i = 0; i < arrays.losses.length; i++) {
      operands.loss(i).write(arrays.losses[i]);
    }
  }

  @Override
  public void backward(Operands operands) {
    for (int i = 0; i < arrays.outputs.length; i++) {
      operands.outputGradient(i).read(arrays.outputGradients[i]);
    }
    for (int i = 0; i < arrays.weights.length; i++) {
      arrays.weights[i] = operands.weight(i).get();
    }
    for (double[] gradient : arrays.inputGradients) {
      Arrays.fill(gradient, 0);
    }
    for (double[] gradient : arrays.parameterGradients) {
      Arrays.fill(gradient, 0);
    }
    op.backward(arrays);
    for (int i = 0; i < arrays.inputs.length; i++) {
      deliver(arrays.inputGradients[i], operands.inputGradient(i));
    }
    for (int i = 0; i < arrays.parameters.length; i++) {
      deliver(arrays.parameterGradients[i], operands.parameterGradient(i));
    }
  }

  private static void deliver(double[] gradient, @Nullable Storage target) {
    if (target != null) {
      target.write(gradient);
    }
  }

  @Override
  public void close() {
    // Holds no native memory.
  }
}
