package vae4j.eval.latent;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import vae4j.backend.ParallelLoop;
import vae4j.eval.metric.Estimate;
import vae4j.latent.Gaussian;

/**
 * The parts of the KL of a VAE, in nats: the information that a latent vector has of its image, and
 * how far all latent vectors together are from the prior (Hoffman and Johnson 2016), the latter
 * taken apart once more (Chen et al. 2018, equation 2):
 *
 * <pre>
 * E_x KL(q(z | x) ‖ p(z)) = mutual information + marginal KL
 * marginal KL     = total correlation + Σ_d marginal KL of latent d
 * </pre>
 *
 * <p>q(z) is the mixture of the posteriors of all N images of the split. Of {@code draws} of them,
 * chosen without putting back, one latent vector z is drawn each, and means are taken over these
 * latent vectors of log q(z | x) − log q(z), of log q(z) − log p(z) and so on. That is without bias
 * for these N images; the two sides above differ by the standard errors. For the distribution that
 * the images come from it is not: the mutual information of N images is at most log N, and where it
 * comes near that it says how many images there were, and no more.
 *
 * @param klPerDimension KL of each latent, mean over all images in closed form, [Z]
 * @param kl KL of all latents, mean over all images in closed form
 * @param mutualInformation I(x; z) = E log q(z | x) / q(z), at most log N
 * @param marginalKl KL(q(z) ‖ p(z))
 * @param marginalKls KL(q(z_d) ‖ p(z_d)) of each latent, [Z]
 * @param totalCorrelation KL(q(z) ‖ Π_d q(z_d))
 */
public record LatentInformation(
    double[] klPerDimension,
    Estimate kl,
    Estimate mutualInformation,
    Estimate marginalKl,
    List<Estimate> marginalKls,
    Estimate totalCorrelation) {
  static LatentInformation of(
      Posteriors posteriors, int draws, RandomGenerator random, ParallelLoop workers) {
    int[] images = choose(posteriors.size(), draws, random);
    double[][] latents = new double[images.length][];
    Arrays.setAll(latents, i -> posteriors.draw(images[i], random));
    AggregatePosterior aggregate = new AggregatePosterior(posteriors);
    double[][] logDensities = aggregate.logDensities(latents, workers);
    int latent = posteriors.latent();
    Estimate.Accumulator information = new Estimate.Accumulator();
    Estimate.Accumulator marginal = new Estimate.Accumulator();
    Estimate.Accumulator correlation = new Estimate.Accumulator();
    double[][] marginals = new double[latent][images.length];
    for (int i = 0; i < images.length; i++) {
      double logAggregate = logDensities[i][latent];
      double logPrior = 0;
      double logProduct = 0;
      for (int d = 0; d < latent; d++) {
        double prior = Gaussian.logDensity(latents[i][d], 0, 0);
        marginals[d][i] = logDensities[i][d] - prior;
        logPrior += prior;
        logProduct += logDensities[i][d];
      }
      information.add(aggregate.logPosterior(images[i], latents[i]) - logAggregate);
      marginal.add(logAggregate - logPrior);
      correlation.add(logAggregate - logProduct);
    }
    return new LatentInformation(
        posteriors.klPerDimension(),
        kl(posteriors),
        information.estimate(),
        marginal.estimate(),
        Arrays.stream(marginals).map(Estimate::of).toList(),
        correlation.estimate());
  }

  /** Some of the numbers below N in a random order: the beginning of a shuffle. */
  private static int[] choose(int count, int draws, RandomGenerator random) {
    int[] order = new int[count];
    Arrays.setAll(order, n -> n);
    int chosen = Math.min(draws, count);
    for (int i = 0; i < chosen; i++) {
      int j = random.nextInt(i, count);
      int swapped = order[i];
      order[i] = order[j];
      order[j] = swapped;
    }
    return Arrays.copyOf(order, chosen);
  }

  private static Estimate kl(Posteriors posteriors) {
    Estimate.Accumulator accumulator = new Estimate.Accumulator();
    for (int n = 0; n < posteriors.size(); n++) {
      accumulator.add(posteriors.kl(n));
    }
    return accumulator.estimate();
  }
}
