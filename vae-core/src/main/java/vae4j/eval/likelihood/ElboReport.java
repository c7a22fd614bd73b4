package vae4j.eval.likelihood;

import java.util.Optional;
import vae4j.eval.metric.Estimate;

/**
 * The terms of the evidence lower bound (Kingma and Welling 2014, equation 3), each the mean of
 * every image's number, in nats per image.
 *
 * @param pixels numbers in an image D, a frame of zeros included
 * @param samples latent vectors drawn for each image
 * @param reconstruction −log p(x | z) as training reports it, without {@code constant}
 * @param kl KL(q(z | x) ‖ p(z)), in closed form where there is one; empty for a plain autoencoder
 * @param elbo −(reconstruction + KL); empty for a plain autoencoder
 * @param constant what the loss of a Gaussian of fixed variance leaves out, else 0
 * @param withoutFrame the same of the images without their frame of zeros; empty where they have
 *     none, or for a plain autoencoder
 */
public record ElboReport(
    int pixels,
    int samples,
    Estimate reconstruction,
    Optional<Estimate> kl,
    Optional<Estimate> elbo,
    double constant,
    Optional<WithoutFrame> withoutFrame) {
  /**
   * The bound for images without the frame of zeros that was put around them ({@link
   * vae4j.data.ImageDataset#frame}). Given z pixels are independent, so −(the inner pixels' −log
   * p(x | z) + KL) is a bound on the inner image's log p: the frame is integrated out.
   *
   * @param height rows of the inner image
   * @param width columns of the inner image
   * @param pixels numbers in the inner image
   * @param reconstruction −log p(x | z) of the inner pixels, with every constant
   * @param lowerBound −(reconstruction + KL)
   */
  public record WithoutFrame(
      int height, int width, int pixels, Estimate reconstruction, Estimate lowerBound) {
    /** −{@link #lowerBound} in bits for each of the inner image's numbers. */
    public Estimate bitsPerDimension() {
      return lowerBound.scaled(-1 / (pixels * Math.log(2)), 0);
    }
  }

  /**
   * The bound on log p(x): {@link #elbo} with the constant, in nats per image. Empty for a plain
   * autoencoder. For grey pixels and a Bernoulli likelihood it bounds nothing.
   */
  public Optional<Estimate> lowerBound() {
    return elbo.map(bound -> bound.scaled(1, -constant));
  }

  /**
   * −{@link #lowerBound} in bits for each of an image's numbers: over D ln 2. Of a density on [0,
   * 1] where the likelihood is Gaussian: below 0 if it is narrow, and 8 bits below what is quoted
   * for pixels counted from 0 to 255.
   */
  public Optional<Estimate> bitsPerDimension() {
    return lowerBound().map(bound -> bound.scaled(-1 / (pixels * Math.log(2)), 0));
  }
}
