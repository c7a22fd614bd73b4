package vae4j.cli;

/** The exit codes of the process. */
final class ExitCode {
  static final int DONE = 0;
  static final int FAILURE = 1;
  static final int USAGE = 2;
  static final int BAD_FILE = 3;
  static final int INTERRUPTED = 130;

  private ExitCode() {}
}
