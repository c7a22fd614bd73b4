package vae4j.eval.features;

/**
 * The Inception Score: the certainty of a classifier of each image, and how evenly the images
 * spread over the classes (Salimans, Goodfellow, Zaremba, Cheung, Radford and Chen 2016, section
 * 4):
 *
 * <pre>exp E KL(p(y|x) ‖ p(y))</pre>
 *
 * <p>1 where all images look alike to the classifier, the number of classes where each is certainly
 * of one class and all are as frequent. It never sees the real images, so it tells nothing of how
 * alike they are.
 *
 * @param mean over the parts into which the images were split
 * @param deviation the standard deviation of the parts' scores, as of a whole population
 */
public record InceptionScore(double mean, double deviation) {
  /** Into how many parts the images are split by custom. */
  public static final int SPLITS = 10;

  private static final double SUM_TOLERANCE = 1e-4;

  /**
   * The score of images in {@value #SPLITS} parts.
   *
   * @param probabilities p(y|x), [N, classes]
   * @return mean and deviation
   * @throws IllegalArgumentException as for {@link #of(double[][], int)}
   */
  public static InceptionScore of(double[][] probabilities) {
    return of(probabilities, SPLITS);
  }

  /**
   * The score of images.
   *
   * @param probabilities p(y|x), [N, classes], each row at least 0 with the sum 1; the parts are
   *     taken in this order, so it must not be that of the classes
   * @param splits into how many parts of nearly one size they are split, at least 1
   * @return mean and deviation
   * @throws IllegalArgumentException if there are fewer images than parts, or a row is no
   *     distribution over the same classes
   */
  public static InceptionScore of(double[][] probabilities, int splits) {
    int count = probabilities.length;
    if (splits < 1) {
      throw new IllegalArgumentException("splits must be at least 1, was " + splits);
    }
    if (count < splits) {
      throw new IllegalArgumentException(
          "the inception score in " + splits + " parts needs as many images, were " + count);
    }
    for (double[] row : probabilities) {
      requireDistribution(row, probabilities[0].length);
    }
    double[] scores = new double[splits];
    double sum = 0;
    for (int part = 0; part < splits; part++) {
      int from = (int) ((long) count * part / splits);
      int to = (int) ((long) count * (part + 1) / splits);
      scores[part] = score(probabilities, from, to);
      sum += scores[part];
    }
    double mean = sum / splits;
    double squares = 0;
    for (double score : scores) {
      squares += (score - mean) * (score - mean);
    }
    return new InceptionScore(mean, Math.sqrt(squares / splits));
  }

  private static double score(double[][] rows, int from, int to) {
    double[] marginal = new double[rows[from].length];
    for (int i = from; i < to; i++) {
      for (int c = 0; c < marginal.length; c++) {
        marginal[c] += rows[i][c] / (to - from);
      }
    }
    double sum = 0;
    for (int i = from; i < to; i++) {
      for (int c = 0; c < marginal.length; c++) {
        double p = rows[i][c];
        // 0 · log 0 is 0.
        sum += p == 0 ? 0 : p * Math.log(p / marginal[c]);
      }
    }
    return Math.exp(sum / (to - from));
  }

  private static void requireDistribution(double[] row, int classes) {
    if (row.length != classes) {
      throw new IllegalArgumentException(
          "probabilities of an image must be " + classes + " numbers, were " + row.length);
    }
    double sum = 0;
    for (double p : row) {
      if (!(p >= 0)) {
        throw new IllegalArgumentException("a probability must be at least 0, was " + p);
      }
      sum += p;
    }
    if (!(Math.abs(sum - 1) <= SUM_TOLERANCE)) {
      throw new IllegalArgumentException(
          "the probabilities of an image must have the sum 1, was " + sum);
    }
  }
}
