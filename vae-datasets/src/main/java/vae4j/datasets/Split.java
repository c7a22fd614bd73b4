package vae4j.datasets;

import org.jspecify.annotations.Nullable;
import vae4j.data.FactorDataset;
import vae4j.data.ImageDataset;

/**
 * A set to train on and a set to test on, which share no picture.
 *
 * @param train pictures to train on
 * @param test pictures of the same shape and classes to test on
 * @param factors all pictures with the factors that they were made from; null if those are not
 *     known
 */
public record Split(ImageDataset train, ImageDataset test, @Nullable FactorDataset factors) {
  /**
   * Pictures whose factors are not known.
   *
   * @param train pictures to train on
   * @param test pictures of the same shape and classes to test on
   */
  public Split(ImageDataset train, ImageDataset test) {
    this(train, test, null);
  }

  /**
   * The first pictures of each part.
   *
   * @param limit how many, at least 1
   * @return a view; all pictures with known factors stay
   * @throws IllegalArgumentException if the limit is not positive
   */
  public Split take(int limit) {
    return new Split(train.take(limit), test.take(limit), factors);
  }
}
