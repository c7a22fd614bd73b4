package vae4j.cuda.library.cublas;

import static org.bytedeco.cuda.global.cublas.CUBLASLT_ALGO_CAP_NUMERICAL_IMPL_FLAGS;
import static org.bytedeco.cuda.global.cublas.CUBLASLT_ALGO_CONFIG_CLUSTER_SHAPE_ID;
import static org.bytedeco.cuda.global.cublas.CUBLASLT_ALGO_CONFIG_CTA_SWIZZLING;
import static org.bytedeco.cuda.global.cublas.CUBLASLT_ALGO_CONFIG_CUSTOM_OPTION;
import static org.bytedeco.cuda.global.cublas.CUBLASLT_ALGO_CONFIG_ID;
import static org.bytedeco.cuda.global.cublas.CUBLASLT_ALGO_CONFIG_INNER_SHAPE_ID;
import static org.bytedeco.cuda.global.cublas.CUBLASLT_ALGO_CONFIG_REDUCTION_SCHEME;
import static org.bytedeco.cuda.global.cublas.CUBLASLT_ALGO_CONFIG_SPLITK_NUM;
import static org.bytedeco.cuda.global.cublas.CUBLASLT_ALGO_CONFIG_STAGES_ID;
import static org.bytedeco.cuda.global.cublas.CUBLASLT_ALGO_CONFIG_TILE_ID;
import static org.bytedeco.cuda.global.cublas.CUBLASLT_NUMERICAL_IMPL_FLAGS_ACCUMULATOR_16F;
import static org.bytedeco.cuda.global.cublas.CUBLASLT_NUMERICAL_IMPL_FLAGS_INPUT_16BF;
import static org.bytedeco.cuda.global.cublas.CUBLASLT_NUMERICAL_IMPL_FLAGS_INPUT_16F;
import static org.bytedeco.cuda.global.cublas.CUBLASLT_NUMERICAL_IMPL_FLAGS_INPUT_TF32;
import static org.bytedeco.cuda.global.cublas.CUBLAS_STATUS_SUCCESS;
import static org.bytedeco.cuda.global.cublas.cublasLtMatmulAlgoCapGetAttribute;
import static org.bytedeco.cuda.global.cublas.cublasLtMatmulAlgoConfigGetAttribute;

import org.bytedeco.cuda.cublas.cublasLtMatmulAlgo_t;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.javacpp.SizeTPointer;
import vae4j.cuda.library.MathType;

/** What cuBLASLt says about an algorithm with its settings. */
final class Algorithm {
  private static final long NARROW =
      CUBLASLT_NUMERICAL_IMPL_FLAGS_INPUT_16F | CUBLASLT_NUMERICAL_IMPL_FLAGS_INPUT_16BF;

  private Algorithm() {}

  /** Whether its numbers are no coarser than allowed; unknown counts as allowed. */
  static boolean allowed(cublasLtMatmulAlgo_t algorithm, MathType math) {
    try (LongPointer flags = new LongPointer(new long[1]);
        SizeTPointer written = new SizeTPointer(1)) {
      int status =
          cublasLtMatmulAlgoCapGetAttribute(
              algorithm, CUBLASLT_ALGO_CAP_NUMERICAL_IMPL_FLAGS, flags, Long.BYTES, written);
      return status != CUBLAS_STATUS_SUCCESS || (flags.get() & forbidden(math)) == 0;
    }
  }

  /** The marks that an algorithm must not have. */
  static long forbidden(MathType math) {
    return CUBLASLT_NUMERICAL_IMPL_FLAGS_ACCUMULATOR_16F
        | switch (math) {
          case FLOAT32 -> NARROW | CUBLASLT_NUMERICAL_IMPL_FLAGS_INPUT_TF32;
          case TF32 -> NARROW;
          case BF16 -> CUBLASLT_NUMERICAL_IMPL_FLAGS_INPUT_16F;
          case FP16 -> CUBLASLT_NUMERICAL_IMPL_FLAGS_INPUT_16BF;
        };
  }

  /** Number and settings, in one text. */
  static String name(cublasLtMatmulAlgo_t algorithm) {
    StringBuilder name = new StringBuilder("algorithm ");
    name.append(setting(algorithm, CUBLASLT_ALGO_CONFIG_ID, Integer.BYTES));
    append(name, " tile ", setting(algorithm, CUBLASLT_ALGO_CONFIG_TILE_ID, Integer.BYTES), 0);
    append(name, " stages ", setting(algorithm, CUBLASLT_ALGO_CONFIG_STAGES_ID, Integer.BYTES), 0);
    append(name, " split ", setting(algorithm, CUBLASLT_ALGO_CONFIG_SPLITK_NUM, Integer.BYTES), 1);
    append(
        name, " sum ", setting(algorithm, CUBLASLT_ALGO_CONFIG_REDUCTION_SCHEME, Integer.BYTES), 0);
    append(
        name,
        " swizzle ",
        setting(algorithm, CUBLASLT_ALGO_CONFIG_CTA_SWIZZLING, Integer.BYTES),
        0);
    append(
        name, " option ", setting(algorithm, CUBLASLT_ALGO_CONFIG_CUSTOM_OPTION, Integer.BYTES), 0);
    append(
        name, " inner ", setting(algorithm, CUBLASLT_ALGO_CONFIG_INNER_SHAPE_ID, Short.BYTES), 0);
    append(
        name,
        " cluster ",
        setting(algorithm, CUBLASLT_ALGO_CONFIG_CLUSTER_SHAPE_ID, Short.BYTES),
        0);
    return name.toString();
  }

  private static void append(StringBuilder name, String what, long value, long usual) {
    if (value > usual) {
      name.append(what).append(value);
    }
  }

  private static long setting(cublasLtMatmulAlgo_t algorithm, int attribute, int bytes) {
    try (LongPointer value = new LongPointer(new long[1]);
        SizeTPointer written = new SizeTPointer(1)) {
      int status =
          cublasLtMatmulAlgoConfigGetAttribute(algorithm, attribute, value, bytes, written);
      return status == CUBLAS_STATUS_SUCCESS ? value.get() : 0;
    }
  }
}
