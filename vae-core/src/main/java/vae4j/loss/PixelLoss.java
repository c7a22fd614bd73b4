package vae4j.loss;

/**
 * −log p of single pixels, with every constant: what a {@link Likelihood} sums over an image.
 *
 * @param likelihood of the model
 * @param logVariance the log-variance that the model has learned; of no effect where the likelihood
 *     learns none
 */
public record PixelLoss(Likelihood likelihood, double logVariance) {
  private static final double LOG_TWO_PI = Math.log(2 * Math.PI);

  /**
   * The loss of a pixel.
   *
   * @param output what the decoder gave for it: a logit (Bernoulli) or a mean
   * @param pixel its value, in [0, 1]
   * @return nats
   */
  public double of(double output, double pixel) {
    if (likelihood instanceof Likelihood.Bernoulli) {
      // max(l, 0) − l·x + log(1 + e^{−|l|}).
      return Math.max(output, 0) - output * pixel + Math.log1p(Math.exp(-Math.abs(output)));
    }
    double s =
        likelihood instanceof Likelihood.Gaussian gaussian
            ? Math.log(gaussian.variance())
            : logVariance;
    double difference = pixel - output;
    // ½ [(x − m)² e^{−s} + s + log 2π].
    return 0.5 * (difference * difference * Math.exp(-s) + s + LOG_TWO_PI);
  }
}
