package vae4j.data;

/** Checks of arguments. */
public final class Checks {
  private Checks() {}

  /**
   * Refuses a number that is not positive.
   *
   * @param name of the number, for the message
   * @param value the number
   * @throws IllegalArgumentException if it is 0 or negative
   */
  public static void requirePositive(String name, long value) {
    if (value <= 0) {
      throw new IllegalArgumentException(name + " must be positive, was " + value);
    }
  }

  /**
   * Refuses a number that is not positive and finite.
   *
   * @param name of the number, for the message
   * @param value the number
   * @throws IllegalArgumentException if it is 0, negative, infinite or NaN
   */
  public static void requirePositiveAndFinite(String name, double value) {
    if (!(value > 0 && value < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(name + " must be positive and finite, was " + value);
    }
  }
}
