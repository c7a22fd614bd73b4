package vae4j.backend;

import java.util.Optional;

/**
 * A factory of a backend, registered for {@link java.util.ServiceLoader}, or named by its class to
 * {@link Backends#open(String, BackendOptions)}.
 */
public interface BackendProvider {
  /** The backend's name on the command line. */
  String name();

  /** Its place in the order of {@code auto}: the highest that is available is taken. */
  int priority();

  /**
   * Whether it can be used on this machine.
   *
   * @param options what is wanted of it
   * @return why it cannot, in one line; empty if it can
   */
  Optional<String> unavailable(BackendOptions options);

  /**
   * Whether {@code auto} passes over it without a warning where it is unavailable: nothing on this
   * machine is made for it.
   */
  default boolean unneeded() {
    return false;
  }

  /**
   * Opens the backend.
   *
   * @param options threads and type
   * @return the backend, the caller's to close
   * @throws IllegalStateException if it is unavailable
   */
  Backend open(BackendOptions options);
}
