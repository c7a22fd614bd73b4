package vae4j.graph;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import vae4j.graph.parameter.ParameterLayout;

/**
 * A directed, acyclic graph of ops with named values, parameters and loss terms: everything that is
 * known of a model before a backend and a batch size are chosen. Made by a {@link GraphBuilder}.
 */
public final class Graph {
  private final List<Node> nodes;
  private final Map<String, Value> values;
  private final ParameterLayout layout;
  private final long[] sizes;

  Graph(List<Node> nodes, Map<String, Value> values, ParameterLayout layout, int buffers) {
    this.nodes = List.copyOf(nodes);
    this.values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    this.layout = layout;
    this.sizes = new long[buffers];
    values.values().forEach(value -> sizes[value.buffer()] = value.shape().size());
  }

  /** The ops in an order in which they can run. */
  public List<Node> nodes() {
    return nodes;
  }

  /** Inputs, outputs of nodes, and other values that have been given a name. */
  public Map<String, Value> values() {
    return values;
  }

  /**
   * A value by its name.
   *
   * @param name such as {@code mean}
   * @throws IllegalArgumentException if there is none of that name
   */
  public Value value(String name) {
    Value value = values.get(name);
    if (value == null) {
      throw new IllegalArgumentException(
          "value must be one of " + values.keySet() + ", was " + name);
    }
    return value;
  }

  /** The parameters of all nodes. */
  public ParameterLayout layout() {
    return layout;
  }

  /** The loss terms of all nodes. */
  public List<Term> terms() {
    List<Term> terms = new ArrayList<>();
    nodes.forEach(node -> terms.addAll(node.op().terms()));
    return terms;
  }

  /** Number of different memories that values have. */
  int buffers() {
    return sizes.length;
  }

  /** Numbers of a buffer for one image. */
  long size(int buffer) {
    return sizes[buffer];
  }

  /** Whether some op looks across the images of a batch, so that a batch must not be sliced. */
  public boolean acrossBatch() {
    return nodes.stream().anyMatch(node -> node.op().acrossBatch());
  }

  /** Numbers that the ops with outputs of their own give for one image. */
  public long activations() {
    return nodes.stream()
        .filter(node -> !node.op().reshapes())
        .flatMap(node -> node.outputs().stream())
        .mapToLong(value -> value.shape().size())
        .sum();
  }
}
