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
  public static void requirePositive(String name, int value) {
    if (value <= 0) {
      throw new IllegalArgumentException(name + " must be positive, was " + value);
    }
  }
}
