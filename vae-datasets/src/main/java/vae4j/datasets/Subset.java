package vae4j.datasets;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import vae4j.data.DatasetView;
import vae4j.data.ImageDataset;

/** Some of the images of another set, in its order. */
final class Subset implements DatasetView {
  private final ImageDataset whole;
  private final String name;
  private final int[] indices;

  private Subset(ImageDataset whole, String name, List<Integer> indices) {
    this.whole = whole;
    this.name = name;
    this.indices = indices.stream().mapToInt(Integer::intValue).sorted().toArray();
  }

  /**
   * Draws a test set by lot. The same set, fraction and seed give the same split on every machine.
   *
   * @param whole at least two images
   * @param name what the parts' names begin with
   * @param fraction share of the images to test on, in (0, 1); at least one goes to either side
   */
  static Split split(ImageDataset whole, String name, double fraction, long seed) {
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < whole.size(); i++) {
      order.add(i);
    }
    // java.util.Random's numbers and this shuffle are laid down in their specifications.
    Collections.shuffle(order, new Random(seed));
    int test = (int) Math.min(whole.size() - 1L, Math.max(1, Math.round(fraction * whole.size())));
    return new Split(
        new Subset(whole, name + "/train", order.subList(test, order.size())),
        new Subset(whole, name + "/test", order.subList(0, test)));
  }

  @Override
  public ImageDataset whole() {
    return whole;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public int size() {
    return indices.length;
  }

  @Override
  public void read(int index, float[] target, int offset) {
    whole.read(indices[Objects.checkIndex(index, indices.length)], target, offset);
  }

  @Override
  public int label(int index) {
    return whole.label(indices[Objects.checkIndex(index, indices.length)]);
  }
}
