package vae4j.datasets;

import java.util.List;
import vae4j.data.ImageDataset;
import vae4j.data.ImageShape;
import vae4j.datasets.content.Sha256;

/** Some of the images of a set of sprites, in the order drawn. */
final class DrawnSprites implements ImageDataset {
  private final Sprites all;
  private final String name;
  private final int[] indices;

  DrawnSprites(Sprites all, String name, int[] indices) {
    this.all = all;
    this.name = name;
    this.indices = indices;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public ImageShape shape() {
    return all.shape();
  }

  @Override
  public int size() {
    return indices.length;
  }

  @Override
  public void read(int index, float[] target, int offset) {
    all.read(indices[index], target, offset);
  }

  @Override
  public int label(int index) {
    return all.label(indices[index]);
  }

  @Override
  public List<String> labelNames() {
    return all.labelNames();
  }

  @Override
  public String sha256() {
    return Sha256.ofText(all.sha256() + " " + name);
  }

  /** Which image of the whole set one of these is. */
  int indexInAll(int index) {
    return indices[index];
  }
}
