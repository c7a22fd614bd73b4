package vae4j.backend.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import vae4j.backend.Backend;
import vae4j.backend.BackendOptions;
import vae4j.backend.BackendProvider;
import vae4j.backend.Backends;
import vae4j.backend.NaiveLoops;
import vae4j.backend.Storage;
import vae4j.backend.Storages;
import vae4j.backend.TestBackend;
import vae4j.data.ImageShape;

/** Every layer with weights, of every backend present, in every type it has. */
class AffineKernelTest {
  private final List<AutoCloseable> toClose = new ArrayList<>();

  static Stream<Arguments> kernels() {
    List<AffineMap> maps = new ArrayList<>();
    for (int stride : new int[] {1, 2, 3}) {
      for (int kernel : new int[] {1, 2, 3, 5}) {
        maps.add(new AffineMap.Convolution(new ImageShape(7, 5, 3), 4, kernel, kernel, stride));
      }
    }
    maps.add(new AffineMap.Convolution(new ImageShape(8, 8, 1), 2, 3, 3, 2));
    maps.add(new AffineMap.Convolution(new ImageShape(8, 6, 2), 1, 3, 5, 1));
    // Many channels to few, which backends may compute in a way of its own.
    maps.add(new AffineMap.Convolution(new ImageShape(8, 6, 8), 1, 3, 5, 1));
    maps.add(new AffineMap.Convolution(new ImageShape(7, 5, 12), 3, 5, 3, 1));
    maps.add(new AffineMap.Convolution(new ImageShape(2, 1, 4), 1, 5, 5, 1));
    // Unequal strides, and no padding, with rows and columns that no window covers.
    for (AffineMap.Padding padding : AffineMap.Padding.values()) {
      maps.add(new AffineMap.Convolution(new ImageShape(7, 6, 3), 4, 3, 2, 2, 1, padding));
      maps.add(new AffineMap.Convolution(new ImageShape(8, 9, 2), 3, 2, 3, 3, 2, padding));
      maps.add(new AffineMap.Convolution(new ImageShape(6, 6, 8), 1, 3, 3, 1, 1, padding));
    }
    List<AffineMap> all = new ArrayList<>(maps);
    maps.forEach(map -> all.add(new AffineMap.TransposedConvolution((AffineMap.Convolution) map)));
    all.add(new AffineMap.Dense(new ImageShape(2, 3, 2), 5));
    all.add(new AffineMap.Dense(new ImageShape(1, 1, 1), 1));
    return Backends.providers().stream()
        .flatMap(
            provider ->
                TestBackend.types(provider)
                    .flatMap(
                        type ->
                            Stream.of(1, 3)
                                .flatMap(
                                    batch ->
                                        all.stream()
                                            .map(
                                                map ->
                                                    Arguments.of(
                                                        Named.of(provider.name(), provider),
                                                        type,
                                                        batch,
                                                        map)))));
  }

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable resource : toClose) {
      resource.close();
    }
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void forwardEqualsTheDefinition(
      BackendProvider provider, DataType type, int batch, AffineMap map) {
    Backend backend = open(provider, type);
    Random random = new Random(1);
    double[] x = normal(random, batch * map.input().size());
    double[] k = normal(random, (int) map.weightsLength());
    double[] b = normal(random, map.biasLength());
    Storage y = storage(backend, new double[batch * map.output().size()]);
    AffineKernel kernel = closing(backend.affine(map, Activation.identity(), batch));

    kernel.forward(storage(backend, x), storage(backend, k), storage(backend, b), y);

    assertClose(y.toDoubles(), definition(map, batch, x, k, b), type);
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void gradientsAreThoseOfTheDefinition(
      BackendProvider provider, DataType type, int batch, AffineMap map) {
    Backend backend = open(provider, type);
    Random random = new Random(2);
    double[] x = normal(random, batch * map.input().size());
    double[] k = normal(random, (int) map.weightsLength());
    double[] zero = new double[map.biasLength()];
    double[] g = normal(random, batch * map.output().size());
    Storage dx = storage(backend, normal(random, x.length));
    Storage dk = storage(backend, normal(random, k.length));
    Storage dkAlone = storage(backend, normal(random, k.length));
    Storage db = storage(backend, normal(random, zero.length));
    AffineKernel kernel = closing(backend.affine(map, Activation.identity(), batch));

    kernel.backward(storage(backend, x), storage(backend, g), storage(backend, k), dx, dk, db);
    kernel.backward(
        storage(backend, x), storage(backend, g), storage(backend, k), null, dkAlone, db);

    // The map is linear in x and in k: the gradient of ⟨g, A(x; k)⟩ along a unit vector is A of it.
    assertClose(
        dx.toDoubles(), partials(x.length, e -> dot(g, definition(map, batch, e, k, zero))), type);
    double[] kernelGradient = partials(k.length, e -> dot(g, definition(map, batch, x, e, zero)));
    assertClose(dk.toDoubles(), kernelGradient, type);
    assertClose(dkAlone.toDoubles(), kernelGradient, type);
    double[] biasGradient = new double[zero.length];
    for (int i = 0; i < g.length; i++) {
      biasGradient[i % zero.length] += g[i];
    }
    assertClose(db.toDoubles(), biasGradient, type);
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void inputGradientIsTheAdjointOfForward(
      BackendProvider provider, DataType type, int batch, AffineMap map) {
    Backend backend = open(provider, type);
    Random random = new Random(3);
    Storage k = storage(backend, normal(random, (int) map.weightsLength()));
    Storage zero = storage(backend, new double[map.biasLength()]);
    double[] x = normal(random, batch * map.input().size());
    double[] g = normal(random, batch * map.output().size());
    Storage ax = storage(backend, new double[g.length]);
    Storage atg = storage(backend, new double[x.length]);
    AffineKernel kernel = closing(backend.affine(map, Activation.identity(), batch));

    kernel.forward(storage(backend, x), k, zero, ax);
    Storage unused = storage(backend, new double[(int) map.weightsLength()]);
    kernel.backward(
        storage(backend, x),
        storage(backend, g),
        k,
        atg,
        unused,
        storage(backend, new double[map.biasLength()]));

    double left = dot(ax.toDoubles(), g);
    double right = dot(x, atg.toDoubles());
    double scale = norm(ax.toDoubles()) * norm(g);
    assertThat(Math.abs(left - right)).isLessThan(tolerance(type) * scale + 1e-300);
  }

  /** Larger than what a backend walks through at a time. */
  @Test
  void aLargeBatchGivesWhatItsPartsGive() {
    AffineMap map =
        new AffineMap.TransposedConvolution(
            new AffineMap.Convolution(new ImageShape(32, 32, 32), 16, 3, 3, 2));
    int part = 23;
    Random random = new Random(4);
    double[] x = normal(random, 2 * part * map.input().size());
    double[] g = normal(random, 2 * part * map.output().size());
    double[] k = normal(random, (int) map.weightsLength());
    double[] b = normal(random, map.biasLength());
    for (BackendProvider provider : Backends.providers()) {
      if (provider.unavailable(BackendOptions.defaults()).isPresent()) {
        continue;
      }
      Backend backend = open(provider, DataType.FLOAT);
      double[][] whole = run(backend, map, 2 * part, x, k, b, g);
      double[][] first =
          run(
              backend,
              map,
              part,
              Arrays.copyOf(x, x.length / 2),
              k,
              b,
              Arrays.copyOf(g, g.length / 2));
      double[][] second =
          run(
              backend,
              map,
              part,
              Arrays.copyOfRange(x, x.length / 2, x.length),
              k,
              b,
              Arrays.copyOfRange(g, g.length / 2, g.length));
      for (int i = 0; i < 2; i++) {
        double[] both = Arrays.copyOf(first[i], whole[i].length);
        System.arraycopy(second[i], 0, both, first[i].length, second[i].length);
        assertClose(whole[i], both, DataType.FLOAT);
      }
      for (int i = 2; i < 4; i++) {
        double[] sum = first[i].clone();
        for (int j = 0; j < sum.length; j++) {
          sum[j] += second[i][j];
        }
        assertClose(whole[i], sum, DataType.FLOAT);
      }
    }
  }

  /** Output, and the gradients of input, kernel and bias. */
  private double[][] run(
      Backend backend, AffineMap map, int batch, double[] x, double[] k, double[] b, double[] g) {
    AffineKernel kernel = closing(backend.affine(map, Activation.identity(), batch));
    Storage input = storage(backend, x);
    Storage weights = storage(backend, k);
    Storage y = closing(backend.allocate(g.length));
    Storage dx = closing(backend.allocate(x.length));
    Storage dk = closing(backend.allocate(k.length));
    Storage db = closing(backend.allocate(b.length));
    kernel.forward(input, weights, storage(backend, b), y);
    kernel.backward(input, storage(backend, g), weights, dx, dk, db);
    return new double[][] {y.toDoubles(), dx.toDoubles(), dk.toDoubles(), db.toDoubles()};
  }

  private static double[] definition(AffineMap map, int batch, double[] x, double[] k, double[] b) {
    if (map instanceof AffineMap.Convolution convolution) {
      return NaiveLoops.convolution(convolution, batch, x, k, b);
    }
    if (map instanceof AffineMap.TransposedConvolution transposed) {
      return NaiveLoops.adjoint(transposed.adjoint(), batch, x, k, b);
    }
    int in = map.input().size();
    int out = map.output().size();
    double[] y = new double[batch * out];
    for (int n = 0; n < batch; n++) {
      for (int o = 0; o < out; o++) {
        y[n * out + o] = b[o];
        for (int i = 0; i < in; i++) {
          y[n * out + o] += x[n * in + i] * k[i * out + o];
        }
      }
    }
    return y;
  }

  private interface Functional {
    double at(double[] unit);
  }

  private static double[] partials(int length, Functional functional) {
    double[] partials = new double[length];
    double[] unit = new double[length];
    for (int i = 0; i < length; i++) {
      unit[i] = 1;
      partials[i] = functional.at(unit);
      unit[i] = 0;
    }
    return partials;
  }

  private Backend open(BackendProvider provider, DataType type) {
    return closing(provider.open(new BackendOptions(2, type)));
  }

  private <T extends AutoCloseable> T closing(T resource) {
    toClose.add(0, resource);
    return resource;
  }

  private Storage storage(Backend backend, double[] values) {
    return closing(Storages.of(backend, values));
  }

  private static double[] normal(Random random, int length) {
    return random.doubles(length, -1, 1).toArray();
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  private static double norm(double[] a) {
    return Math.sqrt(dot(a, a));
  }

  private static double tolerance(DataType type) {
    return type == DataType.FLOAT ? 1e-5 : 1e-13;
  }

  private static void assertClose(double[] actual, double[] expected, DataType type) {
    double worst = 0;
    double largest = 1;
    for (int i = 0; i < expected.length; i++) {
      largest = Math.max(largest, Math.abs(expected[i]));
    }
    assertThat(actual).hasSameSizeAs(expected);
    for (int i = 0; i < expected.length; i++) {
      worst = Math.max(worst, Math.abs(actual[i] - expected[i]) / largest);
    }
    assertThat(worst).as("worst difference over the largest value").isLessThan(tolerance(type));
  }
}
