package vae4j.backend;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds and opens backends. */
public final class Backends {
  /** The name that stands for the best backend available. */
  public static final String AUTO = "auto";

  private static final Logger LOG = LoggerFactory.getLogger(Backends.class);

  private Backends() {}

  /**
   * All backends on the class path, best first: those that a service file names, and the library's
   * own even where such a file was lost when jars were merged.
   */
  public static List<BackendProvider> providers() {
    return ProviderSearch.all().stream()
        .sorted(Comparator.comparingInt(BackendProvider::priority).reversed())
        .collect(Collectors.toList());
  }

  /**
   * Opens a backend and logs which and why.
   *
   * @param name a backend's name; or the fully qualified name of a {@link BackendProvider}'s class,
   *     public and with a public constructor without arguments, which needs no service file; or
   *     {@value #AUTO} for the best that works here; names may be in upper or lower case
   * @param options threads and type
   * @return the backend, the caller's to close
   * @throws IllegalArgumentException if there is no backend of that name or class
   * @throws IllegalStateException if the one named cannot be used on this machine; the message says
   *     why
   */
  public static Backend open(String name, BackendOptions options) {
    List<BackendProvider> providers = providers();
    if (name.equalsIgnoreCase(AUTO)) {
      return openBest(providers, options);
    }
    return open(provider(name, providers), options);
  }

  /**
   * Opens the backend of a provider, which need not be registered anywhere.
   *
   * @param provider such as {@code new Nd4jBackendProvider()}
   * @param options threads and type
   * @return the backend, the caller's to close
   * @throws IllegalStateException if it cannot be used on this machine; the message says why
   */
  public static Backend open(BackendProvider provider, BackendOptions options) {
    provider
        .unavailable(options)
        .ifPresent(
            problem -> {
              throw new IllegalStateException(
                  "backend " + provider.name() + " is unavailable: " + problem);
            });
    Backend backend = provider.open(options);
    LOG.info("backend {} ({}): as asked for", backend.name(), backend.description());
    return backend;
  }

  private static Backend openBest(List<BackendProvider> providers, BackendOptions options) {
    List<String> problems = new ArrayList<>();
    for (BackendProvider provider : providers) {
      Optional<String> problem = provider.unavailable(options);
      if (problem.isEmpty()) {
        Backend backend = provider.open(options);
        LOG.info("backend {} ({}): the best available", backend.name(), backend.description());
        return backend;
      }
      if (!provider.unneeded()) {
        LOG.warn("backend {} passed over: {}", provider.name(), problem.get());
      }
      problems.add(provider.name() + ": " + problem.get());
    }
    throw new IllegalStateException("no backend is available: " + String.join("; ", problems));
  }

  private static BackendProvider provider(String name, List<BackendProvider> providers) {
    for (BackendProvider provider : providers) {
      if (provider.name().equalsIgnoreCase(name)) {
        return provider;
      }
    }
    if (name.contains(".")) {
      return ProviderSearch.ofClass(name);
    }
    throw new IllegalArgumentException(
        "backend must be "
            + AUTO
            + ", one of "
            + names(providers)
            + ", or the class of a provider, was "
            + name);
  }

  private static String names(List<BackendProvider> providers) {
    return providers.stream().map(BackendProvider::name).collect(Collectors.joining(", "));
  }
}
