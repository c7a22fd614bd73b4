package vae4j.eval.disentanglement;

import java.util.List;

/**
 * A measure of how far each latent stands for one factor.
 *
 * <p>None of them changes when latents are put in another order, scaled, shifted, or turned in
 * sign, or when latents are added that never change, but for {@link FactorVaeScore}, whose limit
 * for dead latents is a standard deviation.
 */
public sealed interface DisentanglementMetric
    permits BetaVaeScore,
        FactorVaeScore,
        MutualInformationGap,
        SeparatedPredictability,
        Dci,
        Modularity {
  /**
   * Measures codes.
   *
   * @param codes codes and factors of some pictures
   * @param seed of votes and trees; the same seed gives the same scores
   * @return one score or several, always of the same names
   */
  List<Score> measure(FactorCodes codes, long seed);

  /** All six with their default settings. */
  static List<DisentanglementMetric> all() {
    return List.of(
        BetaVaeScore.defaults(),
        FactorVaeScore.defaults(),
        MutualInformationGap.defaults(),
        SeparatedPredictability.defaults(),
        Dci.defaults(),
        Modularity.defaults());
  }
}
