package vae4j.benchmarks.contender;

/** This machine cannot run the contender; the message is one line that says why. */
public final class UnavailableException extends Exception {
  private static final long serialVersionUID = 1L;

  /**
   * With a reason.
   *
   * @param reason one line
   * @param cause what said so
   */
  public UnavailableException(String reason, Throwable cause) {
    super(reason, cause);
  }
}
