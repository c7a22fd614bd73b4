package vae4j.graph;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import vae4j.data.ImageShape;
import vae4j.graph.parameter.Parameter;
import vae4j.graph.parameter.ParameterLayout;
import vae4j.graph.parameter.ParameterSpec;

/** Puts ops together, in the order in which data flows. */
public final class GraphBuilder {
  private final List<Node> nodes = new ArrayList<>();
  private final Map<String, Value> values = new LinkedHashMap<>();
  private final Set<String> terms = new HashSet<>();
  private final ParameterLayout layout;
  private int buffers;
  private String group = Parameter.MODEL;

  /** An empty graph. */
  public GraphBuilder() {
    this.layout = new ParameterLayout();
  }

  /**
   * A graph to which ops without parameters are added.
   *
   * @param graph stays as it is
   */
  public GraphBuilder(Graph graph) {
    this.layout = graph.layout();
    this.buffers = graph.buffers();
    nodes.addAll(graph.nodes());
    values.putAll(graph.values());
    graph.terms().forEach(term -> terms.add(term.name()));
  }

  /**
   * The group of the trainable parameters of all nodes that follow; {@link Parameter#MODEL} at
   * first.
   *
   * @param name of the group
   * @return this
   */
  public GraphBuilder group(String name) {
    group = name;
    return this;
  }

  /**
   * A value that is given from outside.
   *
   * @param name unique in the graph
   * @param shape of one image
   * @return the value
   */
  public Value input(String name, ImageShape shape) {
    return named(name, new Value(name, shape, buffers++));
  }

  /**
   * Adds an op.
   *
   * @param name unique in the graph
   * @param op the operation
   * @param inputs values of this graph
   * @return its outputs; none of an op that gives loss terms alone
   * @throws IllegalArgumentException if the op cannot take the inputs, or a name is taken
   */
  public List<Value> addAll(String name, Op op, List<Value> inputs) {
    List<ImageShape> shapes = inputs.stream().map(Value::shape).toList();
    List<ImageShape> outputShapes = op.outputShapes(shapes);
    List<Value> outputs = new ArrayList<>();
    for (int i = 0; i < outputShapes.size(); i++) {
      String own = i == 0 ? name : name + ":" + i;
      int buffer = op.reshapes() ? inputs.get(0).buffer() : buffers++;
      outputs.add(named(own, new Value(own, outputShapes.get(i), buffer)));
    }
    for (Term term : op.terms()) {
      if (!terms.add(term.name())) {
        throw new IllegalArgumentException("loss terms must be unique, was twice " + term.name());
      }
    }
    List<Parameter> parameters = new ArrayList<>();
    for (ParameterSpec spec : op.parameters(shapes)) {
      parameters.add(layout.add(name + "/" + spec.name(), spec, group));
    }
    nodes.add(new Node(name, op, inputs, outputs, parameters));
    return outputs;
  }

  /**
   * Adds an op with one output.
   *
   * @param name unique in the graph
   * @param op the operation
   * @param inputs values of this graph
   * @return its output
   * @throws IllegalArgumentException if the op cannot take the inputs, or a name is taken
   */
  public Value add(String name, Op op, Value... inputs) {
    return addAll(name, op, List.of(inputs)).get(0);
  }

  /**
   * Gives a value one more name.
   *
   * @param name unique in the graph
   * @param value of this graph
   * @return the value
   * @throws IllegalArgumentException if the name is taken
   */
  public Value named(String name, Value value) {
    if (values.putIfAbsent(name, value) != null) {
      throw new IllegalArgumentException("value names must be unique, was twice " + name);
    }
    return value;
  }

  /**
   * A value by its name.
   *
   * @param name of an input, a node or {@link #named}
   * @throws IllegalArgumentException if there is none of that name
   */
  public Value value(String name) {
    return build().value(name);
  }

  /** The graph so far. */
  public Graph build() {
    return new Graph(nodes, values, layout, buffers);
  }
}
