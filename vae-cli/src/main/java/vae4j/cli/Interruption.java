package vae4j.cli;

import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;

/**
 * Ctrl-C. The first one asks the work under way to come to an end and save what there is; where
 * nothing listens, and at the second one, the process ends at once.
 */
final class Interruption {
  private @Nullable Runnable listener;
  private boolean requested;

  /** Whether the work was asked to end. */
  synchronized boolean requested() {
    return requested;
  }

  /** Work that can end early begins; {@code stop} is called from another thread. */
  synchronized void during(Runnable stop) {
    listener = stop;
    if (requested) {
      stop.run();
    }
  }

  /** The work is over. */
  synchronized void over() {
    listener = null;
  }

  /**
   * Asks the work to end.
   *
   * @return false if there is none that could, or it was asked before
   */
  synchronized boolean request() {
    if (listener == null || requested) {
      return false;
    }
    requested = true;
    listener.run();
    return true;
  }

  /**
   * Takes SIGINT and SIGTERM over from the virtual machine. A shutdown hook cannot do it: it never
   * hears of the second Ctrl-C. The class for signals is outside the Java SE platform (module
   * jdk.unsupported), so it is looked up by name; without it Ctrl-C ends the process as always.
   */
  void listenToSignals() {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object ours =
          Proxy.newProxyInstance(
              Interruption.class.getClassLoader(),
              new Class<?>[] {handler},
              (proxy, method, args) ->
                  switch (method.getName()) {
                    case "handle" -> {
                      signalled();
                      yield null;
                    }
                    case "hashCode" -> System.identityHashCode(proxy);
                    case "equals" -> args != null && proxy == args[0];
                    default -> "vae4j";
                  });
      for (String name : new String[] {"INT", "TERM"}) {
        signal
            .getMethod("handle", signal, handler)
            .invoke(null, signal.getConstructor(String.class).newInstance(name), ours);
      }
    } catch (ReflectiveOperationException e) {
      // Nothing is lost but the model of the epoch under way.
    }
  }

  private void signalled() {
    if (request()) {
      return;
    }
    if (requested()) {
      // Whoever asks twice does not want to wait.
      Runtime.getRuntime().halt(ExitCode.INTERRUPTED);
    }
    System.exit(ExitCode.INTERRUPTED);
  }
}
