package vae4j.loss;

/**
 * The mean of losses over images, batch by batch; a short batch weighs as much as it has images.
 */
public final class LossMean {
  private double reconstruction;
  private double divergence;
  private double beta;
  private long images;

  /** The mean of nothing yet. */
  public LossMean() {}

  /**
   * Adds a batch.
   *
   * @param loss its mean
   * @param count its images
   */
  public void add(Elbo loss, int count) {
    reconstruction += count * loss.reconstruction();
    divergence += count * loss.divergence();
    // A mean of equal numbers is that number, without the rounding of sum and quotient.
    beta += (loss.beta() - beta) * (count / (double) (images + count));
    images += count;
  }

  /** How many images were added. */
  public long images() {
    return images;
  }

  /**
   * The mean over all images added.
   *
   * @throws IllegalStateException if there were none
   */
  public Elbo mean() {
    if (images == 0) {
      throw new IllegalStateException("the mean of no images was asked for");
    }
    return new Elbo(reconstruction / images, divergence / images, beta);
  }
}
