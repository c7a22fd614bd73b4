package vae4j.datasets.array;

import java.io.IOException;
import java.util.Locale;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import vae4j.io.npy.MalformedNpyException;
import vae4j.io.npy.NpyType;

/**
 * The values of an array of images.
 *
 * @param whole whether they are whole numbers or booleans
 * @param least the smallest one
 * @param most the largest one
 */
record ArrayRange(boolean whole, float least, float most) {
  private static final float WHITE = 255f;

  /**
   * Looks at every value.
   *
   * @throws MalformedNpyException if one is no brightness; names the image, its values and what to
   *     do
   */
  static ArrayRange of(NpyArray array) throws IOException {
    NpyType type = array.header().type();
    float limit = type.isWhole() ? WHITE : 1;
    Found all =
        LongStream.range(0, array.rows())
            .parallel()
            .mapToObj(row -> Found.in(array, row, limit))
            .reduce(Found.NONE, Found::and);
    if (all.bad != null) {
      throw new MalformedNpyException(
          array.source(), "image " + all.badRow + " " + problem(all.bad, type.isWhole()));
    }
    return new ArrayRange(type.isWhole(), all.least, all.most);
  }

  /** The value that becomes 1, of these values and others of the same set. */
  float white(ArrayRange other) {
    return whole && Math.max(most, other.most) > 1 ? WHITE : 1;
  }

  private static String problem(float[] range, boolean whole) {
    if (Float.isNaN(range[0])) {
      return "has a value that is not a number (NaN)";
    }
    if (range[1] > WHITE) {
      return "has values up to " + number(range[1]) + ": divide by the largest value there can be";
    }
    if (range[0] < 0) {
      return String.format(
          Locale.ROOT,
          "has values from %s to %s, must be in [0, 1]%s: %s",
          number(range[0]),
          number(range[1]),
          whole ? " or [0, 255]" : "",
          range[0] >= -1 && range[1] <= 1 ? "add 1 and divide by 2" : "rescale them");
    }
    return "has values up to " + number(range[1]) + ": divide by 255";
  }

  private static String number(float value) {
    return value == Math.rint(value) && Math.abs(value) < 1e9
        ? String.format(Locale.ROOT, "%.0f", value)
        : Float.toString(value);
  }

  /** Range of some rows, and the first that is out of it with its own range. */
  private record Found(float least, float most, long badRow, float @Nullable [] bad) {
    static final Found NONE =
        new Found(Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, Long.MAX_VALUE, null);

    static Found in(NpyArray array, long row, float limit) {
      float[] values = new float[array.rowLength(0)];
      array.read(row, 0, values, 0);
      float least = Float.POSITIVE_INFINITY;
      float most = Float.NEGATIVE_INFINITY;
      // Math.min and max of anything and NaN are NaN.
      for (float value : values) {
        least = Math.min(least, value);
        most = Math.max(most, value);
      }
      boolean good = least >= 0 && most <= limit;
      return new Found(
          least, most, good ? Long.MAX_VALUE : row, good ? null : new float[] {least, most});
    }

    Found and(Found other) {
      Found first = other.badRow < badRow ? other : this;
      return new Found(
          Math.min(least, other.least), Math.max(most, other.most), first.badRow, first.bad);
    }
  }
}
