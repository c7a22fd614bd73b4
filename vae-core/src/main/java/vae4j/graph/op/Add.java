package vae4j.graph.op;

import java.util.List;
import vae4j.backend.Backend;
import vae4j.backend.Storage;
import vae4j.data.ImageShape;
import vae4j.graph.Operands;

/** The sum of two values of one shape. */
public record Add() implements StatelessOp {
  @Override
  public List<ImageShape> outputShapes(List<ImageShape> inputs) {
    if (inputs.size() != 2 || !inputs.get(0).equals(inputs.get(1))) {
      throw new IllegalArgumentException("a sum needs two inputs of one shape, were " + inputs);
    }
    return List.of(inputs.get(0));
  }

  @Override
  public void forward(Backend backend, List<ImageShape> inputs, int batch, Operands operands) {
    backend.copy(operands.input(0), operands.output(0));
    backend.add(operands.input(1), operands.output(0));
  }

  @Override
  public void backward(Backend backend, List<ImageShape> inputs, int batch, Operands operands) {
    for (int i = 0; i < 2; i++) {
      Storage gradient = operands.inputGradient(i);
      if (gradient != null) {
        backend.copy(operands.outputGradient(0), gradient);
      }
    }
  }
}
