package vae4j.data;

import static vae4j.data.Checks.requirePositive;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * Images generated from known factors of variation (shape, scale, place, …), as disentanglement is
 * measured on.
 */
public interface FactorDataset extends ImageDataset {
  /**
   * One factor of variation.
   *
   * @param name what varies
   * @param values how many values it takes, at least 1
   * @param ordered whether neighbouring values look alike, as sizes do; the values of a factor that
   *     is not ordered, such as a shape, are names without an order
   */
  record Factor(String name, int values, boolean ordered) {
    /**
     * Checks the factor.
     *
     * @throws IllegalArgumentException if it takes no value
     */
    public Factor {
      requirePositive("values of factor " + name, values);
    }

    /**
     * An ordered factor.
     *
     * @param name what varies
     * @param values how many values it takes, at least 1
     * @throws IllegalArgumentException if it takes no value
     */
    public Factor(String name, int values) {
      this(name, values, true);
    }
  }

  /** The factors, slowest-changing first: the image index counts through them like an odometer. */
  List<Factor> factors();

  /**
   * The factors of one image.
   *
   * @param index which image, in [0, size)
   * @return for each of {@link #factors()} which of its values, from 0
   */
  default int[] factorsOf(int index) {
    int rest = Objects.checkIndex(index, size());
    List<Factor> factors = factors();
    int[] values = new int[factors.size()];
    for (int i = values.length - 1; i >= 0; i--) {
      values[i] = rest % factors.get(i).values();
      rest /= factors.get(i).values();
    }
    return values;
  }

  /**
   * The image with given factors; the inverse of {@link #factorsOf}.
   *
   * @param factorValues for each factor which of its values, from 0
   * @return the image's index
   * @throws IllegalArgumentException if a value is out of range or their number is wrong
   */
  default int indexOf(int[] factorValues) {
    List<Factor> factors = factors();
    if (factorValues.length != factors.size()) {
      throw new IllegalArgumentException(
          "factor values must be " + factors.size() + ", were " + Arrays.toString(factorValues));
    }
    int index = 0;
    for (int i = 0; i < factorValues.length; i++) {
      Factor factor = factors.get(i);
      if (factorValues[i] < 0 || factorValues[i] >= factor.values()) {
        throw new IllegalArgumentException(
            factor.name() + " must be in [0, " + factor.values() + "), was " + factorValues[i]);
      }
      index = index * factor.values() + factorValues[i];
    }
    return index;
  }
}
