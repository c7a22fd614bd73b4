package vae4j.cli.console;

/** Tells of what ended another thread than the command's own. */
public final class Uncaught implements Thread.UncaughtExceptionHandler {
  private final Console console;
  private final boolean trace;
  private volatile boolean any;

  public Uncaught(Console console, boolean trace) {
    this.console = console;
    this.trace = trace;
  }

  @Override
  public void uncaughtException(Thread thread, Throwable problem) {
    any = true;
    Failure.report(problem, console, trace);
  }

  /** Whether there was any. */
  public boolean any() {
    return any;
  }
}
