package vae4j;

import java.util.List;
import vae4j.data.ImageDataset;
import vae4j.data.ImageShape;

/**
 * Images of a bright bar on a dark ground, the bar's place known by the index: a set that a small
 * model can learn in a few steps.
 *
 * @param shape of each image
 * @param size how many
 */
public record TestImages(ImageShape shape, int size) implements ImageDataset {
  @Override
  public String name() {
    return "bars";
  }

  @Override
  public void read(int index, float[] target, int offset) {
    for (int i = 0; i < shape.size(); i++) {
      int column = i / shape.channels() % shape.width();
      target[offset + i] = column == index % shape.width() ? 0.9f : 0.1f;
    }
  }

  @Override
  public int label(int index) {
    return index % shape.width();
  }

  @Override
  public List<String> labelNames() {
    return List.of();
  }

  @Override
  public String sha256() {
    return "0".repeat(64);
  }

  /** All images, [size, H, W, C] flattened. */
  public float[] all() {
    float[] pixels = new float[size * shape.size()];
    for (int i = 0; i < size; i++) {
      read(i, pixels, i * shape.size());
    }
    return pixels;
  }
}
