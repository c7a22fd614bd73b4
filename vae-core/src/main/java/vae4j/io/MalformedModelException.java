package vae4j.io;

import java.io.IOException;

/**
 * A model file that is not what it should be. The message is one line: the file, the part of it,
 * what was wanted and what was found.
 */
public final class MalformedModelException extends IOException {
  private static final long serialVersionUID = 1L;
  private static final int LONGEST_QUOTE = 80;

  /**
   * Names a file and what is wrong with it.
   *
   * @param where the file's path, and the part of it after a colon
   * @param problem what is wrong, in one line
   */
  public MalformedModelException(String where, String problem) {
    super(where + ": " + problem);
  }

  /**
   * Names a file, what is wrong with it and what found out.
   *
   * @param where the file's path, and the part of it after a colon
   * @param problem what is wrong, in one line
   * @param cause the error of the reader below
   */
  public MalformedModelException(String where, String problem, Throwable cause) {
    super(where + ": " + problem, cause);
  }

  /**
   * A value that is not the wanted one.
   *
   * @param where the file's path, and the part of it after a colon
   * @param what the thing whose value is wrong
   * @param wanted what it should have been
   * @param was what it is, as shown to people; see {@link #quote}
   * @return the exception, to be thrown
   */
  public static MalformedModelException wanted(
      String where, String what, String wanted, String was) {
    return new MalformedModelException(where, what + ": wanted " + wanted + ", was " + was);
  }

  /**
   * Text from a file, made fit for a one-line message: in quotes, control characters as escapes,
   * cut after 80 characters.
   *
   * @param text anything
   * @return {@code "text"}
   */
  public static String quote(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    int shown = Math.min(text.length(), LONGEST_QUOTE);
    for (int i = 0; i < shown; i++) {
      char c = text.charAt(i);
      if (Character.isISOControl(c) || c == '\u2028' || c == '\u2029') {
        quoted.append(String.format("\\u%04x", (int) c));
      } else {
        quoted.append(c);
      }
    }
    return quoted.append(shown < text.length() ? "…\"" : "\"").toString();
  }
}
