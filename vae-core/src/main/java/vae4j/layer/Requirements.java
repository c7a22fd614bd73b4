package vae4j.layer;

/** Checks of a layer's numbers. */
final class Requirements {
  private Requirements() {}

  static void positive(String name, int value) {
    if (value <= 0) {
      throw new IllegalArgumentException(name + " must be positive, was " + value);
    }
  }
}
