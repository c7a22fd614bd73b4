package vae4j.cuda.library.cublas;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import vae4j.cuda.library.MathType;

// The bits are those of CUBLASLT_NUMERICAL_IMPL_FLAGS_* in cublasLt.h.
class AlgorithmTest {
  private static final long SUMS_IN_FLOAT16 = 0x01L << 8;
  private static final long FLOAT16 = 0x01L << 16;
  private static final long BFLOAT16 = 0x02L << 16;
  private static final long TF32 = 0x04L << 16;

  @Test
  void sumsAreNeverInFloat16() {
    for (MathType math : MathType.values()) {
      assertThat(Algorithm.forbidden(math) & SUMS_IN_FLOAT16).isNotZero();
    }
  }

  @Test
  void factorsAreNoCoarserThanAsked() {
    long narrow = FLOAT16 | BFLOAT16 | TF32;
    assertThat(Algorithm.forbidden(MathType.FLOAT32) & narrow).isEqualTo(narrow);
    assertThat(Algorithm.forbidden(MathType.TF32) & narrow).isEqualTo(FLOAT16 | BFLOAT16);
    assertThat(Algorithm.forbidden(MathType.BF16) & BFLOAT16).isZero();
    assertThat(Algorithm.forbidden(MathType.FP16) & FLOAT16).isZero();
  }
}
