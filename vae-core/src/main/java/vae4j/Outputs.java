package vae4j;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import vae4j.backend.AvailableMemory;
import vae4j.backend.Backend;
import vae4j.backend.Storage;

/**
 * The output of a model, gathered batch by batch on the heap: float64 of a backend that computes in
 * float64, else float32.
 */
final class Outputs {
  /**
   * Numbers of a result before which it is not asked how much memory is free, which reads files.
   */
  private static final int SMALL = 1 << 20;

  private final float @Nullable [] floats;
  private final double @Nullable [] doubles;

  /**
   * Zeros.
   *
   * @param backendType the type that the backend computes in
   * @param length how many numbers
   */
  Outputs(DataType backendType, int length) {
    boolean wide = backendType == DataType.DOUBLE;
    floats = wide ? null : new float[length];
    doubles = wide ? new double[length] : null;
  }

  /**
   * The numbers of a result, which must fit an array and the memory that is free.
   *
   * @param backend computes it
   * @param name of the result
   * @param count how many there are
   * @param each numbers of one
   * @throws IllegalArgumentException if they do not fit
   */
  static int requireLength(Backend backend, String name, long count, int each) {
    if (count * each <= SMALL) {
      return (int) count * each;
    }
    long most = (Integer.MAX_VALUE - 8L) / each;
    AvailableMemory available = backend.availableMemory();
    int width = backend.dataType() == DataType.DOUBLE ? Double.BYTES : Float.BYTES;
    // On the heap where it is gathered, and outside it in the array that is given.
    long fits = Math.min(available.heapBytes(), available.nativeBytes()) / ((long) each * width);
    if (count > Math.min(most, fits)) {
      throw new IllegalArgumentException(
          "number of "
              + name
              + " must be at most "
              + Math.min(most, fits)
              + (most < fits ? " of " : " in the memory that is free, of ")
              + each
              + " numbers each, was "
              + count);
    }
    return (int) count * each;
  }

  /** The same number everywhere. */
  Outputs filledWith(double value) {
    if (floats != null) {
      Arrays.fill(floats, (float) value);
    } else if (doubles != null) {
      Arrays.fill(doubles, value);
    }
    return this;
  }

  /** Copies all of a storage to a place, each number put through a function if there is one. */
  void copy(Storage source, int offset, @Nullable DoubleUnaryOperator function) {
    int end = Math.toIntExact(offset + source.length());
    if (floats != null) {
      source.read(floats, offset);
      for (int i = offset; function != null && i < end; i++) {
        floats[i] = (float) function.applyAsDouble(floats[i]);
      }
    } else if (doubles != null) {
      double[] values = source.toDoubles();
      for (int i = offset; i < end; i++) {
        double value = values[i - offset];
        doubles[i] = function == null ? value : function.applyAsDouble(value);
      }
    }
  }

  /** The numbers as an array, the caller's to close. */
  INDArray toArray(long... shape) {
    if (floats != null) {
      return Nd4j.create(floats, shape, 'c');
    }
    return Nd4j.create(doubles, shape, DataType.DOUBLE);
  }
}
