package vae4j.train;

import org.jspecify.annotations.Nullable;

/**
 * Whether training goes on.
 *
 * @param reason why it ends, such as {@code validation ELBO has not risen for 5 epochs}; null if it
 *     goes on
 */
public record Decision(@Nullable String reason) {
  /** Training goes on. */
  public static final Decision CONTINUE = new Decision(null);

  /**
   * Training ends here, as a whole one: its model is saved and its plots are drawn.
   *
   * @param reason kept in the history
   */
  public static Decision stop(String reason) {
    return new Decision(reason);
  }
}
