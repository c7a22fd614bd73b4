package vae4j.benchmarks;

import java.util.List;
import vae4j.data.ImageDataset;
import vae4j.data.ImageShape;

/**
 * Images in one array.
 *
 * @param shape of every image
 * @param pixels [N, height, width, channels], in [0, 1]
 */
record ArrayDataset(ImageShape shape, float[] pixels) implements ImageDataset {
  @Override
  public String name() {
    return "array";
  }

  @Override
  public int size() {
    return pixels.length / shape.size();
  }

  @Override
  public void read(int index, float[] target, int offset) {
    System.arraycopy(pixels, index * shape.size(), target, offset, shape.size());
  }

  /** The image's index, by which a shuffled set's order is read. */
  @Override
  public int label(int index) {
    return index;
  }

  @Override
  public List<String> labelNames() {
    return List.of();
  }

  @Override
  public String sha256() {
    return "";
  }
}
