package vae4j.cli.option;

import java.util.Locale;
import vae4j.MemoryNeed;
import vae4j.backend.AvailableMemory;
import vae4j.data.ImageShape;

/** Checks of numbers from the command line. */
public final class Counts {
  /** Pixels that a small image takes in a drawing. */
  private static final long ENLARGED = 100 * 100;

  /** Pixels that a drawing can have, with room for gaps and captions. */
  private static final long DRAWING = Integer.MAX_VALUE / 2;

  private Counts() {}

  public static void requirePositive(String name, int value) {
    requireAtLeast(name, value, 1);
  }

  public static void requireAtLeast(String name, int value, int least) {
    if (value < least) {
      throw new IllegalArgumentException(name + " must be at least " + least + ", was " + value);
    }
  }

  /**
   * Refuses more images than can be decoded and drawn in the heap that is free.
   *
   * @param name of the number
   * @param value the number
   * @param each images that each of them stands for
   * @param shape of an image
   */
  public static void requireDrawable(String name, int value, int each, ImageShape shape) {
    // Decoded, copied and as images, and the drawing, in which small ones are enlarged.
    long pixels = Math.max((long) shape.height() * shape.width(), ENLARGED);
    long bytes = each * (3L * Float.BYTES * shape.size() + Integer.BYTES * pixels);
    AvailableMemory available = AvailableMemory.ofHost();
    if (bytes * value > available.heapBytes()) {
      available = available.afterCollection();
    }
    // An eighth for all else.
    long most = Math.min(available.heapBytes() / 8 * 7 / bytes, DRAWING / (pixels * each));
    if (value > most) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s must be at most %d for images of %s in the %s of Java's heap that are free,"
                  + " was %d; more with VAE_JAVA_OPTS=-Xmx4g",
              name,
              most,
              shape,
              MemoryNeed.mebibytes(available.heapBytes()),
              value));
    }
  }
}
