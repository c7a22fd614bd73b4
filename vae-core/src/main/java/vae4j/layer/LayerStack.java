package vae4j.layer;

import java.util.ArrayList;
import java.util.List;
import vae4j.backend.AffineMap;
import vae4j.data.ImageShape;

/**
 * Layers in their places, one after another; the shapes fit.
 *
 * @param input the shape that goes into the first layer
 * @param layers in the order data flows
 */
public record LayerStack(ImageShape input, List<Layer> layers) {
  /** The shape that comes out of the last layer. */
  public ImageShape output() {
    return layers.isEmpty() ? input : layers.get(layers.size() - 1).output();
  }

  /** How many parameters all layers have. */
  public long parameterCount() {
    return layers.stream().mapToLong(Layer::parameterCount).sum();
  }

  /** Puts layers in their places. */
  public static final class Builder {
    private final String prefix;
    private final ImageShape input;
    private final ParameterLayout layout;
    private final List<Layer> layers = new ArrayList<>();
    private ImageShape shape;

    /**
     * Starts a stack.
     *
     * @param prefix starts each layer's name, such as {@code encoder}
     * @param input the shape that goes into the first layer
     * @param layout where parameters get their places
     */
    public Builder(String prefix, ImageShape input, ParameterLayout layout) {
      this.prefix = prefix;
      this.input = input;
      this.layout = layout;
      this.shape = input;
    }

    /**
     * Adds a layer.
     *
     * @param name unique in the stack, such as {@code conv1}
     * @param spec what it is
     * @return this
     * @throws IllegalArgumentException if the layer cannot take what comes out of the one before
     */
    public Builder add(String name, LayerSpec spec) {
      String full = prefix + "/" + name;
      ImageShape output = spec.outputShape(shape);
      AffineMap map = spec.map(shape);
      Layer.Weights weights = null;
      if (map != null) {
        Parameter kernel = layout.add(full + "/kernel", map.kernelShape());
        Parameter bias = layout.add(full + "/bias", map.biasLength());
        weights = new Layer.Weights(map, kernel, bias);
      }
      layers.add(new Layer(full, spec, shape, output, weights));
      shape = output;
      return this;
    }

    /** The shape that comes out of what is there so far. */
    public ImageShape shape() {
      return shape;
    }

    /** The stack. */
    public LayerStack build() {
      return new LayerStack(input, List.copyOf(layers));
    }
  }
}
