package vae4j.eval.disentanglement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import vae4j.eval.disentanglement.BoostedTrees.Fit;

class BoostedTreesTest {
  /**
   * {@code GradientBoostingClassifier(random_state=0)} of scikit-learn 1.2.1 on {@link
   * ReferenceCodes}. Another of its seeds, which decides between equally good splits, moves an
   * importance by up to 0.0025 and an accuracy by up to 0.01.
   */
  @Test
  void importancesAndAccuraciesAreScikitLearns() {
    double[][] importance = {
      {0.9734013977, 0.0065533047, 0.0057435862, 0.0100115762, 0.0042901352},
      {0.0546065923, 0.0872218702, 0.6764462678, 0.0819578928, 0.0997673768},
      {0.0591608790, 0.2134577340, 0.5503189267, 0.0522007830, 0.1248616774},
      {0.0533000225, 0.2677814213, 0.0863014634, 0.0480368501, 0.5445802427}
    };
    double[] training = {1.0, 0.9133333333, 0.99, 0.9983333333};
    double[] test = {0.96, 0.70, 0.5866666667, 0.4833333333};
    FactorLatents codes = ReferenceCodes.read();
    BoostedTrees trees = trees(codes);
    for (int f = 0; f < importance.length; f++) {
      Fit fit = trees.fit(codes.factor(f), 1);
      assertThat(fit.importance()).as("factor %d", f).containsExactly(importance[f], within(3e-3));
      assertThat(fit.trainingAccuracy()).as("factor %d", f).isCloseTo(training[f], within(5e-3));
      assertThat(fit.testAccuracy()).as("factor %d", f).isCloseTo(test[f], within(0.01));
    }
  }

  private static BoostedTrees trees(FactorLatents codes) {
    double[][] latents = new double[codes.latents()][];
    Arrays.setAll(latents, codes::latent);
    return new BoostedTrees(latents, codes.trainingSize(), 100, 3, 0.1);
  }

  /** One split parts two classes; the other latent and the one that never changes are of no use. */
  @Test
  void whatOneLatentTellsIsItsAlone() {
    double[][] latents = {
      {1, 2, 3, 4, 5, 6, 2, 5}, {7, 7, 7, 7, 7, 7, 7, 7}, {1, 0, 1, 0, 1, 0, 1, 0}
    };
    Fit fit = new BoostedTrees(latents, 6, 10, 3, 0.1).fit(new int[] {0, 0, 0, 4, 4, 4, 0, 4}, 1);

    assertThat(fit.importance()).containsExactly(1, 0, 0);
    assertThat(fit.trainingAccuracy()).isEqualTo(1);
    assertThat(fit.testAccuracy()).isEqualTo(1);
  }

  @Test
  void aValueThatWasNotInTrainingIsNotFound() {
    double[][] latents = {{1, 2, 3, 4, 2, 3}};
    Fit fit = new BoostedTrees(latents, 4, 10, 3, 0.1).fit(new int[] {0, 0, 1, 1, 5, 1}, 1);

    assertThat(fit.testAccuracy()).isEqualTo(0.5);
  }

  @Test
  void whereNothingChangesTheMostFrequentValueIsFound() {
    double[][] dead = {{1, 1, 1, 1, 1, 1}};
    Fit fit = new BoostedTrees(dead, 3, 10, 3, 0.1).fit(new int[] {2, 3, 3, 2, 3, 3}, 1);
    assertThat(fit.importance()).containsExactly(0);
    assertThat(fit.trainingAccuracy()).isCloseTo(2.0 / 3, within(1e-12));
    assertThat(fit.testAccuracy()).isCloseTo(2.0 / 3, within(1e-12));

    double[][] latents = {{1, 2, 3, 4, 5, 6}};
    Fit one = new BoostedTrees(latents, 3, 10, 3, 0.1).fit(new int[] {2, 2, 2, 2, 3, 2}, 1);
    assertThat(one.importance()).containsExactly(0);
    assertThat(one.testAccuracy()).isCloseTo(2.0 / 3, within(1e-12));
  }
}
