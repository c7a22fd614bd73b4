package vae4j.layer;

import static vae4j.data.Checks.requirePositive;

import vae4j.backend.kernel.Activation;
import vae4j.backend.kernel.AffineMap;
import vae4j.graph.GraphBuilder;
import vae4j.graph.Value;
import vae4j.graph.op.Affine;

/**
 * A fully connected layer: y = f(x·W + b), x flattened in height, width, channel order.
 *
 * <p>Weights {@code [in, units]}, bias {@code [units]}, output {@code [N, units]}.
 *
 * @param units length of the output, positive
 * @param activation f
 */
public record Dense(int units, Activation activation) implements Layer {
  /**
   * Checks the layer.
   *
   * @throws IllegalArgumentException if units is not positive
   */
  public Dense {
    requirePositive("units", units);
  }

  @Override
  public Value add(GraphBuilder graph, String name, Value input) {
    return graph.add(
        name, new Affine(new AffineMap.Dense(input.shape(), units), activation), input);
  }
}
