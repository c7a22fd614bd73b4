package vae4j.graph.op;

import java.util.List;
import vae4j.backend.Backend;
import vae4j.backend.Storage;
import vae4j.data.ImageShape;
import vae4j.graph.Operands;

/** Values of one height and width side by side: their channels one after another. */
public record Concat() implements StatelessOp {
  @Override
  public List<ImageShape> outputShapes(List<ImageShape> inputs) {
    ImageShape first = inputs.get(0);
    int channels = 0;
    for (ImageShape input : inputs) {
      if (input.height() != first.height() || input.width() != first.width()) {
        throw new IllegalArgumentException(
            "concatenated values must have one height and width, were " + inputs);
      }
      channels += input.channels();
    }
    return List.of(new ImageShape(first.height(), first.width(), channels));
  }

  @Override
  public void forward(Backend backend, List<ImageShape> inputs, int batch, Operands operands) {
    int all = outputShapes(inputs).get(0).channels();
    int start = 0;
    for (int i = 0; i < inputs.size(); i++) {
      int own = inputs.get(i).channels();
      int rows = batch * inputs.get(i).size() / own;
      backend.copyBlocks(operands.input(i), 0, own, operands.output(0), start, all, own, rows);
      start += own;
    }
  }

  @Override
  public void backward(Backend backend, List<ImageShape> inputs, int batch, Operands operands) {
    int all = outputShapes(inputs).get(0).channels();
    int start = 0;
    for (int i = 0; i < inputs.size(); i++) {
      int own = inputs.get(i).channels();
      int rows = batch * inputs.get(i).size() / own;
      Storage gradient = operands.inputGradient(i);
      if (gradient != null) {
        backend.copyBlocks(operands.outputGradient(0), start, all, gradient, 0, own, own, rows);
      }
      start += own;
    }
  }
}
