package vae4j;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import vae4j.backend.Storage;

/**
 * What a model gives, gathered batch by batch on the heap: float64 of a backend that computes in
 * float64, else float32.
 */
final class Outputs {
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
