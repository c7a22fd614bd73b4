package vae4j.eval.metric;

import com.google.gson.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import vae4j.Vae;

/**
 * Metrics that are measured together. A new one is a class with this interface, and a line in
 * {@link vae4j.eval.Evaluation#groups}.
 */
public interface MetricGroup {
  /** Its name on the command line, such as {@code fid}. */
  String name();

  /** Names of single metrics that also select this group, such as {@code kid}. */
  default Set<String> aliases() {
    return Set.of();
  }

  /**
   * Whether a model and its images allow it.
   *
   * @param vae the model
   * @param images of its shape
   * @return the reason in one line if they do not
   */
  default Optional<String> unavailable(Vae vae, EvaluationImages images) {
    return Optional.empty();
  }

  /**
   * Measures a model for which it is not {@link #unavailable}.
   *
   * @param input model, images and settings
   * @return the metrics
   */
  Result measure(MetricInput input);

  /**
   * The metrics of a group.
   *
   * @param text one or two sentences for all of them; empty for none
   * @param metrics in the order in which they are shown
   * @param details for {@code evaluation.json}: all that is not one number, such as a number for
   *     each latent dimension
   */
  record Result(String text, List<Metric> metrics, JsonObject details) {
    /** Copies the list. */
    public Result {
      metrics = List.copyOf(metrics);
    }

    /**
     * Metrics without details.
     *
     * @param text empty for none
     * @param metrics in the order in which they are shown
     */
    public Result(String text, List<Metric> metrics) {
      this(text, metrics, new JsonObject());
    }
  }
}
