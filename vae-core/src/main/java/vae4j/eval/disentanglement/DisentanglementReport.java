package vae4j.eval.disentanglement;

import java.util.List;

/**
 * The disentanglement scores of latent vectors.
 *
 * @param dataset name of the images
 * @param images how many were drawn and encoded
 * @param latents length of a latent vector
 * @param liveLatents how many of them ever change
 * @param factors names of the factors that vary
 * @param seed of images, votes and trees
 * @param scores in the order of the metrics
 */
public record DisentanglementReport(
    String dataset,
    int images,
    int latents,
    int liveLatents,
    List<String> factors,
    long seed,
    List<Score> scores) {
  /** Keeps copies of the lists. */
  public DisentanglementReport {
    factors = List.copyOf(factors);
    scores = List.copyOf(scores);
  }

  /**
   * The value of one score.
   *
   * @param name as in {@link Score#name()}
   * @return in [0, 1]
   * @throws IllegalArgumentException if it was not computed
   */
  public double value(String name) {
    return scores.stream()
        .filter(score -> score.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "score must be one of "
                        + scores.stream().map(Score::name).toList()
                        + ", was "
                        + name))
        .value();
  }
}
