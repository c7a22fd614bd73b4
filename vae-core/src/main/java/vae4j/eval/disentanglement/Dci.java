package vae4j.eval.disentanglement;

import static vae4j.data.Checks.requirePositive;
import static vae4j.data.Checks.requirePositiveAndFinite;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import vae4j.data.Seeds;

/**
 * Disentanglement, completeness and informativeness (Eastwood and Williams 2018, section 2) as
 * disentanglement_lib computes them (Locatello et al. 2019, appendix C): the value of each factor
 * is classified from all latents by gradient-boosted trees, and R[j][f] is the importance of latent
 * j for factor f, which for each factor sums to 1.
 *
 * <ul>
 *   <li>{@code dci_disentanglement}: whether a latent helps with one factor only. D_j = 1 − H(R[j]
 *       as shares of its sum) to the base of the number of factors, averaged over latents with the
 *       share of all importance that is theirs as weight.
 *   <li>{@code dci_completeness}: whether a factor depends on one latent dimension only. C_f = 1 −
 *       H(R[·][f]) to the base of the number of latents, averaged over the factors that a latent
 *       helps with. Latents that never change count in that base.
 *   <li>{@code dci_informativeness}: the share of test images whose value is found, averaged over
 *       factors.
 * </ul>
 *
 * <p>The trees are those of scikit-learn's {@code GradientBoostingClassifier} with its defaults.
 * Importances are normalised over all trees together, as scikit-learn does since 0.21; before, each
 * tree counted alike. Where nothing is of any importance disentanglement and completeness are 0.
 *
 * <p>The first two thirds of the images train the trees, and are the samples of the first two; the
 * last third tests them. Time grows with images · latents · values of all factors · trees. {@link
 * DciRegression} is another variant, with other numbers.
 *
 * @param trees for each value of a factor, at least 1
 * @param depth splits from a tree's root to its leaves, from 1 to 10
 * @param learningRate by which each tree counts, above 0
 */
public record Dci(int trees, int depth, double learningRate) implements DisentanglementMetric {
  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if one is out of its range
   */
  public Dci {
    requirePositive("trees", trees);
    if (depth < 1 || depth > 10) {
      throw new IllegalArgumentException("depth must be from 1 to 10, was " + depth);
    }
    requirePositiveAndFinite("learning rate", learningRate);
  }

  /** 100 trees of depth 3 for each value, learning rate 0.1. */
  public static Dci defaults() {
    return new Dci(100, 3, 0.1);
  }

  @Override
  public List<Score> measure(FactorLatents vectors, long seed) {
    int training = vectors.trainingSize();
    double[][] latents = new double[vectors.latents()][];
    Arrays.setAll(latents, vectors::latent);
    BoostedTrees boosted = new BoostedTrees(latents, training, trees, depth, learningRate);
    RandomGenerator random = Seeds.stream(seed, Seeds.Purpose.DISENTANGLEMENT, 3);
    double[][] importance = new double[vectors.factors().size()][];
    double informativeness = 0;
    for (int f = 0; f < importance.length; f++) {
      BoostedTrees.Fit fit = boosted.fit(vectors.factor(f), random.nextLong());
      importance[f] = fit.importance();
      informativeness += fit.testAccuracy() / importance.length;
    }
    return List.of(
        new Score("dci_disentanglement", disentanglement(importance), training),
        new Score("dci_completeness", completeness(importance), training),
        new Score("dci_informativeness", informativeness, vectors.size() - training));
  }

  /** Σ_j ρ_j D_j, from importances [factors][latents]. */
  static double disentanglement(double[][] importance) {
    double all = Arrays.stream(importance).flatMapToDouble(Arrays::stream).sum();
    double score = 0;
    for (int j = 0; j < importance[0].length; j++) {
      int latent = j;
      double[] row = Arrays.stream(importance).mapToDouble(factor -> factor[latent]).toArray();
      double own = Arrays.stream(row).sum();
      if (own > 0) {
        score += own / all * (1 - entropy(row) / Math.log(row.length));
      }
    }
    return score;
  }

  /** Σ_f ρ_f C_f, ρ_f the share of all importance that is the factor's. */
  private static double completeness(double[][] importance) {
    return Arrays.stream(importance)
        .filter(row -> Arrays.stream(row).sum() > 0)
        .mapToDouble(row -> 1 - entropy(row) / Math.log(row.length))
        .average()
        .orElse(0);
  }

  /** −Σ p log p of numbers as shares of their sum. */
  static double entropy(double[] weights) {
    double sum = Arrays.stream(weights).sum();
    return Arrays.stream(weights)
        .filter(weight -> weight > 0)
        .map(weight -> -weight / sum * Math.log(weight / sum))
        .sum();
  }
}
