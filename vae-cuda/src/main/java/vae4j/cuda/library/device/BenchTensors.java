package vae4j.cuda.library.device;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.javacpp.Pointer;
import vae4j.cuda.driver.DeviceMemory;
import vae4j.cuda.driver.Gpu;
import vae4j.cuda.driver.Kernels;
import vae4j.cuda.driver.Launch;
import vae4j.cuda.library.Direction;
import vae4j.cuda.library.ElementType;
import vae4j.cuda.library.Problem;
import vae4j.cuda.library.select.Difference;

/**
 * The tensors of a pass, filled with numbers of both signs and magnitudes from 10⁻⁶ to 1, and two
 * of what is written. Images lie as they do between layers; weights and bias lie as they may in a
 * vector of parameters, at no multiple of 16.
 */
final class BenchTensors implements AutoCloseable {
  private static final int BLOCKS = 512;

  /** max |a − b|, max |a|, and whether a number is NaN or infinite. */
  private static final int PARTS = 3;

  private final Kernels kernels;
  private final Gpu gpu;
  private final Direction direction;
  private final List<DeviceMemory> memory = new ArrayList<>();
  private final Operands reference;
  private final Operands candidate;
  private final DeviceMemory result;
  private final Tensor expected;
  private final Tensor found;
  private final long count;
  private final long partial;

  BenchTensors(Kernels kernels, Problem wanted) {
    this.kernels = kernels;
    this.gpu = kernels.gpu();
    this.direction = wanted.direction();
    Extents extents = Extents.of(wanted.geometry());
    ElementType factors = wanted.math().factors();
    int biasLength = wanted.epilogue().bias() ? extents.bias(direction) : 0;
    try {
      Tensor input = filled(extents.input(), factors, 0);
      Tensor output = filled(extents.output(), factors, 0);
      Tensor weights = filled(extents.weights(), ElementType.FLOAT32, Float.BYTES);
      long bias =
          biasLength == 0 ? 0 : filled(biasLength, ElementType.FLOAT32, Float.BYTES).address();
      this.reference = new Operands(input, weights.address(), bias, output);
      this.count = extents.written(direction);
      this.expected =
          switch (direction) {
            case FORWARD -> output;
            case DATA -> input;
            case WEIGHTS -> weights;
          };
      int offset = direction == Direction.WEIGHTS ? Float.BYTES : 0;
      this.result = allocate(count * expected.type().bytes() + offset);
      this.found = new Tensor(result.address() + offset, expected.type());
      this.candidate =
          switch (direction) {
            case FORWARD -> new Operands(input, weights.address(), bias, found);
            case DATA -> new Operands(found, weights.address(), bias, output);
            case WEIGHTS -> new Operands(input, found.address(), bias, output);
          };
      this.partial = allocate((long) BLOCKS * Math.max(PARTS * Float.BYTES, Long.BYTES)).address();
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  private DeviceMemory allocate(long bytes) {
    DeviceMemory piece = new DeviceMemory(gpu, bytes);
    memory.add(piece);
    return piece;
  }

  private Tensor filled(long length, ElementType type, int offset) {
    Tensor tensor = new Tensor(allocate(length * type.bytes() + offset).address() + offset, type);
    kernels
        .launch("compare_fill")
        .address(tensor.address())
        .integer(Staging.code(type))
        .integer(memory.size())
        .size(length)
        .over(length);
    return tensor;
  }

  /** For the backend's own kernel. */
  Operands reference() {
    return reference;
  }

  /** For candidates. */
  Operands candidate() {
    return candidate;
  }

  /** Fills a candidate's result with NaN. */
  void clear() {
    result.fill((byte) -1);
  }

  private int blocks() {
    return (int) Math.min((count + Launch.THREADS - 1) / Launch.THREADS, BLOCKS);
  }

  Difference compare() {
    kernels
        .launch("compare_results")
        .address(expected.address())
        .address(found.address())
        .integer(Staging.code(found.type()))
        .size(count)
        .address(partial)
        .grid(blocks(), 1, 1);
    double apart = 0;
    double size = 0;
    try (FloatPointer parts = new FloatPointer((long) blocks() * PARTS)) {
      read(parts, (long) blocks() * PARTS * Float.BYTES);
      for (long i = 0; i < blocks(); i++) {
        apart = Math.max(apart, parts.get(PARTS * i));
        size = Math.max(size, parts.get(PARTS * i + 1));
        if (parts.get(PARTS * i + 2) != 0) {
          return new Difference(Double.NaN, Double.NaN);
        }
      }
    }
    return new Difference(apart, size);
  }

  long fingerprint() {
    kernels
        .launch("compare_fingerprint")
        .address(found.address())
        .integer(Staging.code(found.type()))
        .size(count)
        .address(partial)
        .grid(blocks(), 1, 1);
    long sum = 0;
    try (LongPointer parts = new LongPointer((long) blocks())) {
      read(parts, (long) blocks() * Long.BYTES);
      for (long i = 0; i < blocks(); i++) {
        sum += parts.get(i);
      }
    }
    return sum;
  }

  private void read(Pointer target, long bytes) {
    gpu.stream().read(partial, target, bytes);
    gpu.synchronize();
  }

  @Override
  public void close() {
    memory.forEach(DeviceMemory::close);
    memory.clear();
  }
}
