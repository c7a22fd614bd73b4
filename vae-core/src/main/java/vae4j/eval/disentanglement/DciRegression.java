package vae4j.eval.disentanglement;

import static vae4j.data.Checks.requirePositive;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import vae4j.data.FactorDataset.Factor;
import vae4j.data.Seeds;

/**
 * Disentanglement, completeness and informativeness (Eastwood and Williams 2018, section 2) by
 * regression, where {@link Dci} has the classifiers of disentanglement_lib and other numbers: each
 * factor is predicted from all latents, and R[j][f] says how much latent j helped with factor f.
 *
 * <ul>
 *   <li>{@code dci_regression_disentanglement}: whether a latent helps with one factor only. D_j =
 *       1 − H(R[j] as shares of its sum) to the base of the number of factors, averaged over
 *       latents with the share of all importance that is theirs as weight.
 *   <li>{@code dci_regression_completeness}: whether a factor depends on one latent dimension only.
 *       C_f = 1 − H(R[·][f] as shares) to the base of the number of latents that ever change,
 *       averaged over factors.
 *   <li>{@code dci_regression_informativeness}: how well factors are predicted, as the share of
 *       their variance that is explained on images not trained on, at least 0, averaged over
 *       factors. The paper gives the error instead, √(1 − this) for an ordered factor.
 * </ul>
 *
 * <p>The predictors are bagged trees (Breiman 1996) and R the share of the squared error that
 * splits on a latent took away; of the paper's two kinds of predictor the one that also sees what
 * is not linear. At each split all latents are looked at, and not a random part of them as in a
 * random forest, since a split forced on a latent that says nothing would give it some importance:
 * so a perfect latent vector gets 1. A factor that is not ordered is predicted as one number for
 * each value, of which one is 1. Each factor's importances sum to 1. Where nothing is of any
 * importance all three are 0.
 *
 * <p>Half of the images train the trees, and are the samples of the first two; the other half test
 * them, and are those of the third.
 *
 * @param trees for each factor, at least 1
 * @param smallestLeaf fewer images do not make a leaf, at least 1
 */
public record DciRegression(int trees, int smallestLeaf) implements DisentanglementMetric {
  private static final int BINS = 256;

  /** Importance of the latents for one factor, and the share of its variance explained. */
  private record Fit(double[] importance, double explained) {}

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if one is not positive
   */
  public DciRegression {
    requirePositive("trees", trees);
    requirePositive("smallest leaf", smallestLeaf);
  }

  /** 20 trees, leaves of at least 10 images. */
  public static DciRegression defaults() {
    return new DciRegression(20, 10);
  }

  @Override
  public List<Score> measure(FactorLatents vectors, long seed) {
    int training = vectors.size() / 2;
    QuantileBins[] quantiles = new QuantileBins[vectors.latents()];
    int[][] binned = new int[vectors.latents()][];
    for (int j = 0; j < binned.length; j++) {
      double[] latent = vectors.latent(j);
      quantiles[j] = new QuantileBins(Arrays.copyOf(latent, training), BINS);
      binned[j] = quantiles[j].of(latent);
    }
    int[] bins = Arrays.stream(quantiles).mapToInt(QuantileBins::count).toArray();
    RandomGenerator random = Seeds.stream(seed, Seeds.Purpose.DISENTANGLEMENT, 3);
    double[][] importance = new double[vectors.factors().size()][];
    double informativeness = 0;
    for (int f = 0; f < importance.length; f++) {
      double[][] targets = targets(vectors.factors().get(f), vectors.factor(f));
      Fit fit = fit(binned, bins, targets, training, random.longs(trees).toArray());
      importance[f] = fit.importance;
      informativeness += fit.explained / importance.length;
    }
    return List.of(
        new Score("dci_regression_disentanglement", Dci.disentanglement(importance), training),
        new Score(
            "dci_regression_completeness",
            completeness(importance, vectors.liveLatents()),
            training),
        new Score("dci_regression_informativeness", informativeness, vectors.size() - training));
  }

  /** [N][1], or [N][values] with a 1 for the value. */
  private static double[][] targets(Factor factor, int[] values) {
    double[][] targets = new double[values.length][factor.ordered() ? 1 : factor.values()];
    for (int i = 0; i < values.length; i++) {
      if (factor.ordered()) {
        targets[i][0] = values[i];
      } else {
        targets[i][values[i]] = 1;
      }
    }
    return targets;
  }

  private Fit fit(int[][] binned, int[] bins, double[][] targets, int training, long[] seeds) {
    List<RegressionTree> grown =
        Arrays.stream(seeds)
            .parallel()
            .mapToObj(
                seed -> {
                  RandomGenerator random = new SplittableRandom(seed);
                  int[] bag = random.ints(training, 0, training).toArray();
                  return new RegressionTree(binned, bins, targets, bag, smallestLeaf, random);
                })
            .toList();
    double[] importance = new double[binned.length];
    for (RegressionTree tree : grown) {
      for (int j = 0; j < importance.length; j++) {
        importance[j] += tree.importance()[j];
      }
    }
    double total = Arrays.stream(importance).sum();
    if (total > 0) {
      importance = Arrays.stream(importance).map(each -> each / total).toArray();
    }
    return new Fit(importance, explained(grown, binned, targets, training));
  }

  /** 1 − Σ (v − v̂)² / Σ (v − v̄)² over the test images, v̄ the mean of the training images. */
  private static double explained(
      List<RegressionTree> grown, int[][] binned, double[][] targets, int training) {
    int outputs = targets[0].length;
    double[] mean = new double[outputs];
    for (int i = 0; i < training; i++) {
      for (int o = 0; o < outputs; o++) {
        mean[o] += targets[i][o] / training;
      }
    }
    double[][] errors =
        IntStream.range(training, targets.length)
            .parallel()
            .mapToObj(
                i -> {
                  double[] predicted = new double[outputs];
                  for (RegressionTree tree : grown) {
                    double[] one = tree.predict(binned, i);
                    for (int o = 0; o < outputs; o++) {
                      predicted[o] += one[o] / grown.size();
                    }
                  }
                  double left = 0;
                  double whole = 0;
                  for (int o = 0; o < outputs; o++) {
                    left += (targets[i][o] - predicted[o]) * (targets[i][o] - predicted[o]);
                    whole += (targets[i][o] - mean[o]) * (targets[i][o] - mean[o]);
                  }
                  return new double[] {left, whole};
                })
            .toArray(double[][]::new);
    double left = Arrays.stream(errors).mapToDouble(error -> error[0]).sum();
    double whole = Arrays.stream(errors).mapToDouble(error -> error[1]).sum();
    return whole > 0 ? Math.max(0, 1 - left / whole) : 0;
  }

  private static double completeness(double[][] importance, int liveLatents) {
    double base = Math.log(Math.max(2, liveLatents));
    return Arrays.stream(importance)
        .mapToDouble(row -> Arrays.stream(row).sum() > 0 ? 1 - Dci.entropy(row) / base : 0)
        .average()
        .orElse(0);
  }
}
