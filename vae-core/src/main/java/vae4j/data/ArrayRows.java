package vae4j.data;

import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.shape.Shape;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Runs of rows of an array, whatever its memory order.
 *
 * <p>ND4J 1.0.0-M2.1 gives an empty array instead of some rows where an array is a view with gaps
 * between its numbers, such as images without their frame. Rows of an array that does not lie in C
 * order are therefore taken of a copy of the whole.
 */
public final class ArrayRows implements AutoCloseable {
  private final INDArray array;
  private @Nullable INDArray copy;

  /**
   * Of an array.
   *
   * @param array [N, …], N at least 1; stays the caller's
   */
  public ArrayRows(INDArray array) {
    this.array = array;
  }

  /**
   * Some rows.
   *
   * @param from index of the first
   * @param to index after the last, larger than {@code from}
   * @return [to − from, …], a view; not to be used after this is closed
   */
  public INDArray get(long from, long to) {
    if (from == 0 && to == array.size(0)) {
      return array;
    }
    return inOrder().get(NDArrayIndex.interval(from, to));
  }

  private INDArray inOrder() {
    if (copy != null) {
      return copy;
    }
    if (array.ordering() == 'c' && Shape.hasDefaultStridesForShape(array)) {
      return array;
    }
    copy = array.dup('c');
    return copy;
  }

  /** Frees the copy, if one was made. */
  @Override
  public void close() {
    if (copy != null) {
      copy.close();
      copy = null;
    }
  }
}
