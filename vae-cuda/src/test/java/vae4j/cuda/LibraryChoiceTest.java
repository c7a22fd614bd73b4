package vae4j.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import vae4j.backend.Backend;
import vae4j.backend.Precision;
import vae4j.backend.Storage;
import vae4j.backend.kernel.Activation;
import vae4j.backend.kernel.AffineKernel;
import vae4j.backend.kernel.AffineMap;
import vae4j.backend.kernel.KernelMemory.Gradients;
import vae4j.cuda.driver.Devices;
import vae4j.cuda.fake.FakeDriver;
import vae4j.cuda.fake.FakeDriver.Control;
import vae4j.cuda.library.WeightsLayout;
import vae4j.data.ImageShape;

/** Which kernels a layer runs on, and what the log says of it. */
class LibraryChoiceTest {
  private static final AffineMap DENSE = new AffineMap.Dense(new ImageShape(1, 1, 6), 5);
  private static final String FORWARD = "forward of product 3x6x5, bias+relu, float32: ";

  @TempDir private Path folder;

  @BeforeEach
  void onTheDriverWithoutGpu() {
    assumeTrue(FakeDriver.available(), () -> FakeDriver.unavailable().orElse(""));
    FakeDriver.reset();
    assertThat(Devices.problem()).isEmpty();
  }

  private Path file() {
    return folder.resolve("choices.json");
  }

  private OwnLibrary library(OwnCandidate.Kind... kinds) {
    return new OwnLibrary(file(), WeightsLayout.KRSC, true, kinds);
  }

  private void layer(OwnLibrary library) {
    try (Backend backend = library.open(Precision.FLOAT32)) {
      backend.affine(DENSE, Activation.relu(), 3).close();
    }
    assertThat(library.open).isZero();
    assertThat(FakeDriver.get(Control.LIVE_DEVICE)).isZero();
    assertThat(FakeDriver.get(Control.LEAKED)).isZero();
  }

  @Test
  void theLogSaysOnceWhichPassRunsWhere() {
    OwnLibrary library = library(OwnCandidate.Kind.SLOW, OwnCandidate.Kind.RIGHT);
    try (Backend backend = library.open(Precision.FLOAT32)) {
      backend.affine(DENSE, Activation.relu(), 3).close();
      backend.affine(DENSE, Activation.relu(), 3).close();
    }

    assertThat(library.log.info())
        .containsExactly(
            FORWARD + "lib 1.0 right KRSC, 10.0 µs (own 30.0 µs)",
            "data of product 3x6x5, float32: lib 1.0 right KRSC, 10.0 µs (own 30.0 µs)",
            "weights of product 3x6x5, float32: lib 1.0 right KRSC, 10.0 µs (own 30.0 µs)");
    assertThat(library.timed).hasSize(6);
  }

  @ParameterizedTest
  @EnumSource(names = {"SLOW", "WRONG", "LOOSE", "THROWS", "IDLE"})
  void whatIsSlowOrNotEqualIsNotTaken(OwnCandidate.Kind kind) {
    OwnLibrary library = library(kind);
    layer(library);
    assertThat(library.log.info())
        .hasSize(3)
        .allMatch(line -> line.endsWith(": own kernel, 30.0 µs"));
    String reason =
        switch (kind) {
          case SLOW -> ": takes 31.0 µs, the best 30.0 µs";
          case WRONG -> " of the largest number, allowed is 2e-05";
          case LOOSE -> ": gives other bits when run again";
          case IDLE -> ": has numbers that are NaN or infinite, or the reference has";
          default -> ": failed: lib: running lib 1.0 throws KRSC failed";
        };
    assertThat(library.log.debug())
        .hasSize(4)
        .allMatch(line -> line.contains("lib 1.0 ") && line.endsWith(reason));

    layer(library);
    assertThat(library.log.info().subList(3, 6))
        .allMatch(line -> line.endsWith(": own kernel, 30.0 µs, chosen earlier"));

    OwnLibrary both =
        new OwnLibrary(
            folder.resolve("other.json"),
            WeightsLayout.OURS,
            true,
            kind,
            OwnCandidate.Kind.RIGHT,
            kind);
    layer(both);
    assertThat(both.log.info()).allMatch(line -> line.contains(": lib 1.0 right OURS, "));
  }

  @Test
  void aLaterRunTakesTheChoiceFromTheFile() throws IOException {
    layer(library(OwnCandidate.Kind.RIGHT));
    assertThat(Files.readString(file())).contains("lib 1.0 right KRSC", "driver 13.1");
    // A later run has read the file anew.
    Path copy = Files.copy(file(), folder.resolve("copy.json"));
    OwnLibrary later = new OwnLibrary(copy, WeightsLayout.KRSC, true, OwnCandidate.Kind.RIGHT);
    layer(later);

    assertThat(later.timed).isEmpty();
    assertThat(later.log.info().get(0))
        .isEqualTo(FORWARD + "lib 1.0 right KRSC, 10.0 µs (own 30.0 µs), chosen earlier");
  }

