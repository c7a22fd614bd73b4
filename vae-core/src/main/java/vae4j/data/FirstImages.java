package vae4j.data;

import java.util.Objects;

/** The first {@code size} images of another set. */
record FirstImages(ImageDataset whole, int size) implements DatasetView {
  @Override
  public String name() {
    return whole.name() + "[0," + size + ")";
  }

  @Override
  public void read(int index, float[] target, int offset) {
    whole.read(Objects.checkIndex(index, size), target, offset);
  }

  @Override
  public int label(int index) {
    return whole.label(Objects.checkIndex(index, size));
  }
}
