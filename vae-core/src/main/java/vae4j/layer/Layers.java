package vae4j.layer;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import vae4j.backend.kernel.Activation;
import vae4j.backend.kernel.Normalization;
import vae4j.data.ImageShape;
import vae4j.graph.GraphBuilder;
import vae4j.graph.Value;
import vae4j.graph.op.Activate;
import vae4j.graph.op.Add;
import vae4j.graph.op.Concat;
import vae4j.graph.op.Normalize;
import vae4j.graph.op.Reshape;
import vae4j.graph.op.Upsample;

/** Layers without settings of their own, and layers made of others. */
public final class Layers {
  /** ε of normalisations, as in PyTorch. */
  private static final double EPSILON = 1e-5;

  private Layers() {}

  /** Returns its input. */
  public static Layer identity() {
    return (graph, name, input) -> input;
  }

  /**
   * The same numbers in another shape.
   *
   * @param target with as many numbers as the input
   */
  public static Layer reshape(ImageShape target) {
    return (graph, name, input) -> graph.add(name, new Reshape(target), input);
  }

  /** All numbers of an image as one vector. */
  public static Layer flatten() {
    return (graph, name, input) ->
        graph.add(name, new Reshape(new ImageShape(1, 1, input.shape().size())), input);
  }

  /**
   * An activation on its own.
   *
   * @param activation applied to each number
   */
  public static Layer activation(Activation activation) {
    return (graph, name, input) -> graph.add(name, new Activate(activation), input);
  }

  /**
   * Group normalisation (Wu and He 2018).
   *
   * @param groups of channels; the largest divisor of the channels up to this is taken
   */
  public static Layer groupNormalization(int groups) {
    return (graph, name, input) -> {
      int divisor = Math.min(groups, input.shape().channels());
      while (input.shape().channels() % divisor != 0) {
        divisor--;
      }
      return graph.add(
          name, new Normalize(Normalization.group(input.shape(), divisor, EPSILON)), input);
    };
  }

  /** Batch normalisation (Ioffe and Szegedy 2015); inference uses running statistics. */
  public static Layer batchNormalization() {
    return (graph, name, input) ->
        graph.add(name, new Normalize(Normalization.batch(input.shape(), EPSILON)), input);
  }

  /**
   * Nearest-neighbour upsampling.
   *
   * @param factor of height and width, positive
   */
  public static Layer upsample(int factor) {
    return (graph, name, input) -> graph.add(name, new Upsample(factor), input);
  }

  /** Layers one after another, by name. */
  public static Sequential sequential() {
    return new Sequential(Map.of());
  }

  /**
   * y = body(x) + shortcut(x) (He et al. 2016, equation 2).
   *
   * @param body the layers whose output is added
   * @param shortcut {@link #identity}, or a layer that gives the shape of the body's output
   */
  public static Layer residual(Layer body, Layer shortcut) {
    return (graph, name, input) ->
        graph.add(
            name,
            new Add(),
            body.add(graph, name + "/body", input),
            shortcut.add(graph, name + "/shortcut", input));
  }

  /**
   * Several layers on one input, their outputs side by side as channels.
   *
   * @param layers whose outputs have one height and width
   */
  public static Layer branches(Layer... layers) {
    return (graph, name, input) -> {
      List<Value> outputs = new ArrayList<>();
      for (Layer layer : layers) {
        outputs.add(layer.add(graph, name + "/branch" + (outputs.size() + 1), input));
      }
      return graph.addAll(name, new Concat(), outputs).get(0);
    };
  }

  /**
   * Layers one after another.
   *
   * @param layers by name, in the order data flows
   */
  public record Sequential(Map<String, Layer> layers) implements Layer {
    /** Copies the layers. */
    public Sequential {
      layers = new LinkedHashMap<>(layers);
    }

    /**
     * These layers and one more.
     *
     * @param name unique among them
     * @param layer comes last
     */
    public Sequential then(String name, Layer layer) {
      Sequential longer = new Sequential(layers);
      longer.layers.put(name, layer);
      return longer;
    }

    @Override
    public Value add(GraphBuilder graph, String name, Value input) {
      Value current = input;
      for (Map.Entry<String, Layer> layer : layers.entrySet()) {
        current = layer.getValue().add(graph, name + "/" + layer.getKey(), current);
      }
      return current;
    }
  }
}
