package vae4j.eval.metric;

import org.jspecify.annotations.Nullable;
import vae4j.data.FactorDataset;
import vae4j.data.ImageDataset;

/**
 * The images that a model is measured on.
 *
 * @param train images that it was trained on
 * @param test images that it was not
 * @param factors all images with their factors; null if they are not known
 */
public record EvaluationImages(
    ImageDataset train, ImageDataset test, @Nullable FactorDataset factors) {
  /** Explains metrics that are given with and without the frame of zeros around images. */
  public static final String FRAME_NOTE =
      "The frame of zeros around each image counts, except for inner.";
}
