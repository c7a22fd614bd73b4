package vae4j.backend;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds and opens backends. */
public final class Backends {
  /** The name that stands for the best backend available. */
  public static final String AUTO = "auto";

  private static final Logger LOG = LoggerFactory.getLogger(Backends.class);

  private Backends() {}

  /** All backends on the class path, best first. */
  public static List<BackendProvider> providers() {
    return ServiceLoader.load(BackendProvider.class).stream()
        .map(ServiceLoader.Provider::get)
        .sorted(Comparator.comparingInt(BackendProvider::priority).reversed())
        .collect(Collectors.toList());
  }

  /**
   * Opens a backend and logs which and why.
   *
   * @param name a backend's name, or {@value #AUTO} for the best that works here
   * @param options threads and type
   * @return the backend, the caller's to close
   * @throws IllegalArgumentException if there is no backend of that name
   * @throws IllegalStateException if the one named cannot be used on this machine; the message says
   *     why
   */
  public static Backend open(String name, BackendOptions options) {
    List<BackendProvider> providers = providers();
    return name.equals(AUTO) ? openBest(providers, options) : openNamed(name, providers, options);
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
      LOG.warn("backend {} passed over: {}", provider.name(), problem.get());
      problems.add(provider.name() + ": " + problem.get());
    }
    throw new IllegalStateException("no backend is available: " + String.join("; ", problems));
  }

  private static Backend openNamed(
      String name, List<BackendProvider> providers, BackendOptions options) {
    for (BackendProvider provider : providers) {
      if (provider.name().equals(name)) {
        provider
            .unavailable(options)
            .ifPresent(
                problem -> {
                  throw new IllegalStateException(
                      "backend " + name + " is unavailable: " + problem);
                });
        Backend backend = provider.open(options);
        LOG.info("backend {} ({}): as asked for", backend.name(), backend.description());
        return backend;
      }
    }
    throw new IllegalArgumentException(
        "backend must be " + AUTO + " or one of " + names(providers) + ", was " + name);
  }

  private static String names(List<BackendProvider> providers) {
    return providers.stream().map(BackendProvider::name).collect(Collectors.joining(", "));
  }
}
