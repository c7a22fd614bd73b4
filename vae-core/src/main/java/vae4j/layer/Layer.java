package vae4j.layer;

import vae4j.graph.GraphBuilder;
import vae4j.graph.Value;

/** A part of a network with one input and one output; a description that adds ops to a graph. */
@FunctionalInterface
public interface Layer {
  /**
   * Adds the layer's ops.
   *
   * @param graph to which they are added
   * @param name unique in the graph; names of several ops start with it and a slash
   * @param input of the layer
   * @return its output
   * @throws IllegalArgumentException if the layer cannot take an input of this shape
   */
  Value add(GraphBuilder graph, String name, Value input);
}
