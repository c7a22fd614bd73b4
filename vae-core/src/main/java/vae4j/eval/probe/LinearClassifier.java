package vae4j.eval.probe;

/** The fitted weights of a {@link LinearProbe}. */
public final class LinearClassifier {
  private final double[] means;
  private final double[] scales;

  /** For each class the weights of the standardised latents, then b. */
  private final double[] parameters;

  LinearClassifier(double[] means, double[] scales, double[] parameters) {
    this.means = means;
    this.scales = scales;
    this.parameters = parameters;
  }

  /**
   * The share of latent vectors whose class is found.
   *
   * @param test latent vectors with as many latents as those trained on
   * @return in [0, 1]
   * @throws IllegalArgumentException if the number of latents is another
   */
  public double accuracy(LabelledLatents test) {
    LabelledLatents.requireLatents(means.length, test.vectors());
    int right = 0;
    for (int i = 0; i < test.size(); i++) {
      if (predict(test.vectors()[i]) == test.labels()[i]) {
        right++;
      }
    }
    return (double) right / test.size();
  }

  /**
   * The most probable class of a latent vector; of equals the first.
   *
   * @param vector [Z]
   * @return its number
   */
  public int predict(float[] vector) {
    double[] logits = logits(vector);
    int best = 0;
    for (int k = 1; k < logits.length; k++) {
      if (logits[k] > logits[best]) {
        best = k;
      }
    }
    return best;
  }

  /**
   * The probability of each class.
   *
   * @param vector [Z]
   * @return [classes], in [0, 1], with the sum 1
   */
  public double[] probabilities(float[] vector) {
    double[] probabilities = logits(vector);
    SoftmaxLoss.softmax(probabilities);
    return probabilities;
  }

  private double[] logits(float[] vector) {
    int width = means.length + 1;
    double[] logits = new double[parameters.length / width];
    for (int k = 0; k < logits.length; k++) {
      double sum = parameters[k * width + means.length];
      for (int j = 0; j < means.length; j++) {
        sum += parameters[k * width + j] * (vector[j] - means[j]) * scales[j];
      }
      logits[k] = sum;
    }
    return logits;
  }
}
