package vae4j.eval.probe;

import static vae4j.data.Checks.requirePositive;

import java.util.Arrays;

/**
 * Multinomial logistic regression on latent vectors (Alain and Bengio 2017, "Understanding
 * intermediate layers using linear classifier probes"): how much of the classes lies open in them.
 *
 * <p>Latent vectors are standardised with the mean and deviation of the training latent vectors if
 * wanted. What is made small is −(1/N) Σ log p(yₙ | xₙ) + ½ ridge ‖W‖², with p the softmax of W·x +
 * b; b is free. It is convex, so that neither a seed nor a learning rate comes in.
 *
 * @param ridge weight of the penalty, at least 0
 * @param iterations at most so many steps of L-BFGS, at least 1; it stops earlier where no slope of
 *     the loss is above 10⁻⁵
 * @param standardized whether latent vectors are standardised first
 */
public record LinearProbe(double ridge, int iterations, boolean standardized) {
  /**
   * Checks the settings.
   *
   * @throws IllegalArgumentException if one is out of its range
   */
  public LinearProbe {
    if (!(ridge >= 0) || Double.isInfinite(ridge)) {
      throw new IllegalArgumentException("ridge must be finite and at least 0, was " + ridge);
    }
    requirePositive("iterations", iterations);
  }

  /** A ridge of 10⁻⁴ and at most 200 iterations, on standardised latent vectors. */
  public static LinearProbe defaults() {
    return new LinearProbe(1e-4, 200, true);
  }

  /**
   * Trains on some latent vectors and tests on others.
   *
   * @param training latent vectors to learn from
   * @param test latent vectors to classify, with as many latents
   * @return the share of test latent vectors whose class was found, in [0, 1]
   * @throws IllegalArgumentException if the numbers of latents differ
   */
  public double accuracy(LabelledLatents training, LabelledLatents test) {
    LabelledLatents.requireLatents(training.latents(), test.vectors());
    return fit(training).accuracy(test);
  }

  /**
   * Trains a classifier.
   *
   * @param training latent vectors and classes; a class without a latent vector is never predicted
   * @return the classifier
   */
  public LinearClassifier fit(LabelledLatents training) {
    int latents = training.latents();
    double[] means = new double[latents];
    double[] scales = new double[latents];
    Arrays.fill(scales, 1);
    for (int j = 0; standardized && j < latents; j++) {
      int latent = j;
      double[] values =
          Arrays.stream(training.vectors()).mapToDouble(vector -> vector[latent]).toArray();
      double mean = Arrays.stream(values).average().orElseThrow();
      double variance = Arrays.stream(values).map(x -> (x - mean) * (x - mean)).average().orElse(0);
      means[j] = mean;
      // A latent that changes by no more than float32's rounding says nothing.
      scales[j] = variance > 1e-14 * mean * mean ? 1 / Math.sqrt(variance) : 0;
    }
    SoftmaxLoss loss = new SoftmaxLoss(training, means, scales, ridge);
    double[] parameters = new Lbfgs(iterations, 1e-5).minimise(loss, loss.start());
    return new LinearClassifier(means, scales, parameters);
  }
}
