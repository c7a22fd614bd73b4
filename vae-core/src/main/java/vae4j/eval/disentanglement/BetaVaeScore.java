package vae4j.eval.disentanglement;

import static vae4j.data.Checks.requirePositive;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import vae4j.data.Seeds;
import vae4j.eval.probe.LabelledLatents;
import vae4j.eval.probe.LinearProbe;

/**
 * The score of β-VAE (Higgins et al. 2017, section 3 and appendix A.4): a linear classifier has to
 * tell which factor was held fixed from how little each latent moved.
 *
 * <p>For a vote a factor is drawn, then pairs of images that share its value; the vote is the mean
 * of |z₁ − z₂| over the pairs, latent vectors as they are, and its class the factor. A multinomial
 * logistic regression with the penalty ½‖W‖² beside the sum over the votes, as scikit-learn's
 * default and so in disentanglement_lib, learns from some votes and is tested on others. 1 is best;
 * 1 / number of factors is what latent vectors that know nothing get. Latent vectors that are a
 * mixture of all factors can still reach 1: of these measures it asks for least.
 *
 * <p>It gives {@code beta_vae}; its samples are test votes.
 *
 * @param trainingVotes votes to learn from, at least 1
 * @param testVotes votes to classify, at least 1
 * @param pairs in a vote, L of the paper, at least 1
 */
public record BetaVaeScore(int trainingVotes, int testVotes, int pairs)
    implements DisentanglementMetric {
  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if one is not positive
   */
  public BetaVaeScore {
    requirePositive("training votes", trainingVotes);
    requirePositive("test votes", testVotes);
    requirePositive("pairs", pairs);
  }

  /** 10,000 votes to learn from and 5,000 to test on, each of 64 pairs. */
  public static BetaVaeScore defaults() {
    return new BetaVaeScore(10_000, 5_000, 64);
  }

  @Override
  public List<Score> measure(FactorLatents vectors, long seed) {
    RandomGenerator random = Seeds.stream(seed, Seeds.Purpose.DISENTANGLEMENT, 1);
    TiedValues shared = new TiedValues(vectors);
    LabelledLatents training = votes(vectors, shared, trainingVotes, random);
    LabelledLatents test = votes(vectors, shared, testVotes, random);
    double accuracy = new LinearProbe(1.0 / trainingVotes, 1_000, false).accuracy(training, test);
    return List.of(new Score("beta_vae", accuracy, testVotes));
  }

  private LabelledLatents votes(
      FactorLatents vectors, TiedValues shared, int count, RandomGenerator random) {
    float[][] votes = new float[count][vectors.latents()];
    int[] fixed = new int[count];
    double[] sums = new double[vectors.latents()];
    for (int vote = 0; vote < count; vote++) {
      fixed[vote] = random.nextInt(vectors.factors().size());
      Arrays.fill(sums, 0);
      for (int pair = 0; pair < pairs; pair++) {
        int one = shared.one(fixed[vote], random);
        int other = shared.another(one, fixed[vote], random);
        for (int j = 0; j < sums.length; j++) {
          sums[j] += Math.abs(vectors.vector(one, j) - vectors.vector(other, j));
        }
      }
      for (int j = 0; j < sums.length; j++) {
        votes[vote][j] = (float) (sums[j] / pairs);
      }
    }
    return new LabelledLatents(votes, fixed);
  }
}
