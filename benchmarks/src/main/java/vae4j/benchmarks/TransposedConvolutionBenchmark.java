package vae4j.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.factory.Nd4j;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import vae4j.backend.Backend;
import vae4j.backend.BackendOptions;
import vae4j.backend.Backends;
import vae4j.backend.HostStorage;
import vae4j.backend.Storage;
import vae4j.backend.kernel.Activation;
import vae4j.backend.kernel.AffineKernel;
import vae4j.backend.kernel.AffineMap;
import vae4j.data.ImageShape;

/**
 * The forward pass of the three transposed convolutions of {@code gdl-vae}'s decoder, batch 100: as
 * the adjoint of a convolution, and by ND4J's {@code deconv2d}. Both get the same numbers and the
 * set-up checks that they give the same.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class TransposedConvolutionBenchmark {
  private static final int BATCH = 100;

  /** Which layer of the decoder, from 1. */
  @Param({"1", "2", "3"})
  public int layer;

  private final List<AutoCloseable> resources = new ArrayList<>();
  private Backend backend;
  private AffineKernel kernel;
  private Storage input;
  private Storage weights;
  private Storage bias;
  private Storage output;
  private DynamicCustomOp deconvolution;

  /** For JMH. */
  public TransposedConvolutionBenchmark() {}

  /** Makes both ways ready and compares what they give. */
  @Setup(Level.Trial)
  public void prepare() {
    ImageShape[] outputs = {
      new ImageShape(8, 8, 128), new ImageShape(16, 16, 64), new ImageShape(32, 32, 32)
    };
    int[] inputChannels = {128, 128, 64};
    AffineMap.Convolution adjoint =
        new AffineMap.Convolution(outputs[layer - 1], inputChannels[layer - 1], 3, 3, 2);
    AffineMap map = new AffineMap.TransposedConvolution(adjoint);
    backend = Backends.open("nd4j", BackendOptions.defaults());
    kernel = backend.affine(map, Activation.identity(), BATCH);
    input = random((long) BATCH * map.input().size());
    weights = random(map.weightsLength());
    bias = random(map.biasLength());
    output = backend.allocate((long) BATCH * map.output().size());
    resources.addAll(List.of(kernel, input, weights, bias, output));

    INDArray theirs = Nd4j.create(DataType.FLOAT, dimensions(map.output()));
    deconvolution =
        new DynamicCustomOp(
            "deconv2d",
            new INDArray[] {
              HostStorage.of(input).array(dimensions(map.input())),
              HostStorage.of(weights).array(map.weightsShape()),
              HostStorage.of(bias).array()
            },
            new INDArray[] {theirs});
    // Kernel, stride, padding, dilation, same padding, NHWC, kernel [kh, kw, out, in].
    deconvolution.addIArgument(3, 3, 2, 2, 0, 0, 1, 1, 1, 1, 0);
    kernel.forward(input, weights, bias, output);
    Nd4j.exec(deconvolution);
    double difference =
        HostStorage.of(output)
            .array(dimensions(map.output()))
            .sub(theirs)
            .normmaxNumber()
            .doubleValue();
    if (!(difference < 1e-3)) {
      throw new IllegalStateException("the two differ by " + difference + ", wanted below 0.001");
    }
  }

  /** As the adjoint of a convolution. */
  @Benchmark
  public void adjoint() {
    kernel.forward(input, weights, bias, output);
  }

  /** By ND4J's operation. */
  @Benchmark
  public void deconv2d() {
    Nd4j.exec(deconvolution);
  }

  /**
   * Frees all memory.
   *
   * @throws Exception never
   */
  @TearDown(Level.Trial)
  public void close() throws Exception {
    for (AutoCloseable resource : resources) {
      resource.close();
    }
    backend.close();
  }

  private Storage random(long length) {
    SplittableRandom random = new SplittableRandom(length);
    float[] values = new float[Math.toIntExact(length)];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextDouble(-1, 1);
    }
    Storage storage = backend.allocate(length);
    storage.write(values);
    return storage;
  }

  private static long[] dimensions(ImageShape shape) {
    return new long[] {BATCH, shape.height(), shape.width(), shape.channels()};
  }
}
