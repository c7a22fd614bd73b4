package vae4j.layer;

import vae4j.backend.kernel.AffineMap;
import vae4j.data.ImageShape;
import vae4j.graph.GraphBuilder;
import vae4j.graph.op.Affine;

/** A layer put alone into a graph. */
final class Placed {
  private Placed() {}

  static ImageShape output(Layer layer, ImageShape input) {
    GraphBuilder graph = new GraphBuilder();
    return layer.add(graph, "layer", graph.input("input", input)).shape();
  }

  static AffineMap map(Layer layer, ImageShape input) {
    GraphBuilder graph = new GraphBuilder();
    layer.add(graph, "layer", graph.input("input", input));
    return ((Affine) graph.build().nodes().get(0).op()).map();
  }
}
