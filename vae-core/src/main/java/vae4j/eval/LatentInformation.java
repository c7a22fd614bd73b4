package vae4j.eval;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import vae4j.backend.Workers;

/**
 * What is in the divergence of a VAE, in nats: the information that a code has of its picture, and
 * how far all codes together are from the prior (Hoffman and Johnson 2016), the latter taken apart
 * once more (Chen et al. 2018, equation 2):
 *
 * <pre>
 * E_x KL(q(z | x) ‖ p(z)) = mutual information + marginal divergence
 * marginal divergence     = total correlation + Σ_d marginal divergence of latent d
 * </pre>
 *
 * <p>q(z) is the mixture of the posteriors of all N pictures of the split. Of {@code draws} of
 * them, chosen without putting back, one code z is drawn each, and means are taken over these codes
 * of log q(z | x) − log q(z), of log q(z) − log p(z) and so on. That is without bias for these N
 * pictures; the two sides above differ by the standard errors. For the distribution that the
 * pictures come from it is not: the mutual information of N pictures is at most log N, and where it
 * comes near that it says how many pictures there were, and no more.
 *
 * @param divergences KL of each latent, mean over all pictures in closed form, [Z]
 * @param divergence KL of all latents, mean over all pictures in closed form
 * @param mutualInformation I(x; z) = E log q(z | x) / q(z), at most log N
 * @param marginalDivergence KL(q(z) ‖ p(z))
 * @param marginalDivergences KL(q(z_d) ‖ p(z_d)) of each latent, [Z]
 * @param totalCorrelation KL(q(z) ‖ Π_d q(z_d))
 */
public record LatentInformation(
    double[] divergences,
    Estimate divergence,
    Estimate mutualInformation,
    Estimate marginalDivergence,
    List<Estimate> marginalDivergences,
    Estimate totalCorrelation) {
  static LatentInformation of(
      Posteriors posteriors, int draws, RandomGenerator random, Workers workers) {
    int[] pictures = choose(posteriors.size(), draws, random);
    double[][] codes = new double[pictures.length][];
    Arrays.setAll(codes, i -> posteriors.draw(pictures[i], random));
    AggregatePosterior aggregate = new AggregatePosterior(posteriors);
    double[][] logDensities = aggregate.logDensities(codes, workers);
    int latent = posteriors.latent();
    Estimate.Accumulator information = new Estimate.Accumulator();
    Estimate.Accumulator marginal = new Estimate.Accumulator();
    Estimate.Accumulator correlation = new Estimate.Accumulator();
    double[][] marginals = new double[latent][pictures.length];
    for (int i = 0; i < pictures.length; i++) {
      double logAggregate = logDensities[i][latent];
      double logPrior = 0;
      double logProduct = 0;
      for (int d = 0; d < latent; d++) {
        double prior = AggregatePosterior.logPrior(codes[i][d]);
        marginals[d][i] = logDensities[i][d] - prior;
        logPrior += prior;
        logProduct += logDensities[i][d];
      }
      information.add(aggregate.logPosterior(pictures[i], codes[i]) - logAggregate);
      marginal.add(logAggregate - logPrior);
      correlation.add(logAggregate - logProduct);
    }
    return new LatentInformation(
        posteriors.divergences(),
        divergence(posteriors),
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

  private static Estimate divergence(Posteriors posteriors) {
    Estimate.Accumulator accumulator = new Estimate.Accumulator();
    for (int n = 0; n < posteriors.size(); n++) {
      accumulator.add(posteriors.divergence(n));
    }
    return accumulator.estimate();
  }

  /** For machines. */
  public JsonObject toJson() {
    JsonObject json = new JsonObject();
    json.add("divergence", divergence.toJson());
    JsonArray each = new JsonArray();
    Arrays.stream(divergences).forEach(each::add);
    json.add("divergences", each);
    json.add("mutual_information", mutualInformation.toJson());
    json.add("marginal_divergence", marginalDivergence.toJson());
    JsonArray marginals = new JsonArray();
    marginalDivergences.forEach(marginal -> marginals.add(marginal.toJson()));
    json.add("marginal_divergences", marginals);
    json.add("total_correlation", totalCorrelation.toJson());
    return json;
  }
}
