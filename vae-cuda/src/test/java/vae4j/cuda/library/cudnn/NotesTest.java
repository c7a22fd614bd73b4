package vae4j.cuda.library.cudnn;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import vae4j.cuda.library.MathType;

// The numbers are those of cudnnBackendNumericalNote_t in cudnn_graph.h of cuDNN 9.
class NotesTest {
  private static final int TENSOR_CORE = 0;
  private static final int DOWN_CONVERT_INPUTS = 1;
  private static final int REDUCED_PRECISION_REDUCTION = 2;
  private static final int NONDETERMINISTIC = 4;
  private static final int WINOGRAD = 5;

  @Test
  void resultsAreTheSameInEachRunAndSumsInFloat32() {
    for (MathType math : MathType.values()) {
      assertThat(Notes.allowed(new int[] {WINOGRAD, NONDETERMINISTIC}, math)).isFalse();
      assertThat(Notes.allowed(new int[] {REDUCED_PRECISION_REDUCTION}, math)).isFalse();
      assertThat(Notes.allowed(new int[] {}, math)).isTrue();
    }
  }

  @Test
  void float32KeepsOffTensorCores() {
    assertThat(Notes.allowed(new int[] {TENSOR_CORE}, MathType.FLOAT32)).isFalse();
    assertThat(Notes.allowed(new int[] {TENSOR_CORE}, MathType.TF32)).isTrue();
    assertThat(Notes.allowed(new int[] {TENSOR_CORE}, MathType.BF16)).isTrue();
    assertThat(Notes.allowed(new int[] {TENSOR_CORE}, MathType.FP16)).isTrue();
  }

  @Test
  void onlyTf32ConvertsWhatItReads() {
    int[] notes = {TENSOR_CORE, DOWN_CONVERT_INPUTS};

    assertThat(Notes.allowed(notes, MathType.TF32)).isTrue();
    assertThat(Notes.allowed(notes, MathType.FLOAT32)).isFalse();
    assertThat(Notes.allowed(notes, MathType.BF16)).isFalse();
  }
}
