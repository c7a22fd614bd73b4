package vae4j.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.provider.Arguments;
import org.nd4j.linalg.api.buffer.DataType;

/** A backend in one type, and everything made with it, closed together. */
public final class TestBackend implements AutoCloseable {
  private final Backend backend;
  private final List<AutoCloseable> toClose = new ArrayList<>();

  /** Opens it on two threads. */
  public TestBackend(BackendProvider provider, DataType type) {
    this.backend = closing(provider.open(new BackendOptions(2, type)));
  }

  /** Every backend that works on this machine, in each type: arguments of a parametrised test. */
  public static Stream<Arguments> all() {
    return Backends.providers().stream()
        .flatMap(
            provider ->
                types(provider)
                    .map(type -> Arguments.of(Named.of(provider.name(), provider), type)));
  }

  /** The types up to float64 that a backend computes in on this machine. */
  public static Stream<DataType> types(BackendProvider provider) {
    return Stream.of(DataType.FLOAT, DataType.DOUBLE)
        .filter(type -> provider.unavailable(new BackendOptions(2, type)).isEmpty());
  }

  /** The backend itself. */
  public Backend get() {
    return backend;
  }

  /** A kernel or another resource, to be closed with this. */
  public <T extends AutoCloseable> T closing(T resource) {
    toClose.add(0, resource);
    return resource;
  }

  /** Memory that holds values. */
  public Storage storage(double... values) {
    return closing(Storages.of(backend, values));
  }

  /** A number for kernels. */
  public Scalar scalar(double value) {
    Scalar scalar = closing(backend.scalar());
    scalar.set(value);
    return scalar;
  }

  /** Memory to be overwritten: full of 777, so that what stays unwritten is seen. */
  public Storage unwritten(int length) {
    double[] values = new double[length];
    Arrays.fill(values, 777);
    return storage(values);
  }

  /**
   * Checks numbers up to this type's rounding: |actual − expected| ≤ tolerance · (1 + |expected|).
   */
  public void assertClose(Storage actual, double... expected) {
    assertClose(actual.toDoubles(), expected);
  }

  /** The same for numbers that were read already. */
  public void assertClose(double[] actual, double... expected) {
    double tolerance = backend.dataType() == DataType.FLOAT ? 2e-6 : 1e-12;
    assertThat(actual).hasSameSizeAs(expected);
    for (int i = 0; i < expected.length; i++) {
      assertThat(actual[i])
          .as("number %d", i)
          .isCloseTo(expected[i], within(tolerance * (1 + Math.abs(expected[i]))));
    }
  }

  @Override
  public void close() {
    for (AutoCloseable resource : toClose) {
      try {
        resource.close();
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
