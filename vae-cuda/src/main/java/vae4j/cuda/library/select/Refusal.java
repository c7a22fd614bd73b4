package vae4j.cuda.library.select;

/**
 * A candidate that was not chosen.
 *
 * @param name the candidate's
 * @param reason in one line
 */
public record Refusal(String name, String reason) {
  @Override
  public String toString() {
    return name + ": " + reason;
  }
}
