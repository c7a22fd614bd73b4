package vae4j.data;

import java.nio.FloatBuffer;
import java.util.Locale;
import java.util.function.IntUnaryOperator;
import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.shape.Shape;

/**
 * Checks the numbers that come into a model: images must be finite and in [0, 1], latents finite.
 *
 * <p>Images from a data set are checked once, when {@link Batch} puts them together, before any
 * binarization; arrays are checked by the method that takes them. Numbers are compared and never
 * changed. The check reads each number once; its share of a training step is in {@code
 * docs/benchmarks.md}.
 */
public final class ImageValues {
  /**
   * The distance from [0, 1] that a number may have: rounding in float32, such as of a resized
   * image, adds up to about a hundred units in the last place of 1.
   */
  public static final double TOLERANCE = 1e-5;

  private static final float LEAST = (float) -TOLERANCE;
  private static final float GREATEST = (float) (1 + TOLERANCE);

  /** Beyond this, values are of another scale, not a filter's overshoot. */
  private static final double OVERSHOOT = 0.25;

  /** Numbers that are looked at a time where they have to be copied. */
  private static final int CHUNK = 1 << 16;

  /** Numbers that stay in the first-level cache. */
  private static final int BLOCK = 4096;

  private ImageValues() {}

  /**
   * Checks images on the heap.
   *
   * @param values [N, H, W, C] one after another
   * @param shape of one image
   * @param index the number by which an error names the n-th image
   * @param dataset the name of the set they are from
   * @throws ImageValueException if a number is outside [0, 1] or NaN
   */
  public static void require(
      float[] values, ImageShape shape, IntUnaryOperator index, String dataset) {
    int wrong = outside(values, values.length);
    if (wrong >= 0) {
      throw found(i -> values[i], values.length, wrong, shape, index, " of " + dataset);
    }
  }

  /** The first number outside [0, 1], or −1; what is compared is false of NaN. */
  private static int outside(float[] values, int length) {
    for (int i = 0; i < length; i++) {
      if (!(values[i] >= LEAST && values[i] <= GREATEST)) {
        return i;
      }
    }
    return -1;
  }

  /**
   * Checks an array of images.
   *
   * @param images [N, H, W, C], float32 in [0, 1]; float64, float16 and bfloat16 are taken as well,
   *     in any memory order
   * @throws ImageValueException if a number is outside [0, 1] or NaN, or the numbers are integers
   *     or truth values
   */
  public static void require(INDArray images) {
    if (!images.dataType().isFPType()) {
      throw new ImageValueException(
          "images must be floating-point numbers in [0, 1], were "
              + images.dataType()
              + ": convert them with castTo(DataType.FLOAT), and divide by 255 if they are bytes");
    }
    ImageShape shape =
        new ImageShape((int) images.size(1), (int) images.size(2), (int) images.size(3));
    if (isPlain(images)) {
      FloatBuffer numbers = floats(images);
      // Four times as fast as reading each number from native memory.
      float[] some = new float[Math.min(BLOCK, numbers.limit())];
      for (int from = 0; from < numbers.limit(); from += some.length) {
        int length = Math.min(some.length, numbers.limit() - from);
        numbers.get(from, some, 0, length);
        int wrong = outside(some, length);
        if (wrong >= 0) {
          throw found(numbers::get, numbers.limit(), from + wrong, shape, n -> n, "");
        }
      }
      return;
    }
    inRows(
        images,
        (values, first) -> {
          for (int i = 0; i < values.length; i++) {
            if (!(values[i] >= -TOLERANCE && values[i] <= 1 + TOLERANCE)) {
              throw found(j -> values[j], values.length, i, shape, n -> first + n, "");
            }
          }
        });
  }

  /**
   * Checks latents.
   *
   * @param latents [N, Z], any numbers
   * @throws IllegalArgumentException if one is NaN or infinite
   */
  public static void requireFinite(INDArray latents) {
    long latent = latents.size(1);
    inRows(
        latents,
        (values, first) -> {
          for (int i = 0; i < values.length; i++) {
            if (!Double.isFinite(values[i])) {
              throw new IllegalArgumentException(
                  String.format(
                      Locale.ROOT,
                      "latents must be finite, was %s in row %d, column %d (counted from 0)",
                      values[i],
                      first + i / latent,
                      i % latent));
            }
          }
        });
  }

