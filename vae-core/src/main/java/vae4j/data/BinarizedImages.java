package vae4j.data;

/**
 * The images of another set as a model sees them that was trained on binarised ones. A stochastic
 * pixel is drawn from the seed and the image's index, so that an image is the same each time.
 */
record BinarizedImages(ImageDataset whole, Binarization binarization, long seed)
    implements DatasetView {
  @Override
  public void read(int index, float[] target, int offset) {
    whole.read(index, target, offset);
    binarization.apply(
        target,
        offset,
        offset + shape().size(),
        Seeds.stream(seed, Seeds.Purpose.BINARIZATION, index));
  }
}
