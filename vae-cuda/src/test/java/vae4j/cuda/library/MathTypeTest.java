package vae4j.cuda.library;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MathTypeTest {
  // Half a unit in the last of p significant bits is 2⁻ᵖ of a number: 2⁻²⁴, 2⁻¹¹ (TF32, float16)
  // and 2⁻⁸ (bfloat16). IEEE 754-2019, table 3.5, and NVIDIA's A100 white paper.
  @Test
  void aToleranceAllowsItsOwnRoundingAndFindsTheNextCoarserOne() {
    assertThat(MathType.FLOAT32.tolerance()).isGreaterThan(0x1p-24).isLessThan(0x1p-11);
    assertThat(MathType.TF32.tolerance()).isGreaterThan(2 * 0x1p-11).isLessThan(2 * 0x1p-8);
    assertThat(MathType.FP16.tolerance()).isGreaterThan(2 * 0x1p-11).isLessThan(2 * 0x1p-8);
    assertThat(MathType.BF16.tolerance()).isGreaterThan(2 * 0x1p-8);
  }
}
