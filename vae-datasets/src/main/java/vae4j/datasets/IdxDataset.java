package vae4j.datasets;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import vae4j.data.ImageDataset;
import vae4j.data.ImageShape;
import vae4j.datasets.idx.IdxFile;

/** Grey pictures kept as bytes, with a frame of zeros around each when read. */
final class IdxDataset implements ImageDataset {
  private static final float WHITE = 255f;

  private final String name;
  private final IdxFile images;
  private final IdxFile labels;
  private final List<String> labelNames;
  private final int frame;
  private final ImageShape shape;

  /** Takes as many labels as pictures; {@code frame} is how many zeros are added on each side. */
  IdxDataset(String name, IdxFile images, IdxFile labels, List<String> labelNames, int frame) {
    this.name = name;
    this.images = images;
    this.labels = labels;
    this.labelNames = List.copyOf(labelNames);
    this.frame = frame;
    this.shape = new ImageShape(images.height() + 2 * frame, images.width() + 2 * frame, 1);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public ImageShape shape() {
    return shape;
  }

  @Override
  public int size() {
    return images.count();
  }

  @Override
  public int frame() {
    return frame;
  }

  @Override
  public void read(int index, float[] target, int offset) {
    Objects.checkIndex(index, size());
    Arrays.fill(target, offset, offset + shape.size(), 0f);
    int from = index * images.height() * images.width();
    for (int y = 0; y < images.height(); y++) {
      int to = offset + (y + frame) * shape.width() + frame;
      for (int x = 0; x < images.width(); x++) {
        target[to++] = images.value(from++) / WHITE;
      }
    }
  }

  @Override
  public int label(int index) {
    return labels.value(Objects.checkIndex(index, size()));
  }

  @Override
  public List<String> labelNames() {
    return labelNames;
  }

  @Override
  public String sha256() {
    return images.sha256();
  }
}
