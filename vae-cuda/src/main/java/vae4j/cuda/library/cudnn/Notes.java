package vae4j.cuda.library.cudnn;

import static org.bytedeco.cuda.global.cudnn.CUDNN_NUMERICAL_NOTE_DOWN_CONVERT_INPUTS;
import static org.bytedeco.cuda.global.cudnn.CUDNN_NUMERICAL_NOTE_NONDETERMINISTIC;
import static org.bytedeco.cuda.global.cudnn.CUDNN_NUMERICAL_NOTE_REDUCED_PRECISION_REDUCTION;
import static org.bytedeco.cuda.global.cudnn.CUDNN_NUMERICAL_NOTE_TENSOR_CORE;

import vae4j.cuda.library.MathType;

/** What cuDNN notes of an engine's numbers, and what of it is allowed. */
final class Notes {
  private Notes() {}

  /**
   * Whether all notes are allowed. Results must be the same in each run, and sums in float32. On
   * float32 tensors a tensor core means factors of fewer bits; those for TF32 may or may not be
   * noted as converting their inputs.
   */
  static boolean allowed(int[] notes, MathType math) {
    for (int note : notes) {
      boolean forbidden =
          switch (note) {
            case CUDNN_NUMERICAL_NOTE_NONDETERMINISTIC,
                CUDNN_NUMERICAL_NOTE_REDUCED_PRECISION_REDUCTION ->
                true;
            case CUDNN_NUMERICAL_NOTE_TENSOR_CORE -> math == MathType.FLOAT32;
            case CUDNN_NUMERICAL_NOTE_DOWN_CONVERT_INPUTS -> math != MathType.TF32;
            default -> false;
          };
      if (forbidden) {
        return false;
      }
    }
    return true;
  }
}
