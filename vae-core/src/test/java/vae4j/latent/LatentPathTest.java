package vae4j.latent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LatentPathTest {
  private static final Offset<Float> ROUNDING = within(1e-6f);

  @ParameterizedTest
  @EnumSource(LatentPath.class)
  void endsAreExact(LatentPath path) {
    float[] from = {0.1f, -2.3f, 0.7f};
    float[] to = {-1.9f, 0.3f, 1e-3f};

    float[][] codes = path.between(from, to, 7);

    assertThat(codes).hasDimensions(7, 3);
    assertThat(codes[0]).containsExactly(from);
    assertThat(codes[6]).containsExactly(to);
  }

  @ParameterizedTest
  @EnumSource(LatentPath.class)
  void twoStepsAreTheEnds(LatentPath path) {
    float[][] codes = path.between(new float[] {1, 2}, new float[] {3, 5}, 2);

    assertThat(codes).isDeepEqualTo(new float[][] {{1, 2}, {3, 5}});
  }

  @Test
  void theLineHasEqualSteps() {
    float[][] codes = LatentPath.LINEAR.between(new float[] {0, 4}, new float[] {8, -4}, 5);

    assertThat(codes).isDeepEqualTo(new float[][] {{0, 4}, {2, 2}, {4, 0}, {6, -2}, {8, -4}});
  }

  @Test
  void theCircleKeepsTheLengthAndHasEqualAngles() {
    float[][] codes = LatentPath.SPHERICAL.between(new float[] {3, 0}, new float[] {0, 3}, 4);

    for (int s = 0; s < 4; s++) {
      double angle = Math.toRadians(30 * s);
      assertThat(codes[s][0]).isCloseTo((float) (3 * Math.cos(angle)), ROUNDING);
      assertThat(codes[s][1]).isCloseTo((float) (3 * Math.sin(angle)), ROUNDING);
    }
  }

  @Test
  void theCircleKeepsTheLengthOfAnyTwoEquallyLongCodes() {
    float[] from = {1, 2, 2, -4};
    float[] to = {-3, 0, 4, 0};

    for (float[] code : LatentPath.SPHERICAL.between(from, to, 9)) {
      double square = 0;
      for (float number : code) {
        square += (double) number * number;
      }
      assertThat(Math.sqrt(square)).isCloseTo(5, within(1e-6));
    }
  }

  @Test
  void theCircleIsTheLineBetweenCodesOfOneDirection() {
    float[][] codes = LatentPath.SPHERICAL.between(new float[] {1, 2}, new float[] {3, 6}, 3);

    assertThat(codes).isDeepEqualTo(new float[][] {{1, 2}, {2, 4}, {3, 6}});
  }

  @Test
  void theCircleIsTheLineBetweenOppositeCodesAndFromTheOrigin() {
    assertThat(LatentPath.SPHERICAL.between(new float[] {2, 0}, new float[] {-2, 0}, 5))
        .isDeepEqualTo(new float[][] {{2, 0}, {1, 0}, {0, 0}, {-1, 0}, {-2, 0}});
    assertThat(LatentPath.SPHERICAL.between(new float[] {0, 0}, new float[] {4, 2}, 3))
        .isDeepEqualTo(new float[][] {{0, 0}, {2, 1}, {4, 2}});
  }

  @Test
  void codesThatAreNearlyOppositeGiveNoHugeNumbers() {
    for (float apart = 1e-9f; apart < 1; apart *= 3) {
      float[] to = {-1, apart};
      for (float[] code : LatentPath.SPHERICAL.between(new float[] {1, 0}, to, 11)) {
        assertThat(Math.hypot(code[0], code[1])).isLessThan(1.5);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(LatentPath.class)
  void refusesCodesOfTwoLengthsAndTooFewSteps(LatentPath path) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> path.between(new float[2], new float[3], 5))
        .withMessage("latent vectors must be of one length, were 2 and 3");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> path.between(new float[2], new float[2], 1))
        .withMessage("steps must be at least 2, was 1");
  }
}
