package vae4j.cuda.library;

/** A library of NVIDIA's refused a call. The message is one line and ends with its own words. */
public final class LibraryException extends IllegalStateException {
  private static final long serialVersionUID = 1;

  /**
   * Names what was refused.
   *
   * @param message library, call and reason
   */
  public LibraryException(String message) {
    super(message.replaceAll("\\s+", " ").strip());
  }
}