  @Test
  void whatIsGoneOrNotRightAnyMoreIsChosenAnew() throws IOException {
    layer(library(OwnCandidate.Kind.RIGHT));
    Path gone = Files.copy(file(), folder.resolve("gone.json"));
    OwnLibrary other = new OwnLibrary(gone, WeightsLayout.OURS, true, OwnCandidate.Kind.RIGHT);
    layer(other);
    assertThat(other.timed).hasSize(3);

    String text = Files.readString(file()).replace("lib 1.0 right", "lib 1.0 wrong");
    Path wrong = Files.writeString(folder.resolve("wrong.json"), text);
    OwnLibrary both =
        new OwnLibrary(
            wrong, WeightsLayout.KRSC, true, OwnCandidate.Kind.WRONG, OwnCandidate.Kind.RIGHT);
    layer(both);
    assertThat(both.timed).hasSize(3);
    assertThat(Files.readString(wrong)).doesNotContain("wrong").contains("lib 1.0 right KRSC");
  }

  @Test
  void whatIsFusedComesFirstAndTheRestApart() {
    OwnLibrary library = new OwnLibrary(file(), WeightsLayout.OURS, false, OwnCandidate.Kind.RIGHT);
    layer(library);

    assertThat(library.log.info().get(0))
        .isEqualTo(FORWARD + "lib 1.0 right OURS, own epilogue, 10.0 µs (own 30.0 µs)");

    layer(library);
    assertThat(library.log.info().get(3))
        .startsWith(FORWARD + "lib 1.0 right OURS, own epilogue, ");
  }

  /** With every allocation that may fail in turn. */
  @ParameterizedTest
  @CsvSource({"FLOAT32", "BF16"})
  void withTooLittleMemoryALayerRunsOnOwnKernels(Precision precision) {
    boolean failed = true;
    for (int n = 1; failed; n++) {
      OwnLibrary library =
          new OwnLibrary(
              folder.resolve(n + ".json"), WeightsLayout.KRSC, true, OwnCandidate.Kind.RIGHT);
      try (Backend backend = library.open(precision);
          Storage x = backend.allocateActivations(18);
          Storage y = backend.allocateActivations(15);
          Storage w = backend.allocate(30);
          Storage b = backend.allocate(5)) {
        x.write(numbers(18));
        w.write(numbers(30));
        b.write(numbers(5));
        FakeDriver.set(Control.FAIL_ALLOCATION, n);
        try (AffineKernel layer = backend.affine(DENSE, Activation.relu(), 3)) {
          failed = FakeDriver.get(Control.FAIL_ALLOCATION) == 0;
          FakeDriver.set(Control.FAIL_ALLOCATION, 0);
          layer.forward(x, w, b, y);
        }
        // The bias and six products, all of ones.
        assertThat(y.toDoubles()).containsOnly(7);
      }
      assertThat(library.open).isZero();
      assertThat(FakeDriver.get(Control.LIVE_DEVICE)).isZero();
      assertThat(n).isLessThan(100);
    }
  }

  private static float[] numbers(int count) {
    float[] numbers = new float[count];
    Arrays.fill(numbers, 1);
    return numbers;
  }

  @Test
  void aCandidateThatBreaksTheGpuIsNamedWithTheWayOut() {
    FakeDriver.set(Control.QUIET, 1);
    OwnLibrary library = library(OwnCandidate.Kind.DEADLY);
    Backend backend = library.open(Precision.FLOAT32);

    assertThatThrownBy(() -> backend.affine(DENSE, Activation.relu(), 3))
        .isExactlyInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("lib 1.0 deadly KRSC was tried and ")
        .hasMessageContaining("CUDA error 719")
        .hasMessageEndingWith("set -Dvae4j.cuda.libraries=off")
        .satisfies(e -> assertThat(e.getMessage()).hasLineCount(1));

    backend.close();
    assertThat(library.open).isZero();
    FakeDriver.reset();
  }

  @ParameterizedTest
  @CsvSource({"FLOAT32", "BF16", "FP16"})
  void theEstimateOfMemoryIsNotTooLow(Precision precision) {
    AffineMap map = new AffineMap.Convolution(new ImageShape(7, 5, 3), 4, 3, 3, 2);
    try (Backend backend = library(OwnCandidate.Kind.RIGHT).open(precision)) {
      long start = FakeDriver.get(Control.LIVE_DEVICE_BYTES);
      try (AffineKernel layer = backend.affine(map, Activation.relu(), 9)) {
        long taken = FakeDriver.get(Control.LIVE_DEVICE_BYTES) - start;
        assertThat(
                backend
                    .kernelMemory()
                    .affine(map, Activation.relu(), 9, Gradients.ALL)
                    .peakNativeBytes())
            .isGreaterThanOrEqualTo(taken);
        assertThat(layer).isNotNull();
      }
    }
  }
}
