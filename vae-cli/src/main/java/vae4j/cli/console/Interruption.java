package vae4j.cli.console;

import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;

/**
 * Ctrl-C, or a signal that asks the process to end. The first one asks the work under way to come
 * to an end and save what there is; where nothing listens, and at the second one, the process ends
 * at once.
 */
public final class Interruption {
  private static final String HANG_UP = "HUP";
  private static final String[] SIGNALS = {"INT", "TERM", HANG_UP};

  /** Programs such as timeout(1) send a signal to the process and to its group. */
  private static final long SAME_REQUEST_NANOS = 500_000_000;

  private @Nullable Runnable listener;
  private boolean requested;
  private long requestedAt;

  /** Whether the work was asked to end. */
  public synchronized boolean requested() {
    return requested;
  }

  /** Work that can end early begins; {@code stop} is called from another thread. */
  public synchronized void during(Runnable stop) {
    listener = stop;
    if (requested) {
      stop.run();
    }
  }

  /** The work is over. */
  public synchronized void over() {
    listener = null;
  }

  /**
   * Asks the work to end.
   *
   * @return false if there is none that could, or it was asked before
   */
  public synchronized boolean request() {
    if (listener == null || requested) {
      return false;
    }
    requested = true;
    requestedAt = System.nanoTime();
    listener.run();
    return true;
  }

  /**
   * Whether a signal after the first means that the user does not want to wait. The end of a
   * terminal is told by the system and by the shell: that is one request.
   *
   * @param signal its name
   * @param nanos how long after the first
   */
  public static boolean isImpatient(String signal, long nanos) {
    return !signal.equals(HANG_UP) && nanos > SAME_REQUEST_NANOS;
  }

  /**
   * Takes SIGINT, SIGTERM and SIGHUP over from the virtual machine. A shutdown hook cannot do it:
   * it never hears of the second Ctrl-C. The class for signals is outside the Java SE platform
   * (module jdk.unsupported), so it is looked up by name; without it Ctrl-C ends the process as
   * always. A signal that is ignored from the start, as after nohup(1), stays so.
   */
  public void listenToSignals() {
    for (String name : SIGNALS) {
      try {
        listenTo(name);
      } catch (ReflectiveOperationException e) {
        // This system has no such signal: nothing is lost but the epoch under way.
      }
    }
  }

  private void listenTo(String name) throws ReflectiveOperationException {
    Class<?> signal = Class.forName("sun.misc.Signal");
    Class<?> handler = Class.forName("sun.misc.SignalHandler");
    Object ours =
        Proxy.newProxyInstance(
            Interruption.class.getClassLoader(),
            new Class<?>[] {handler},
            (proxy, method, args) ->
                switch (method.getName()) {
                  case "handle" -> {
                    signalled(name);
                    yield null;
                  }
                  case "hashCode" -> System.identityHashCode(proxy);
                  case "equals" -> args != null && proxy == args[0];
                  default -> "vae4j";
                });
    signal
        .getMethod("handle", signal, handler)
        .invoke(null, signal.getConstructor(String.class).newInstance(name), ours);
  }

  private void signalled(String name) {
    if (request()) {
      return;
    }
    if (!requested()) {
      System.exit(ExitCode.INTERRUPTED);
    }
    if (isImpatient(name, System.nanoTime() - requestedAt())) {
      Runtime.getRuntime().halt(ExitCode.INTERRUPTED);
    }
  }

  private synchronized long requestedAt() {
    return requestedAt;
  }
}
