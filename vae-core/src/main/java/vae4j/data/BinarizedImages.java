package vae4j.data;

import java.util.List;

/**
 * The images of another set as a model sees them that was trained on binarised ones. A stochastic
 * pixel is drawn from the seed and the image's index, so that an image is the same each time.
 */
record BinarizedImages(ImageDataset whole, Binarization binarization, long seed)
    implements ImageDataset {
  @Override
  public String name() {
    return whole.name();
  }

  @Override
  public ImageShape shape() {
    return whole.shape();
  }

  @Override
  public int size() {
    return whole.size();
  }

  @Override
  public int frame() {
    return whole.frame();
  }

  @Override
  public void read(int index, float[] target, int offset) {
    whole.read(index, target, offset);
    binarization.apply(
        target,
        offset,
        offset + shape().size(),
        Seeds.stream(seed, Seeds.Purpose.BINARIZATION, index));
  }

  @Override
  public int label(int index) {
    return whole.label(index);
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
