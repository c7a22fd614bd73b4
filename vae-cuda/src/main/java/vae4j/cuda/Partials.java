package vae4j.cuda;

import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import vae4j.cuda.driver.Kernels;

/**
 * A sum over many rows that gives few numbers: the rows are divided so that all processors have
 * work, and the parts' sums are added in their order, so that each run gives the same bits.
 */
final class Partials implements AutoCloseable {
  /** Blocks that a processor should have at a time. */
  private static final int BLOCKS_EACH = 2;

  /** A part is not shorter, however many processors there are. */
  private static final int SHORTEST = 128;

  private static final int MOST = 1024;

  private final Kernels kernels;
  private final long length;
  private final int splits;
  private final @Nullable DeviceStorage memory;

  /** Computes the sums of each part: [splits, length] at an address. */
  interface Parts {
    void run(long partial, int splits);
  }

  /**
   * Makes the memory of the parts.
   *
   * @param kernels of the GPU
   * @param type that they compute in
   * @param length numbers of the result
   * @param blocks that one part has
   * @param rows that are summed over
   */
  Partials(Kernels kernels, DataType type, long length, int blocks, long rows) {
    this.kernels = kernels;
    this.length = length;
    this.splits = splits(kernels.gpu().multiprocessors(), blocks, rows);
    this.memory =
        splits == 1 ? null : DeviceStorage.allocate(kernels, type, Kind.REAL, splits * length);
  }

  /** How many parts are worth while. */
  static int splits(int multiprocessors, int blocks, long rows) {
    long wanted = (long) BLOCKS_EACH * multiprocessors / Math.max(1, blocks);
    return (int) Math.max(1, Math.min(Math.min(wanted, rows / SHORTEST), MOST));
  }

  /** The sum over all rows into a vector at an address. */
  void sum(long target, Parts parts) {
    if (memory == null) {
      parts.run(target, 1);
      return;
    }
    parts.run(memory.address(), splits);
    kernels
        .launch("sum_partials")
        .address(memory.address())
        .address(target)
        .integer(splits)
        .size(length)
        .over(length);
  }

  @Override
  public void close() {
    if (memory != null) {
      memory.close();
    }
  }
}
