package vae4j.cli;

import java.util.Locale;
import vae4j.data.Binarization;

/** What is done to pixel values, by its name on the command line. */
final class PixelValues {
  private PixelValues() {}

  static Binarization binarization(String name) {
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "none" -> Binarization.NONE;
      case "threshold" -> Binarization.THRESHOLD;
      case "stochastic" -> Binarization.STOCHASTIC;
      default ->
          throw new IllegalArgumentException(
              "binarize must be none, threshold or stochastic, was " + name);
    };
  }
}
