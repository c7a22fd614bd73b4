package vae4j.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import vae4j.backend.Backend;
import vae4j.backend.BackendOptions;
import vae4j.backend.Precision;
import vae4j.backend.Storage;
import vae4j.backend.kernel.Activation;
import vae4j.backend.kernel.AffineKernel;
import vae4j.backend.kernel.AffineMap;
import vae4j.cuda.driver.Devices;
import vae4j.cuda.fake.FakeDriver;
import vae4j.cuda.fake.FakeDriver.Control;
import vae4j.cuda.library.WeightsLayout;
import vae4j.data.ImageShape;

/** Layers that run on a library against the same on the backend's own kernels. */
class AffineOnLibrariesTest {
  private static final int BATCH = 3;

  @TempDir private Path folder;

  @BeforeEach
  void onTheDriverWithoutGpu() {
    assumeTrue(FakeDriver.available(), () -> FakeDriver.unavailable().orElse(""));
    FakeDriver.reset();
    assertThat(Devices.problem()).isEmpty();
  }

  static Stream<Arguments> layers() {
    AffineMap.Convolution odd = new AffineMap.Convolution(new ImageShape(7, 5, 3), 4, 3, 3, 2);
    AffineMap.Convolution grey =
        new AffineMap.Convolution(new ImageShape(6, 6, 1), 5, 3, 2, 2, 1, AffineMap.Padding.VALID);
    List<AffineMap> maps =
        List.of(
            odd,
            grey,
            new AffineMap.TransposedConvolution(odd),
            new AffineMap.TransposedConvolution(grey),
            new AffineMap.Dense(new ImageShape(2, 3, 2), 5));
    List<Arguments> all = new ArrayList<>();
    for (Precision precision : Precision.values()) {
      for (AffineMap map : maps) {
        for (WeightsLayout layout : WeightsLayout.values()) {
          for (boolean fuses : new boolean[] {true, false}) {
            all.add(Arguments.of(precision, map, layout, fuses));
          }
        }
      }
    }
    return all.stream();
  }

  /** What two steps give, the second with other weights; then the gradients alone. */
  private static List<double[]> steps(Backend backend, AffineMap map, boolean floatImages) {
    SplittableRandom random = new SplittableRandom(1);
    int in = BATCH * map.input().size();
    int out = BATCH * map.output().size();
    int weights = (int) map.weightsLength();
    int bias = map.biasLength();
    List<double[]> results = new ArrayList<>();
    // Parameters lie in one vector, at no multiple of 16 bytes.
    try (Storage parameters = backend.allocate(weights + bias + 2);
        Storage gradient = backend.allocate(weights + bias + 2);
        Storage x = floatImages ? backend.allocate(in) : backend.allocateActivations(in);
        Storage y = backend.allocateActivations(out);
        Storage dx = backend.allocateActivations(in);
        Storage dy = floatImages ? backend.allocate(out) : backend.allocateActivations(out);
        AffineKernel layer = backend.affine(map, Activation.leakyRelu(0.1), BATCH)) {
      Storage w = parameters.slice(1, weights);
      Storage b = parameters.slice(1 + weights, bias);
      Storage dw = gradient.slice(1, weights);
      Storage db = gradient.slice(1 + weights, bias);
      for (int step = 0; step < 3; step++) {
        parameters.write(numbers(random, weights + bias + 2));
        x.write(numbers(random, in));
        dy.write(numbers(random, out));
        layer.weightsChanged();
        if (step < 2) {
          layer.forward(x, w, b, y);
          results.add(y.toDoubles());
        }
        layer.backward(x, dy, w, step == 1 ? null : dx, dw, db);
        results.add(dx.toDoubles());
        results.add(gradient.toDoubles());
      }
    }
    return results;
  }

  private static float[] numbers(SplittableRandom random, int count) {
    float[] numbers = new float[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = (float) random.nextDouble(-1, 1);
    }
    return numbers;
  }

  @ParameterizedTest
  @MethodSource("layers")
  void allPassesEqualTheBackendsOwn(
      Precision precision, AffineMap map, WeightsLayout layout, boolean fuses) {
    OwnLibrary library =
        new OwnLibrary(folder.resolve("choices.json"), layout, fuses, OwnCandidate.Kind.RIGHT);
    for (boolean floatImages : new boolean[] {false, true}) {
      List<double[]> own;
      try (Backend backend = new CudaBackend(BackendOptions.defaults().withPrecision(precision))) {
        own = steps(backend, map, floatImages);
      }
      List<double[]> theirs;
      try (Backend backend = library.open(precision)) {
        theirs = steps(backend, map, floatImages);
      }
      boolean exact = precision != Precision.BF16 && precision != Precision.FP16;
      for (int i = 0; i < own.size(); i++) {
        if (exact) {
          assertThat(theirs.get(i)).containsExactly(own.get(i));
        } else {
          // Weights are rounded to 8 or 11 bits, and sums of up to 45 products added.
          assertThat(theirs.get(i)).containsExactly(own.get(i), within(0.05));
        }
      }
    }
    // Each pass was timed once, though there were two backends; in float64 there is none.
    assertThat(library.timed).hasSize(precision == Precision.FLOAT64 ? 0 : 3);
    assertThat(library.open).isZero();
    assertThat(library.libraries).isZero();
    assertThat(FakeDriver.get(Control.LIVE_DEVICE)).isZero();
    assertThat(FakeDriver.get(Control.LIVE_EVENTS)).isZero();
    assertThat(FakeDriver.get(Control.LIVE_EXECUTABLES)).isZero();
    assertThat(FakeDriver.get(Control.LEAKED)).isZero();
  }
}
