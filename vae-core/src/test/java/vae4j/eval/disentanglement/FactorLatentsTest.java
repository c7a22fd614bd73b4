package vae4j.eval.disentanglement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import vae4j.data.FactorDataset.Factor;
import vae4j.eval.probe.LatentMeans;

class FactorLatentsTest {
  private static FactorLatents draw(LatentMeans codes, FactorGrid grid, int samples) {
    return FactorLatents.draw(codes, grid, samples, new SplittableRandom(3));
  }

  @Test
  void everyImageIsDrawnOnceWhereThereAreFewer() {
    FactorGrid grid = FactorGrid.of(3, 4, 5);
    int[][] asked = new int[1][];
    LatentMeans remembering =
        indices -> {
          asked[0] = indices;
          return ArtificialCodes.perfect(grid).of(indices);
        };

    FactorLatents drawn = draw(remembering, grid, 1_000);

    assertThat(drawn.size()).isEqualTo(60);
    assertThat(Arrays.stream(asked[0]).sorted().toArray())
        .isEqualTo(IntStream.range(0, 60).toArray());
    assertThat(asked[0]).isNotEqualTo(IntStream.range(0, 60).toArray());
  }

  /** Ten of sixty, none twice; each image is drawn in a sixth of 3,000 draws, ± 5 deviations. */
  @Test
  void noImageIsDrawnTwiceAndAllAsOften() {
    FactorGrid grid = FactorGrid.of(3, 4, 5);
    SplittableRandom random = new SplittableRandom(5);
    int[] drawn = new int[60];
    for (int round = 0; round < 3_000; round++) {
      LatentMeans counting =
          indices -> {
            assertThat(Arrays.stream(indices).distinct().count()).isEqualTo(10);
            Arrays.stream(indices).forEach(index -> drawn[index]++);
            return ArtificialCodes.perfect(grid).of(indices);
          };
      FactorLatents.draw(counting, grid, 10, random);
    }

    double deviation = Math.sqrt(3_000 * (1.0 / 6) * (5.0 / 6));
    for (int count : drawn) {
      assertThat((double) count).isCloseTo(500, within(5 * deviation));
    }
  }

  @Test
  void latentsStandBesideTheFactorsOfTheSameImages() {
    FactorGrid grid = FactorGrid.of(3, 4, 5);
    FactorLatents drawn = draw(ArtificialCodes.perfect(grid), grid, 30);

    for (int f = 0; f < 3; f++) {
      int[] factor = drawn.factor(f);
      assertThat(drawn.latent(f)).isEqualTo(Arrays.stream(factor).asDoubleStream().toArray());
    }
  }

  @Test
  void aFactorOfOneValueIsLeftOut() {
    FactorGrid grid = FactorGrid.of(3, 1, 5);

    assertThat(draw(ArtificialCodes.perfect(grid), grid, 100).factors())
        .containsExactly(new Factor("f0", 3), new Factor("f2", 5));
  }

  @Test
  void aLatentThatMovesByRoundingIsDead() {
    FactorGrid grid = FactorGrid.of(3, 3);
    LatentMeans codes =
        ArtificialCodes.changed(
            ArtificialCodes.perfect(grid),
            c -> new float[] {c[0], c[1] > 0 ? 5 : Math.nextUp(5f), 1e-20f * c[0]});
    FactorLatents drawn = draw(codes, grid, 9);

    assertThat(drawn.liveLatents()).isEqualTo(2);
    assertThat(drawn.latent(1)).containsOnly(0);
    assertThat(drawn.variance(1)).isZero();
    assertThat(drawn.variance(0)).isCloseTo(2.0 / 3, within(1e-12));
  }

  @Test
  void refusesWhatCannotBeMeasured() {
    FactorGrid grid = FactorGrid.of(3, 3);
    FactorGrid one = FactorGrid.of(1, 5);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> draw(ArtificialCodes.noise(1), grid, 9))
        .withMessage(
            "latent vectors must have at least 2 dimensions, of which one can be better, had 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> draw(ArtificialCodes.noise(2), one, 9))
        .withMessage("at least 2 factors of grid must vary, did: 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> draw(ArtificialCodes.noise(2), grid, 2))
        .withMessage("samples must be at least 3, was 2");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                draw(
                    indices -> {
                      float[][] codes = new float[indices.length][2];
                      for (int i = 0; i < indices.length; i++) {
                        codes[i][1] = indices[i] == 4 ? Float.NaN : i;
                      }
                      return codes;
                    },
                    grid,
                    9))
        .withMessage("latent vector of image 4 must be finite, latent 1 was NaN");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> draw(indices -> new float[1][2], grid, 9))
        .withMessage("latent vectors must be as many as images, were 1 for 9");
  }
}
