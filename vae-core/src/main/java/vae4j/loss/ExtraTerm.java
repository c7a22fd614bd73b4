package vae4j.loss;

import java.util.List;
import vae4j.graph.Op;

/**
 * A loss term that training adds to those of the model.
 *
 * @param name of the term
 * @param op gives the term
 * @param inputs names of values of the model's graph: {@code mean}, {@code log_variance}, {@code
 *     z}, {@code output}, {@code image}
 */
public record ExtraTerm(String name, Op op, List<String> inputs) {
  /**
   * A term of the library.
   *
   * @param name {@code total_correlation}, of the β-TCVAE
   * @throws IllegalArgumentException if there is none of that name
   */
  public static ExtraTerm named(String name) {
    if (!name.equals(TotalCorrelation.TERM)) {
      throw new IllegalArgumentException(
          "loss term must be " + TotalCorrelation.TERM + ", was " + name);
    }
    return new ExtraTerm(name, new TotalCorrelation(), List.of("mean", "log_variance", "z"));
  }
}
