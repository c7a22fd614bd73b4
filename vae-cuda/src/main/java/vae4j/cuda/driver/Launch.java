package vae4j.cuda.driver;

import static org.bytedeco.cuda.global.cudart.cuLaunchKernel;
import static vae4j.cuda.driver.CudaException.check;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Objects;
import org.bytedeco.cuda.cudart.CUfunc_st;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;
import org.jspecify.annotations.Nullable;

/** One launch of a kernel: its arguments in their order, then the size of its grid. */
public final class Launch {
  /** Threads of a block, of every kernel. */
  public static final int THREADS = 256;

  /** Blocks of a kernel that walks through its numbers in strides. */
  private static final int MOST_BLOCKS = 1 << 16;

  private static final int LARGEST_GRID_SIDE = 65_535;
  private static final int BYTES = 1024;
  private static final int MOST_ARGUMENTS = 32;
  private static final int ALIGNMENT = 8;

  private final ByteBuffer values = direct(BYTES);
  private final ByteBuffer table = direct(MOST_ARGUMENTS * Long.BYTES);
  private final long base = new Pointer(values).address();
  private final PointerPointer<Pointer> addresses = new PointerPointer<>(new Pointer(table));
  private @Nullable Kernels kernels;
  private @Nullable CUfunc_st function;
  private String name = "";

  Launch() {}

  private static ByteBuffer direct(int bytes) {
    return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
  }

  Launch begin(Kernels of, CUfunc_st kernel, String kernelName) {
    kernels = of;
    function = kernel;
    name = kernelName;
    values.clear();
    table.clear();
    return this;
  }

  private ByteBuffer next() {
    int aligned = (values.position() + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    values.position(aligned);
    table.putLong(base + aligned);
    return values;
  }

  /**
   * An address on the device.
   *
   * @param address 0 for null
   */
  public Launch address(long address) {
    next().putLong(address);
    return this;
  }

  /**
   * An {@code int}.
   *
   * @param value its value
   */
  public Launch integer(int value) {
    next().putInt(value);
    return this;
  }

  /**
   * A {@code long long}.
   *
   * @param value its value
   */
  public Launch size(long value) {
    next().putLong(value);
    return this;
  }

  /**
   * A number in the kernels' own type.
   *
   * @param value its value, rounded to that type
   */
  public Launch real(double value) {
    if (Objects.requireNonNull(kernels).doubles()) {
      next().putDouble(value);
    } else {
      next().putFloat((float) value);
    }
    return this;
  }

  /**
   * A struct of {@code int}s.
   *
   * @param fields in their order
   */
  public Launch integers(int... fields) {
    ByteBuffer struct = next();
    for (int field : fields) {
      struct.putInt(field);
    }
    return this;
  }

  /**
   * Runs a kernel that walks through its numbers in strides of the grid.
   *
   * @param numbers how many there are; with none it is not run
   */
  public void over(long numbers) {
    if (numbers > 0) {
      long blocks = (numbers + THREADS - 1) / THREADS;
      grid(Math.min(blocks, MOST_BLOCKS), 1, 1);
    }
  }

  /**
   * Runs a kernel on a grid of blocks of {@value #THREADS} threads.
   *
   * @param x blocks
   * @param y blocks, up to 65,535
   * @param z blocks, up to 65,535
   * @throws CudaException if the driver refuses it, or earlier work on the GPU has failed
   */
  public void grid(long x, long y, long z) {
    if (x > Integer.MAX_VALUE || y > LARGEST_GRID_SIDE || z > LARGEST_GRID_SIDE) {
      throw new IllegalArgumentException(
          "the grid of " + name + " is too large: " + x + " × " + y + " × " + z + " blocks");
    }
    Gpu gpu = Objects.requireNonNull(kernels).gpu();
    gpu.use();
    check(
        cuLaunchKernel(
            Objects.requireNonNull(function),
            (int) x,
            (int) y,
            (int) z,
            THREADS,
            1,
            1,
            0,
            gpu.stream().handle(),
            addresses,
            (PointerPointer<Pointer>) null),
        "running " + name + " on " + gpu.name());
  }
}
