package vae4j.eval.disentanglement;

import java.util.List;

/**
 * Modularity (Ridgeway and Mozer 2018, section 3): whether each latent says something of one factor
 * only. It does not ask whether each factor is known.
 *
 * <p>For a latent with mutual informations m_f, the largest of them θ, over F factors it is 1 − Σ
 * m_f² / (θ² (F − 1)), the sum over the other factors, and 0 where θ is 0; the score is the mean
 * over all latents, as in disentanglement_lib. Mutual information is counted as in {@link
 * MutualInformationGap}. Latent vectors that know nothing do not get 0: what is compared then is
 * the error of the counts, the larger the more values a factor has.
 *
 * <p>It gives {@code modularity}; its samples are the images of the first two thirds.
 *
 * @param bins of a latent, at least 2
 */
public record Modularity(int bins) implements DisentanglementMetric {
  /**
   * Checks the number of bins.
   *
   * @throws IllegalArgumentException if there are fewer than 2
   */
  public Modularity {
    MutualInformation.requireBins(bins);
  }

  /** 20 bins. */
  public static Modularity defaults() {
    return new Modularity(20);
  }

  @Override
  public List<Score> measure(FactorLatents vectors, long seed) {
    MutualInformation information = MutualInformation.of(vectors.training(), bins);
    double sum = 0;
    for (int j = 0; j < vectors.latents(); j++) {
      double largest = 0;
      double squares = 0;
      for (double nats : information.nats()[j]) {
        largest = Math.max(largest, nats);
        squares += nats * nats;
      }
      if (largest > 0) {
        double others = squares - largest * largest;
        sum += 1 - others / (largest * largest * (vectors.factors().size() - 1));
      }
    }
    return List.of(new Score("modularity", sum / vectors.latents(), vectors.trainingSize()));
  }
}
