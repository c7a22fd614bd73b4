package vae4j.datasets.array;

import java.util.List;
import vae4j.data.FactorDataset;
import vae4j.data.ImageDataset;
import vae4j.data.ImageShape;

/**
 * Images of an array whose factors count through all combinations, the last one changing fastest.
 *
 * @param images all of them, in this order
 * @param factors the factors, slowest-changing first
 */
record ArrayFactors(ImageDataset images, List<Factor> factors) implements FactorDataset {
  @Override
  public String name() {
    return images.name();
  }

  @Override
  public ImageShape shape() {
    return images.shape();
  }

  @Override
  public int size() {
    return images.size();
  }

  @Override
  public void read(int index, float[] target, int offset) {
    images.read(index, target, offset);
  }

  @Override
  public int label(int index) {
    return images.label(index);
  }

  @Override
  public List<String> labelNames() {
    return images.labelNames();
  }

  @Override
  public String sha256() {
    return images.sha256();
  }
}
