package vae4j.train;

import static vae4j.data.Checks.requirePositiveAndFinite;

import com.google.gson.JsonObject;
import vae4j.loss.Progress;

/** The learning rate as training goes on. */
public interface LearningRate {
  /**
   * The rate of one step.
   *
   * @param progress the point of training
   * @return α, positive
   */
  double at(Progress progress);

  /**
   * Whether the rate depends on the terms of {@link Progress}. If not, steps can be sent to a GPU
   * before their losses are known.
   */
  default boolean dependsOnTerms() {
    return true;
  }

  /** The settings as JSON, with their {@code type}. */
  default JsonObject toJson() {
    JsonObject json = new JsonObject();
    json.addProperty("type", getClass().getName());
    return json;
  }

  /**
   * A constant rate.
   *
   * @param rate α, positive and finite
   * @return the schedule
   * @throws IllegalArgumentException if the rate is not positive and finite
   */
  static LearningRate constant(double rate) {
    return new Constant(rate);
  }

  /**
   * Half a cosine from a rate down to 0 (Loshchilov and Hutter 2017, equation 5, one cycle).
   *
   * @param first α at the first step, positive and finite
   * @return the schedule
   * @throws IllegalArgumentException if the rate is not positive and finite
   */
  static LearningRate cosine(double first) {
    return new Cosine(first);
  }

  /**
   * A constant rate.
   *
   * @param rate α
   */
  record Constant(double rate) implements LearningRate {
    /**
     * Checks the rate.
     *
     * @throws IllegalArgumentException if the rate is not positive and finite
     */
    public Constant {
      requireRate(rate);
    }

    @Override
    public double at(Progress progress) {
      return rate;
    }

    @Override
    public boolean dependsOnTerms() {
      return false;
    }

    @Override
    public JsonObject toJson() {
      return json("constant", rate);
    }

    @Override
    public String toString() {
      return Double.toString(rate);
    }
  }

  /**
   * Half a cosine.
   *
   * @param first α at the first step
   */
  record Cosine(double first) implements LearningRate {
    /**
     * Checks the rate.
     *
     * @throws IllegalArgumentException if the rate is not positive and finite
     */
    public Cosine {
      requireRate(first);
    }

    @Override
    public double at(Progress progress) {
      return 0.5 * first * (1 + Math.cos(Math.PI * progress.step() / progress.steps()));
    }

    @Override
    public boolean dependsOnTerms() {
      return false;
    }

    @Override
    public JsonObject toJson() {
      return json("cosine", first);
    }

    @Override
    public String toString() {
      return "cosine:" + first;
    }
  }

  /**
   * The inverse of {@code toString}.
   *
   * @param text {@code 0.001}, or {@code cosine:0.001}
   * @return the schedule
   * @throws IllegalArgumentException if it is neither
   */
  static LearningRate parse(String text) {
    boolean cosine = text.startsWith("cosine:");
    double rate;
    try {
      rate = Double.parseDouble(cosine ? text.substring("cosine:".length()) : text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "learning rate must be a number or cosine:NUMBER, was " + text, e);
    }
    return cosine ? cosine(rate) : constant(rate);
  }

  private static JsonObject json(String type, double rate) {
    JsonObject json = new JsonObject();
    json.addProperty("type", type);
    json.addProperty("rate", rate);
    return json;
  }

  private static void requireRate(double rate) {
    requirePositiveAndFinite("learning rate", rate);
  }
}
