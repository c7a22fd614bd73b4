package vae4j.graph;

/**
 * A loss term that an op computes.
 *
 * @param name such as {@code kl}; unique in the graph
 * @param perBatch true for one number a batch, false for one number an image
 */
public record Term(String name, boolean perBatch) {
  /** A term of one number an image. */
  public static Term perImage(String name) {
    return new Term(name, false);
  }

  /** A term of one number a batch. */
  public static Term perBatch(String name) {
    return new Term(name, true);
  }
}
