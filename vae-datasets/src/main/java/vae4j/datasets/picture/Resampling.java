package vae4j.datasets.picture;

/**
 * Changes a picture's size, first along its columns and then along its rows.
 *
 * <p>Each new pixel is a weighted mean of the old ones around it, with weights that fall linearly
 * with distance. Where a picture is made smaller, the weights reach as many times farther as it
 * shrinks, so that every old pixel counts and fine patterns are averaged instead of aliased (the
 * triangle filter of Heckbert 1989, "Fundamentals of texture mapping and image warping", section
 * 3.5). Where it is made larger, this is bilinear interpolation. Pixels beyond the edge do not
 * count.
 */
final class Resampling {
  private Resampling() {}

  /** The picture in another size; its proportions are not kept. */
  static Pixels resize(Pixels picture, int height, int width) {
    if (picture.height() == height && picture.width() == width) {
      return picture;
    }
    int channels = picture.channels();
    float[] values = new float[picture.values().length];
    for (int i = 0; i < values.length; i++) {
      values[i] = picture.value(i);
    }
    float[] high = along(values, 1, picture.height(), picture.width() * channels, height);
    float[] done = along(high, height, picture.width(), channels, width);
    byte[] bytes = new byte[done.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) Math.min(255, Math.max(0, Math.round(done[i])));
    }
    return new Pixels(height, width, channels, bytes);
  }

  /** From [outer, size, inner] to [outer, newSize, inner]. */
  private static float[] along(float[] values, int outer, int size, int inner, int newSize) {
    if (size == newSize) {
      return values;
    }
    float[] result = new float[outer * newSize * inner];
    double scale = (double) size / newSize;
    double reach = Math.max(scale, 1);
    float[] weights = new float[(int) Math.ceil(2 * reach) + 2];
    for (int i = 0; i < newSize; i++) {
      double centre = (i + 0.5) * scale;
      int from = Math.max(0, (int) Math.floor(centre - reach));
      int to = Math.min(size, (int) Math.ceil(centre + reach));
      double sum = 0;
      for (int j = from; j < to; j++) {
        double weight = Math.max(0, 1 - Math.abs(j + 0.5 - centre) / reach);
        weights[j - from] = (float) weight;
        sum += weight;
      }
      for (int o = 0; o < outer; o++) {
        int target = (o * newSize + i) * inner;
        for (int j = from; j < to; j++) {
          float weight = (float) (weights[j - from] / sum);
          int source = (o * size + j) * inner;
          for (int k = 0; k < inner; k++) {
            result[target + k] += weight * values[source + k];
          }
        }
      }
    }
    return result;
  }
}
