package vae4j.eval.disentanglement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class TiedValuesTest {
  private final SplittableRandom random = new SplittableRandom(1);

  /** Half of the images of a grid, so that values are shared by different numbers of them. */
  @Test
  void imagesDrawnShareTheValueAndAllComeUp() {
    FactorGrid grid = FactorGrid.of(3, 4);
    FactorLatents codes =
        FactorLatents.draw(ArtificialCodes.perfect(grid), grid, 9, new SplittableRandom(4));
    TiedValues shared = new TiedValues(codes);

    for (int f = 0; f < 2; f++) {
      int[] values = codes.factor(f);
      boolean[][] met = new boolean[9][9];
      for (int round = 0; round < 5_000; round++) {
        int one = shared.one(f, random);
        int another = shared.another(one, f, random);
        int like = shared.like(one, f, random);
        assertThat(another).isNotEqualTo(one);
        assertThat(values[another]).isEqualTo(values[one]);
        assertThat(values[like]).isEqualTo(values[one]);
        met[one][another] = true;
      }
      for (int i = 0; i < 9; i++) {
        for (int j = 0; j < 9; j++) {
          assertThat(met[i][j]).isEqualTo(i != j && values[i] == values[j]);
        }
      }
    }
  }

  @Test
  void refusesASampleInWhichNoValueIsShared() {
    FactorGrid grid = FactorGrid.of(2, 1_000);
    FactorLatents codes =
        FactorLatents.draw(ArtificialCodes.perfect(grid), grid, 3, new SplittableRandom(4));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> new TiedValues(codes))
        .withMessage("two images must have the same f1, of 3 none have: draw more");
  }
}
