package vae4j.eval.disentanglement;

import java.util.List;

/**
 * A metric of whether each latent dimension represents one factor.
 *
 * <p>None of them changes when latents are put in another order or turned in sign. Their scale
 * matters little, but for {@link FactorVaeScore}, whose limit for dead latents is a standard
 * deviation, and for {@link BetaVaeScore} and {@link SapScore}, whose classifiers have a penalty.
 * Latents that are added and never change lower {@link Modularity} and raise the completeness of
 * {@link Dci}, in which they count.
 */
public sealed interface DisentanglementMetric
    permits BetaVaeScore,
        FactorVaeScore,
        MutualInformationGap,
        SapScore,
        Dci,
        Modularity,
        SapRegression,
        DciRegression {
  /**
   * Measures latent vectors.
   *
   * @param vectors latent vectors and factors of some images
   * @param seed of votes and trees; the same seed gives the same scores
   * @return one score or several, always of the same names
   */
  List<Score> measure(FactorLatents vectors, long seed);

  /**
   * The six that are published most, with the definitions and defaults of disentanglement_lib, so
   * that their numbers compare with those of Locatello et al. 2019.
   */
  static List<DisentanglementMetric> all() {
    return List.of(
        BetaVaeScore.defaults(),
        FactorVaeScore.defaults(),
        MutualInformationGap.defaults(),
        SapScore.defaults(),
        Dci.defaults(),
        Modularity.defaults());
  }

  /**
   * Those of other definitions, whose names say so: {@code sap_regression}, {@code
   * dci_regression_…}.
   */
  static List<DisentanglementMetric> variants() {
    return List.of(SapRegression.defaults(), DciRegression.defaults());
  }
}
