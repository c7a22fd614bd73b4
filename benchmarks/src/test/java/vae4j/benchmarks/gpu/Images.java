package vae4j.benchmarks.gpu;

import java.util.List;
import vae4j.data.ImageDataset;
import vae4j.data.ImageShape;

/**
 * Grey images of 32×32 in 256 levels, each another one.
 *
 * @param size how many
 */
record Images(int size) implements ImageDataset {
  @Override
  public String name() {
    return "images";
  }

  @Override
  public ImageShape shape() {
    return new ImageShape(32, 32, 1);
  }

  @Override
  public void read(int index, float[] target, int offset) {
    for (int i = 0; i < shape().size(); i++) {
      target[offset + i] = level(index, i) / 255f;
    }
  }

  /** A pixel as a byte. */
  static int level(int index, int place) {
    return (31 * place + 77 * index) % 256;
  }

  @Override
  public int label(int index) {
    return NO_LABEL;
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
