package vae4j.datasets;

import org.jspecify.annotations.Nullable;
import vae4j.data.FactorDataset;
import vae4j.data.ImageDataset;

/**
 * A set to train on and a set to test on, which share no image.
 *
 * @param train images to train on
 * @param test images of the same shape and classes to test on
 * @param factors all images with the factors that they were made from; null if those are not known
 */
public record Split(ImageDataset train, ImageDataset test, @Nullable FactorDataset factors) {
  /**
   * Images whose factors are not known.
   *
   * @param train images to train on
   * @param test images of the same shape and classes to test on
   */
  public Split(ImageDataset train, ImageDataset test) {
    this(train, test, null);
  }

  /**
   * The first images of each part.
   *
   * @param limit how many, at least 1
   * @return a view; all images with known factors stay
   * @throws IllegalArgumentException if the limit is not positive
   */
  public Split take(int limit) {
    return new Split(train.take(limit), test.take(limit), factors);
  }
}
