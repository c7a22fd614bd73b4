package vae4j.eval.likelihood;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ImportanceWeightsTest {
  @Test
  void theMeanAndTheEffectiveSampleSizeAreThoseOfTheWeights() {
    // w = 1, 2, 3, 4: mean 2.5, (Σ w)² / Σ w² = 100 / 30. In any order, and far from 1.
    double[][] orders = {{1, 2, 3, 4}, {4, 3, 2, 1}, {2, 4, 1, 3}};
    for (double[] order : orders) {
      for (double offset : new double[] {0, -2_000, 1_500}) {
        ImportanceWeights weights = new ImportanceWeights();
        for (double w : order) {
          weights.add(Math.log(w) + offset);
        }
        assertThat(weights.logMean()).isCloseTo(Math.log(2.5) + offset, within(1e-12));
        assertThat(weights.effectiveSampleSize()).isCloseTo(100.0 / 30, within(1e-11));
      }
    }
  }

  @Test
  void asManyCountAsThereAreWhereAllAreEqual() {
    ImportanceWeights weights = new ImportanceWeights();
    for (int k = 0; k < 5_000; k++) {
      weights.add(-731.25);
    }
    assertThat(weights.effectiveSampleSize()).isEqualTo(5_000);
    assertThat(weights.logMean()).isCloseTo(-731.25, within(1e-12));
  }

  @Test
  void aWeightOfZeroCountsInTheMeanOnly() {
    ImportanceWeights weights = new ImportanceWeights();
    weights.add(Double.NEGATIVE_INFINITY);
    weights.add(Math.log(6));
    weights.add(Double.NEGATIVE_INFINITY);

    assertThat(weights.logMean()).isCloseTo(Math.log(2), within(1e-15));
    assertThat(weights.effectiveSampleSize()).isEqualTo(1);
  }

  @Test
  void aDivergedModelIsNoticed() {
    ImportanceWeights weights = new ImportanceWeights();
    weights.add(1);
    weights.add(Double.NaN);

    assertThat(weights.logMean()).isNaN();
  }
}
