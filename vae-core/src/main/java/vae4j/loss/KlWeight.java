package vae4j.loss;

import static vae4j.data.Checks.requirePositiveAndFinite;

import com.google.gson.JsonObject;

/**
 * The weight β of the KL in the objective as training goes on. An implementation of one's own sees
 * the KL of each step before it is weighed; one that depends on earlier steps gives its {@link
 * #state}, so that a run can be resumed.
 */
public interface KlWeight {
  /**
   * β at a point of training.
   *
   * @param progress the point
   * @return β, not negative
   */
  double at(Progress progress);

  /**
   * Whether β depends on the terms of {@link Progress}. If not, steps can be sent to a GPU before
   * their losses are known.
   */
  default boolean dependsOnTerms() {
    return true;
  }

  /** β once training is done, as far as it is known before; NaN if it is not. */
  default double last() {
    return Double.NaN;
  }

  /** The settings as JSON, with their {@code type}. */
  default JsonObject toJson() {
    JsonObject json = new JsonObject();
    json.addProperty("type", getClass().getName());
    return json;
  }

  /** The values that later weights depend on; empty for a schedule without memory. */
  default JsonObject state() {
    return new JsonObject();
  }

  /**
   * Goes on from a state.
   *
   * @param state of {@link #state}
   */
  default void restore(JsonObject state) {}

  /**
   * A constant weight (Higgins et al. 2017).
   *
   * @param beta not negative; 1 is the VAE of Kingma and Welling 2014
   * @return the schedule
   * @throws IllegalArgumentException if β is negative or not finite
   */
  static KlWeight constant(double beta) {
    return new Constant(beta);
  }

  /**
   * A weight that rises linearly from 0 and stays (Bowman et al. 2016, section 3.1).
   *
   * @param beta the value reached, not negative
   * @param epochs after how many epochs it is reached, positive
   * @return the schedule
   * @throws IllegalArgumentException if a number is out of range
   */
  static KlWeight warmUp(double beta, double epochs) {
    return new WarmUp(beta, epochs);
  }

  /**
   * A constant weight.
   *
   * @param beta not negative
   */
  record Constant(double beta) implements KlWeight {
    /**
     * Checks β.
     *
     * @throws IllegalArgumentException if β is negative or not finite
     */
    public Constant {
      requireBeta(beta);
    }

    @Override
    public double at(Progress progress) {
      return beta;
    }

    @Override
    public boolean dependsOnTerms() {
      return false;
    }

    @Override
    public double last() {
      return beta;
    }

    @Override
    public JsonObject toJson() {
      JsonObject json = new JsonObject();
      json.addProperty("type", "constant");
      json.addProperty("beta", beta);
      return json;
    }
  }

  /**
   * A weight that rises linearly from 0 and stays.
   *
   * @param beta the value reached
   * @param epochs after how many epochs
   */
  record WarmUp(double beta, double epochs) implements KlWeight {
    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if a number is out of range
     */
    public WarmUp {
      requireBeta(beta);
      requirePositiveAndFinite("warm-up epochs", epochs);
    }

    @Override
    public double at(Progress progress) {
      return beta * Math.min(1, progress.epoch() / epochs);
    }

    @Override
    public boolean dependsOnTerms() {
      return false;
    }

    @Override
    public double last() {
      return beta;
    }

    @Override
    public JsonObject toJson() {
      JsonObject json = new JsonObject();
      json.addProperty("type", "warm-up");
      json.addProperty("beta", beta);
      json.addProperty("epochs", epochs);
      return json;
    }
  }

  private static void requireBeta(double beta) {
    if (!(beta >= 0 && beta < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("beta must be 0 or positive and finite, was " + beta);
    }
  }
}
