package vae4j.io.npy;

import java.io.IOException;

/** A NumPy array file that is not what it should be. The message is one line and names the file. */
public final class MalformedNpyException extends IOException {
  private static final long serialVersionUID = 1L;

  /**
   * Names a file and what is wrong with it.
   *
   * @param source the file's path, and its part after a colon
   * @param problem what is wrong, in one line
   */
  public MalformedNpyException(String source, String problem) {
    super(source + ": " + problem);
  }

  /**
   * Names a file, what is wrong with it and what found out.
   *
   * @param source the file's path, and its part after a colon
   * @param problem what is wrong, in one line
   * @param cause the error of the reader below
   */
  public MalformedNpyException(String source, String problem, Throwable cause) {
    super(source + ": " + problem, cause);
  }
}
