package vae4j.graph.op;

import java.util.List;
import vae4j.backend.Backend;
import vae4j.backend.Storage;
import vae4j.data.ImageShape;
import vae4j.graph.Operands;

/**
 * A vector at every position: 1×1×C becomes height×width×C.
 *
 * @param height of the output, positive
 * @param width of the output, positive
 */
public record Repeat(int height, int width) implements StatelessOp {
  @Override
  public List<ImageShape> outputShapes(List<ImageShape> inputs) {
    ImageShape input = inputs.get(0);
    if (input.height() != 1 || input.width() != 1) {
      throw new IllegalArgumentException("only a vector can be repeated, was " + input);
    }
    return List.of(new ImageShape(height, width, input.channels()));
  }

  @Override
  public void forward(Backend backend, List<ImageShape> inputs, int batch, Operands operands) {
    int channels = inputs.get(0).channels();
    int all = height * width * channels;
    Storage output = operands.output(0);
    backend.copyBlocks(operands.input(0), 0, channels, output, 0, all, channels, batch);
    // What is filled in is copied behind itself: twice as much each time.
    int more;
    for (int filled = channels; filled < all; filled += more) {
      more = Math.min(filled, all - filled);
      backend.copyBlocks(output, 0, all, output, filled, all, more, batch);
    }
  }

  @Override
  public void backward(Backend backend, List<ImageShape> inputs, int batch, Operands operands) {
    Storage gradient = operands.inputGradient(0);
    if (gradient == null) {
      return;
    }
    int channels = inputs.get(0).channels();
    int all = height * width * channels;
    Storage output = operands.outputGradient(0);
    backend.copyBlocks(output, 0, all, gradient, 0, channels, channels, batch);
    for (int start = channels; start < all; start += channels) {
      backend.addBlocks(output, start, all, gradient, 0, channels, channels, batch);
    }
  }
}
