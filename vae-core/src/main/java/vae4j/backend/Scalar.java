package vae4j.backend;

/**
 * A number that kernels take and that changes from run to run: the weight of a loss term, a step
 * size. A kernel reads it when it runs; on a device it lies in the device's memory, so that
 * recorded work ({@link Recording}) sees the value of each run.
 */
public interface Scalar extends AutoCloseable {
  /** Its value, 0 at first. */
  double get();

  /**
   * Changes it for the kernels that are run from here on.
   *
   * @param value any number
   */
  void set(double value);

  /** Frees its memory. */
  @Override
  void close();

  /** A number in Java's memory, 0 at first: that of every CPU backend. */
  static Scalar onHost() {
    return new Scalar() {
      private double value;

      @Override
      public double get() {
        return value;
      }

      @Override
      public void set(double value) {
        this.value = value;
      }

      @Override
      public void close() {
        // Holds no memory.
      }
    };
  }
}
