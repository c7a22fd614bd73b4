package vae4j.eval.features;

/** Rows of features as they come in. */
final class FeatureRows {
  private FeatureRows() {}

  static void requireRow(float[] row, int features) {
    if (row.length != features) {
      throw new IllegalArgumentException(
          "features of an image must be " + features + " numbers, were " + row.length);
    }
    for (float value : row) {
      if (!Float.isFinite(value)) {
        throw new IllegalArgumentException("features must be finite, was " + value);
      }
    }
  }
}