  private interface Numbers {
    double get(int index);
  }

  private interface Rows {
    void check(double[] values, int firstRow);
  }

  /** Whether an array is float32, its numbers one after another in C order. */
  private static boolean isPlain(INDArray array) {
    return array.dataType() == DataType.FLOAT
        && array.ordering() == 'c'
        && array.length() <= Integer.MAX_VALUE
        && Shape.hasDefaultStridesForShape(array);
  }

  private static FloatBuffer floats(INDArray array) {
    FloatPointer first = new FloatPointer(array.data().addressPointer());
    return first.capacity(array.length()).asBuffer();
  }

  /** Some rows at a time, as float64 in C order; whatever type and memory order the array has. */
  private static void inRows(INDArray array, Rows rows) {
    long count = array.size(0);
    long some = Math.max(1, CHUNK * count / Math.max(1, array.length()));
    try (ArrayRows parts = new ArrayRows(array)) {
      for (long from = 0; from < count; from += some) {
        try (INDArray copy = parts.get(from, Math.min(count, from + some)).dup('c')) {
          // asDouble reads every floating type.
          rows.check(copy.data().asDouble(), (int) from);
        }
      }
    }
  }

  private static ImageValueException found(
      Numbers values,
      int length,
      int wrong,
      ImageShape shape,
      IntUnaryOperator index,
      String dataset) {
    int image = wrong / shape.size();
    String name = "image " + index.applyAsInt(image) + dataset;
    int first = image * shape.size();
    for (int i = first; i < first + shape.size(); i++) {
      if (!Double.isFinite(values.get(i))) {
        return new ImageValueException(
            String.format(
                Locale.ROOT,
                "%s has %s at row %d, column %d, channel %d (counted from 0), wanted numbers in"
                    + " [0, 1]: fill the gap or leave the image out",
                name,
                values.get(i),
                (i - first) / (shape.width() * shape.channels()),
                (i - first) / shape.channels() % shape.width(),
                (i - first) % shape.channels()));
      }
    }
    Range own = Range.of(values, first, first + shape.size());
    // The images beside it tell more of the scale than one alone.
    String advice = Range.of(values, 0, length).advice();
    return new ImageValueException(name + " has " + own + ", wanted [0, 1]: " + advice);
  }

  /** The least and the greatest of the finite values. */
  private record Range(double least, double greatest) {
    static Range of(Numbers values, int from, int to) {
      double least = Double.POSITIVE_INFINITY;
      double greatest = Double.NEGATIVE_INFINITY;
      for (int i = from; i < to; i++) {
        double value = values.get(i);
        if (Double.isFinite(value)) {
          least = Math.min(least, value);
          greatest = Math.max(greatest, value);
        }
      }
      return new Range(least, greatest);
    }

    private boolean low() {
      return least < -TOLERANCE;
    }

    private boolean high() {
      return greatest > 1 + TOLERANCE;
    }

    String advice() {
      if (least >= -OVERSHOOT && greatest <= 1 + OVERSHOOT) {
        return "clip the values to [0, 1]";
      }
      if (!low() && greatest <= 255 + TOLERANCE) {
        return "divide by 255";
      }
      if (!low() && greatest <= 65535 + TOLERANCE) {
        return "divide by 65535";
      }
      if (least >= -1 - TOLERANCE && !high() && Math.max(-least, greatest) > 0.5 + TOLERANCE) {
        return "rescale to [0, 1] with (x + 1) / 2";
      }
      if (least >= -128 && least < -10 && greatest <= 127) {
        return "these look like bytes read with a sign; add 256 to the negative values, then divide"
            + " by 255";
      }
      return "rescale to [0, 1] with (x - min) / (max - min), min and max being those of the whole"
          + " set";
    }

    /** Such as "values up to 255". */
    @Override
    public String toString() {
      if (low() && high()) {
        return "values from " + number(least) + " to " + number(greatest);
      }
      return low() ? "values down to " + number(least) : "values up to " + number(greatest);
    }

    private static String number(double value) {
      return value == Math.rint(value) && Math.abs(value) < 1e9
          ? Long.toString((long) value)
          : Float.toString((float) value);
    }
  }
}
