package vae4j.cuda.library.select;

/**
 * How far a result is from the reference.
 *
 * @param largest largest |a − b| over all numbers; NaN if a number of either is NaN or infinite
 * @param reference largest |a| of the reference
 */
public record Difference(double largest, double reference) {
  /**
   * Whether max |a − b| ≤ tolerance · max |a|; never if a number is NaN or infinite.
   *
   * @param tolerance a fraction
   */
  public boolean within(double tolerance) {
    return Double.isFinite(largest) && largest <= tolerance * reference;
  }
}
