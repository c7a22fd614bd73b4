package vae4j.cli.console;

/** The exit codes of the process. */
public final class ExitCode {
  public static final int DONE = 0;
  public static final int FAILURE = 1;
  public static final int USAGE = 2;
  public static final int BAD_FILE = 3;
  public static final int INTERRUPTED = 130;

  private ExitCode() {}
}
