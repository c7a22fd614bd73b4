package vae4j.backend;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Storages with given values, for tests. */
public final class Storages {
  private Storages() {}

  /** A storage of a backend that holds values. */
  public static Storage of(Backend backend, double... values) {
    Storage storage = backend.allocate(values.length);
    try (INDArray array = Nd4j.createFromArray(values)) {
      storage.write(array);
    }
    return storage;
  }
}
