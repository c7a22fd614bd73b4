package vae4j.cli;

/** Checks of numbers from the command line. */
final class Counts {
  private Counts() {}

  static void requirePositive(String name, int value) {
    requireAtLeast(name, value, 1);
  }

  static void requireAtLeast(String name, int value, int least) {
    if (value < least) {
      throw new IllegalArgumentException(name + " must be at least " + least + ", was " + value);
    }
  }

  static void requirePositive(String name, double value) {
    if (!(value > 0 && value < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(name + " must be positive and finite, was " + value);
    }
  }
}
