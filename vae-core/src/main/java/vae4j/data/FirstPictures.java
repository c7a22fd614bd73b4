package vae4j.data;

import java.util.List;
import java.util.Objects;

/** The first {@code size} pictures of another set. */
record FirstPictures(ImageDataset whole, int size) implements ImageDataset {
  @Override
  public String name() {
    return whole.name() + "[0," + size + ")";
  }

  @Override
  public ImageShape shape() {
    return whole.shape();
  }

  @Override
  public int frame() {
    return whole.frame();
  }

  @Override
  public void read(int index, float[] target, int offset) {
    whole.read(Objects.checkIndex(index, size), target, offset);
  }

  @Override
  public int label(int index) {
    return whole.label(Objects.checkIndex(index, size));
  }

  @Override
  public List<String> labelNames() {
    return whole.labelNames();
  }

  @Override
  public String sha256() {
    return whole.sha256();
  }
}
