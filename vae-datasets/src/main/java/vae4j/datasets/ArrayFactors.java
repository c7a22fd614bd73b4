package vae4j.datasets;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
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

  @Override
  public int[] factorsOf(int index) {
    int rest = Objects.checkIndex(index, size());
    int[] values = new int[factors.size()];
    for (int i = values.length - 1; i >= 0; i--) {
      values[i] = rest % factors.get(i).values();
      rest /= factors.get(i).values();
    }
    return values;
  }

  @Override
  public int indexOf(int[] factorValues) {
    if (factorValues.length != factors.size()) {
      throw new IllegalArgumentException(
          "factor values must be " + factors.size() + ", were " + Arrays.toString(factorValues));
    }
    int index = 0;
    for (int i = 0; i < factorValues.length; i++) {
      Factor factor = factors.get(i);
      if (factorValues[i] < 0 || factorValues[i] >= factor.values()) {
        throw new IllegalArgumentException(
            factor.name() + " must be in [0, " + factor.values() + "), was " + factorValues[i]);
      }
      index = index * factor.values() + factorValues[i];
    }
    return index;
  }
}
