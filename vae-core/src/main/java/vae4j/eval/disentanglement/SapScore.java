package vae4j.eval.disentanglement;

import static vae4j.data.Checks.requirePositiveAndFinite;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Separated attribute predictability, SAP (Kumar et al. 2018, section 3), as disentanglement_lib
 * computes it for factors of single values (Locatello et al. 2019, appendix C): how much better the
 * best single latent classifies a factor than the second best, averaged over factors.
 *
 * <p>The score of a latent for a factor is the share of test images whose value a linear support
 * vector machine on that latent alone finds ({@code LinearSVC(C=0.01, class_weight="balanced")} of
 * scikit-learn). One line against the rest cannot find a value between others: of a factor with
 * many values even a perfect latent has a low accuracy, and SAP of perfect latent vectors is far
 * below 1. As in the paper, an accuracy is not corrected for chance.
 *
 * <p>It gives {@code sap}; its samples are test images, the last third; the others train. {@link
 * SapRegression} is the variant for ordered factors, with other numbers.
 *
 * @param penalty C, the weight of errors against the size of the machine's numbers, above 0
 */
public record SapScore(double penalty) implements DisentanglementMetric {
  /**
   * Checks the penalty.
   *
   * @throws IllegalArgumentException if it is not positive and finite
   */
  public SapScore {
    requirePositiveAndFinite("penalty", penalty);
  }

  /** C = 0.01. */
  public static SapScore defaults() {
    return new SapScore(0.01);
  }

  @Override
  public List<Score> measure(FactorLatents vectors, long seed) {
    double sum =
        IntStream.range(0, vectors.factors().size())
            .mapToDouble(factor -> MutualInformationGap.gap(accuracies(vectors, factor)))
            .sum();
    return List.of(
        new Score("sap", sum / vectors.factors().size(), vectors.size() - vectors.trainingSize()));
  }

  /** Of each latent the share of test images whose value it tells. */
  double[] accuracies(FactorLatents vectors, int factor) {
    int training = vectors.trainingSize();
    int[] values = vectors.factor(factor);
    return IntStream.range(0, vectors.latents())
        .parallel()
        .mapToDouble(
            j -> {
              double[] latent = vectors.latent(j);
              LinearSvm machine =
                  new LinearSvm(
                      Arrays.copyOf(latent, training), Arrays.copyOf(values, training), penalty);
              long found =
                  IntStream.range(training, values.length)
                      .filter(i -> machine.predict(latent[i]) == values[i])
                      .count();
              return (double) found / (values.length - training);
            })
        .toArray();
  }
}
