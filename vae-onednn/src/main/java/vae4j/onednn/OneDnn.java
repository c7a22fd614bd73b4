package vae4j.onednn;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.global.dnnl.scratchpad_mode;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.post_ops;
import org.bytedeco.dnnl.primitive_attr;
import org.bytedeco.dnnl.stream;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.ShortPointer;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.nativeblas.NativeOps;
import org.nd4j.nativeblas.NativeOpsHolder;
import vae4j.backend.HostStorage;
import vae4j.backend.Storage;
import vae4j.backend.kernel.Activation;
import vae4j.data.ImageShape;

/** The library as all kernels of a backend share it: engine, stream, threads and types. */
final class OneDnn implements AutoCloseable {
  private static final memory.data_type FLOAT = memory.data_type.f32;

  private final engine cpu = new engine(engine.kind.cpu, 0);
  private final NativeOps nativeOps = NativeOpsHolder.getInstance().getDeviceNativeOps();
  private final AtomicInteger users = new AtomicInteger(1);
  private final int threads;
  private volatile boolean closed;
  private final Queue<PerThread> threadsOwn = new ConcurrentLinkedQueue<>();
  private final ThreadLocal<PerThread> perThread = ThreadLocal.withInitial(PerThread::new);
  private final memory.data_type activations;

  /**
   * Opens the library.
   *
   * @param threads CPU threads, at least 1
   * @param dataType of activations: {@link DataType#FLOAT} or {@link DataType#BFLOAT16}
   */
  OneDnn(int threads, DataType dataType) {
    this.threads = threads;
    this.activations = dataType == DataType.BFLOAT16 ? memory.data_type.bf16 : FLOAT;
  }

  engine engine() {
    return cpu;
  }

  /** The stream of the calling thread. */
  stream stream() {
    return perThread.get().order;
  }

  /**
   * Memory for the intermediate results of one primitive, of the calling thread.
   *
   * @param bytes how much
   * @return where it begins; valid until the next call of this thread
   */
  Pointer scratchpad(long bytes) {
    return perThread.get().scratchpad(bytes);
  }

  /** A stream, and the memory that primitives use while they run. */
  private final class PerThread implements AutoCloseable {
    private final stream order = new stream(cpu);
    private @Nullable memory scratchpad;
    private long capacity;

    PerThread() {
      threadsOwn.add(this);
    }

    Pointer scratchpad(long bytes) {
      memory current = scratchpad;
      if (current == null || capacity < bytes) {
        if (current != null) {
          current.close();
        }
        capacity = bytes;
        current =
            allocate(new memory.desc(new long[] {bytes}, memory.data_type.u8, memory.format_tag.a));
        scratchpad = current;
      }
      return current.get_data_handle();
    }

    @Override
    public void close() {
      order.close();
      if (scratchpad != null) {
        scratchpad.close();
      }
    }
  }

  /** Type of activations and of the weights that they meet. */
  memory.data_type activations() {
    return activations;
  }

  /**
   * Sets the number of threads of what follows. OpenMP keeps it for each calling thread, and ND4J,
   * which loads the same OpenMP, has the one binding to set it; it takes a tenth of a microsecond.
   *
   * @throws IllegalStateException if the backend is closed
   */
  void useThreads() {
    if (closed) {
      throw new IllegalStateException("the backend is closed");
    }
    nativeOps.setOmpNumThreads(threads);
  }

  /** A shape in float32. */
  static memory.desc floats(memory.format_tag layout, long... shape) {
    return new memory.desc(shape, FLOAT, layout);
  }

  /** A shape in the type of activations. */
  memory.desc activations(memory.format_tag layout, long... shape) {
    return new memory.desc(shape, activations, layout);
  }

  /** A batch of images [N, H, W, C] in the type of activations; oneDNN names it [N, C, H, W]. */
  memory.desc images(int batch, ImageShape shape) {
    return activations(
        memory.format_tag.nhwc, batch, shape.channels(), shape.height(), shape.width());
  }

  /** Memory of the library's own. */
  memory allocate(memory.desc shape) {
    return new memory(shape, cpu);
  }

  /** Memory of the library's own, full of ones. */
  memory ones(memory.desc shape) {
    memory ones = allocate(shape);
    Pointer place = ones.get_data_handle();
    boolean narrow = shape.get_data_type().intern() == memory.data_type.bf16;
    long length = shape.get_size() / (narrow ? Short.BYTES : Float.BYTES);
    for (long i = 0; i < length; i++) {
      if (narrow) {
        // The upper half of the bits of 1.
        new ShortPointer(place).put(i, (short) (Float.floatToRawIntBits(1) >>> 16));
      } else {
        new FloatPointer(place).put(i, 1);
      }
    }
    return ones;
  }

  /** A description of memory whose place is set later. */
  memory unplaced(memory.desc shape) {
    return new memory(shape, cpu, new Pointer());
  }

  /** Where a storage lies. */
  static Pointer address(Storage storage) {
    return storage instanceof Bfloat16Storage narrow
        ? narrow.address()
        : HostStorage.of(storage).address();
  }

  /** The data type of a storage. */
  static memory.data_type type(Storage storage) {
    return storage instanceof Bfloat16Storage ? memory.data_type.bf16 : FLOAT;
  }

  /**
   * Attributes of every primitive: its scratchpad is given at each run. oneDNN's own belongs to the
   * thread that made the primitive, and two threads that run primitives made by a third would share
   * it.
   */
  static primitive_attr attributes() {
    primitive_attr attributes = new primitive_attr();
    attributes.set_scratchpad_mode(scratchpad_mode.user);
    return attributes;
  }

  /** The activation done on a primitive's output before it is written. */
  static primitive_attr then(Activation activation) {
    primitive_attr attributes = attributes();
    if (!(activation instanceof Activation.Identity)) {
      try (post_ops after = new post_ops()) {
        after.append_eltwise(forwardAlgorithm(activation), alpha(activation), 0);
        attributes.set_post_ops(after);
      }
    }
    return attributes;
  }

  /** oneDNN's name of an activation that is not the identity. */
  static algorithm forwardAlgorithm(Activation activation) {
    if (activation instanceof Activation.Relu || activation instanceof Activation.LeakyRelu) {
      return algorithm.eltwise_relu;
    }
    if (activation instanceof Activation.Tanh) {
      return algorithm.eltwise_tanh;
    }
    if (activation instanceof Activation.Silu) {
      return algorithm.eltwise_swish;
    }
    throw new IllegalArgumentException("no primitive for the activation " + activation);
  }

  /** oneDNN's parameter α of an activation: ReLU's slope below 0, swish's factor inside σ. */
  static float alpha(Activation activation) {
    if (activation instanceof Activation.LeakyRelu leaky) {
      return (float) leaky.slope();
    }
    return activation instanceof Activation.Silu ? 1 : 0;
  }

  /** A primitive has been made: the engine lives until {@link #release}. */
  void retain() {
    users.incrementAndGet();
  }

  /** A primitive has been closed. */
  void release() {
    if (users.decrementAndGet() == 0) {
      threadsOwn.forEach(PerThread::close);
      cpu.close();
    }
  }

  /** Nothing runs after this; the engine is freed with the last primitive. */
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      release();
    }
  }
}
