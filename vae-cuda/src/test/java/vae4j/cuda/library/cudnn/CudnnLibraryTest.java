package vae4j.cuda.library.cudnn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import vae4j.backend.kernel.Activation;
import vae4j.backend.kernel.AffineMap;
import vae4j.cuda.library.Candidate;
import vae4j.cuda.library.Direction;
import vae4j.cuda.library.Epilogue;
import vae4j.cuda.library.Geometry;
import vae4j.cuda.library.KernelLibrary.Limits;
import vae4j.cuda.library.LibraryException;
import vae4j.cuda.library.MathType;
import vae4j.cuda.library.Problem;
import vae4j.data.ImageShape;

/** Makes plans without a GPU, where cuDNN 9.8 or newer loads. */
class CudnnLibraryTest {
  private static final Limits ONE = new Limits(1, 256L << 20);
  private static final Geometry LAYER =
      Geometry.of(new AffineMap.Convolution(new ImageShape(16, 16, 32), 64, 3, 3, 2), 100);

  private static CudnnLibrary open(Gpus gpu) {
    Optional<String> reason = CudnnLibrary.unavailable();
    assumeTrue(reason.isEmpty(), () -> reason.orElse(""));
    try {
      return CudnnLibrary.without(gpu.properties());
    } catch (LibraryException e) {
      return abort(e.getMessage());
    }
  }

  @Test
  void versionsAreWrittenAsPeopleDo() {
    assertThat(CudnnLibrary.text(91_900)).isEqualTo("9.19.0");
    assertThat(CudnnLibrary.text(90_501)).isEqualTo("9.5.1");
  }

  @Test
  void whyItIsNotThereFitsOneLine() {
    CudnnLibrary.unavailable()
        .ifPresent(
            text ->
                assertThat(text)
                    .startsWith("cuDNN is not available: ")
                    .contains("install cuDNN 9")
                    .hasLineCount(1));
  }

  @ParameterizedTest
  @EnumSource
  void everyPassOfEveryConvolutionHasAPlan(Gpus gpu) {
    try (CudnnLibrary library = open(gpu)) {
      for (Geometry geometry : Models.convolutions()) {
        for (Direction direction : Direction.values()) {
          for (MathType math : List.of(MathType.FLOAT32, MathType.TF32, MathType.BF16)) {
            Problem problem = Problem.of(geometry, direction, math);
            List<Candidate> candidates = library.candidates(problem, ONE);
            assertThat(candidates)
                .as("%s on %s, refused: %s", problem.key(), gpu, library.refusals())
                .isNotEmpty()
                .allMatch(candidate -> candidate.workspaceBytes() <= ONE.workspaceBytes());
            candidates.forEach(Candidate::close);
          }
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void candidatesHaveNamesOfTheirOwn(Gpus gpu) {
    try (CudnnLibrary library = open(gpu)) {
      List<Candidate> candidates =
          library.candidates(
              Problem.of(LAYER, Direction.FORWARD, MathType.BF16), Limits.defaults());

      assertThat(candidates)
          .extracting(Candidate::name)
          .doesNotHaveDuplicates()
          .allMatch(name -> name.startsWith(library.version() + " engine "));
      candidates.forEach(Candidate::close);
    }
  }

  /** cuDNN computes on tensor cores what follows a convolution. */
  @ParameterizedTest
  @EnumSource
  void biasAndReluCanFollowOnTensorCores(Gpus gpu) {
    try (CudnnLibrary library = open(gpu)) {
      Problem problem =
          Problem.of(LAYER, Direction.FORWARD, MathType.BF16)
              .withEpilogue(new Epilogue(true, Activation.relu()));
      List<Candidate> candidates = library.candidates(problem, ONE);

      assertThat(candidates).as("refused: %s", library.refusals()).isNotEmpty();
      candidates.forEach(Candidate::close);
    }
  }

  @Test
  void thereIsNoGradientOfABias() {
    try (CudnnLibrary library = open(Gpus.H100)) {
      Problem problem =
          Problem.of(LAYER, Direction.WEIGHTS, MathType.TF32).withEpilogue(Epilogue.BIAS);

      assertThat(library.candidates(problem, ONE)).isEmpty();
    }
  }

  @Test
  void aPlanMadeWithoutAGpuDoesNotRun() {
    try (CudnnLibrary library = open(Gpus.H100)) {
      List<Candidate> candidates =
          library.candidates(Problem.of(LAYER, Direction.FORWARD, MathType.TF32), ONE);

      assertThatThrownBy(() -> candidates.get(0).run(0, 16, 16, 16, 16, 16))
          .isInstanceOf(LibraryException.class)
          .hasMessageEndingWith("cannot run: it was made without a GPU");
      candidates.forEach(Candidate::close);
    }
  }
}
