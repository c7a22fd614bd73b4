package vae4j.graph;

import java.util.List;
import vae4j.data.ImageShape;
import vae4j.graph.parameter.Parameter;

/**
 * An op in its place.
 *
 * @param name unique in the graph, such as {@code encoder/conv1}
 * @param op the operation
 * @param inputs in the order that the op numbers them
 * @param outputs in the order that the op numbers them
 * @param parameters in the order that the op numbers them
 */
public record Node(
    String name, Op op, List<Value> inputs, List<Value> outputs, List<Parameter> parameters) {
  /** Copies the lists. */
  public Node {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    parameters = List.copyOf(parameters);
  }

  /** Shapes of the inputs. */
  public List<ImageShape> inputShapes() {
    return inputs.stream().map(Value::shape).toList();
  }

  /** Number of its parameters' numbers. */
  public long parameterCount() {
    return parameters.stream().mapToLong(Parameter::length).sum();
  }
}
