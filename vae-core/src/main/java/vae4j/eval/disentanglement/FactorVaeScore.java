package vae4j.eval.disentanglement;

import static vae4j.data.Checks.requirePositive;

import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import vae4j.data.Seeds;

/**
 * The score of FactorVAE (Kim and Mnih 2018, section 4): which factor was held fixed has to be told
 * from the one latent that moved least.
 *
 * <p>For a vote a factor and a value of it are drawn, then images that share it. Each latent's
 * variance over them is divided by its variance over all images; the latent with the smallest
 * quotient and the factor make the vote. The classifier gives each latent the factor it was seen
 * with most often, and is tested on votes of its own. 1 is best; latent vectors that know nothing
 * get about 1 / number of factors.
 *
 * <p>Latents whose standard deviation over all images is less than {@code smallestDeviation} are
 * left out, since the quotient of two roundings says nothing. The limit is for latent vectors with
 * the prior N(0, I), of whose collapsed latents the mean hardly moves. Where no latent is left, the
 * score is 0. Limit, numbers of votes and this 0 are those of disentanglement_lib (Locatello et al.
 * 2019), whose {@code eval_accuracy} this is.
 *
 * <p>It gives {@code factor_vae}; its samples are test votes.
 *
 * @param trainingVotes votes to learn from, at least 1
 * @param testVotes votes to classify, at least 1
 * @param images in a vote, L of the paper, at least 2
 * @param smallestDeviation the smallest standard deviation of a latent that is not left out, at
 *     least 0; one that never changes is always left out
 */
public record FactorVaeScore(int trainingVotes, int testVotes, int images, double smallestDeviation)
    implements DisentanglementMetric {
  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if one is out of its range
   */
  public FactorVaeScore {
    requirePositive("training votes", trainingVotes);
    requirePositive("test votes", testVotes);
    if (images < 2) {
      throw new IllegalArgumentException("images must be at least 2, was " + images);
    }
    if (!(smallestDeviation >= 0)) {
      throw new IllegalArgumentException(
          "smallest deviation must be at least 0, was " + smallestDeviation);
    }
  }

  /**
   * 10,000 votes to learn from and 5,000 to test on, each of 64 images; latents of a standard
   * deviation below 0.05 are left out.
   */
  public static FactorVaeScore defaults() {
    return new FactorVaeScore(10_000, 5_000, 64, 0.05);
  }

  @Override
  public List<Score> measure(FactorLatents vectors, long seed) {
    if (IntStream.range(0, vectors.latents()).noneMatch(j -> moves(vectors, j))) {
      return List.of(new Score("factor_vae", 0, testVotes));
    }
    RandomGenerator random = Seeds.stream(seed, Seeds.Purpose.DISENTANGLEMENT, 2);
    TiedValues shared = new TiedValues(vectors);
    int[][] seen = votes(vectors, shared, trainingVotes, random);
    int[][] test = votes(vectors, shared, testVotes, random);
    int right = 0;
    for (int j = 0; j < seen.length; j++) {
      int most = 0;
      for (int f = 1; f < seen[j].length; f++) {
        if (seen[j][f] > seen[j][most]) {
          most = f;
        }
      }
      right += test[j][most];
    }
    return List.of(new Score("factor_vae", (double) right / testVotes, testVotes));
  }

  /**
   * Counts of votes: latent dimension of the least variance for each fixed factor,
   * [latents][factors].
   */
  private int[][] votes(
      FactorLatents vectors, TiedValues shared, int count, RandomGenerator random) {
    int[][] votes = new int[vectors.latents()][vectors.factors().size()];
    int[] drawn = new int[images];
    for (int vote = 0; vote < count; vote++) {
      int fixed = random.nextInt(vectors.factors().size());
      drawn[0] = shared.one(fixed, random);
      for (int i = 1; i < images; i++) {
        drawn[i] = shared.like(drawn[0], fixed, random);
      }
      votes[leastMoved(vectors, drawn)][fixed]++;
    }
    return votes;
  }

  private boolean moves(FactorLatents vectors, int latent) {
    double variance = vectors.variance(latent);
    return variance > 0 && Math.sqrt(variance) >= smallestDeviation;
  }

  /** argmin Var over the images / Var over all. */
  private int leastMoved(FactorLatents vectors, int[] drawn) {
    int least = 0;
    double smallest = Double.POSITIVE_INFINITY;
    for (int j = 0; j < vectors.latents(); j++) {
      if (moves(vectors, j)) {
        double sum = 0;
        for (int image : drawn) {
          sum += vectors.vector(image, j);
        }
        double mean = sum / drawn.length;
        double squares = 0;
        for (int image : drawn) {
          double difference = vectors.vector(image, j) - mean;
          squares += difference * difference;
        }
        double quotient = squares / (drawn.length - 1) / vectors.variance(j);
        if (quotient < smallest) {
          smallest = quotient;
          least = j;
        }
      }
    }
    return least;
  }
}
