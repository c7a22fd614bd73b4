package vae4j.eval.probe;

/** What a {@link LinearProbe} has learnt. */
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
   * The share of codes whose class is found.
   *
   * @param test codes with as many latents as those trained on
   * @return in [0, 1]
   * @throws IllegalArgumentException if the number of latents is another
   */
  public double accuracy(LabelledLatents test) {
    LabelledLatents.requireLatents(means.length, test.codes());
    int right = 0;
    for (int i = 0; i < test.size(); i++) {
      if (predict(test.codes()[i]) == test.labels()[i]) {
        right++;
      }
    }
    return (double) right / test.size();
  }

  /**
   * The most probable class of a code; of equals the first.
   *
   * @param code [Z]
   * @return its number
   */
  public int predict(float[] code) {
    double[] logits = logits(code);
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
   * @param code [Z]
   * @return [classes], in [0, 1], with the sum 1
   */
  public double[] probabilities(float[] code) {
    double[] probabilities = logits(code);
    SoftmaxLoss.softmax(probabilities);
    return probabilities;
  }

  private double[] logits(float[] code) {
    int width = means.length + 1;
    double[] logits = new double[parameters.length / width];
    for (int k = 0; k < logits.length; k++) {
      double sum = parameters[k * width + means.length];
      for (int j = 0; j < means.length; j++) {
        sum += parameters[k * width + j] * (code[j] - means[j]) * scales[j];
      }
      logits[k] = sum;
    }
    return logits;
  }
}
