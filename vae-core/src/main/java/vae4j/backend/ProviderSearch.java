package vae4j.backend;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks for backend providers on the class path: by their service files, and by class. */
final class ProviderSearch {
  /**
   * The library's own. Where several jars are merged into one and the first of two files of one
   * name wins, one of the service files is lost, and with it a backend that is there.
   */
  private static final List<String> OWN =
      List.of(
          "vae4j.cuda.CudaBackendProvider",
          "vae4j.onednn.OneDnnBackendProvider",
          "vae4j.backend.nd4j.Nd4jBackendProvider");

  private static final String SERVICE_FILE = "META-INF/services/" + BackendProvider.class.getName();
  private static final Logger LOG = LoggerFactory.getLogger(ProviderSearch.class);
  private static final Set<String> WARNED = ConcurrentHashMap.newKeySet();

  private ProviderSearch() {}

  /** All providers that a service file names, and the library's own in any case; in no order. */
  static List<BackendProvider> all() {
    List<BackendProvider> providers = named();
    for (String className : OWN) {
      if (providers.stream().noneMatch(one -> one.getClass().getName().equals(className))
          && isThere(className)) {
        BackendProvider provider = ofClass(className);
        warnOnce(
            "backend {} is here, but {} does not name {}: when jars are merged into one, their"
                + " service files must be merged too, see \"One jar\" in vae4j's README",
            provider.name(),
            SERVICE_FILE,
            className);
        providers.add(provider);
      }
    }
    return providers;
  }

  /**
   * The provider of a class.
   *
   * @param className fully qualified; the class is public and has a public constructor without
   *     arguments
   * @return a new provider
   * @throws IllegalArgumentException if there is no such class, or it is no such provider
   * @throws IllegalStateException if it is there but cannot be made
   */
  static BackendProvider ofClass(String className) {
    try {
      Class<?> type = Class.forName(className, true, classLoader());
      if (!BackendProvider.class.isAssignableFrom(type)) {
        throw new IllegalArgumentException(
            "the class of a backend must implement "
                + BackendProvider.class.getName()
                + ", "
                + className
                + " does not");
      }
      return (BackendProvider) type.getConstructor().newInstance();
    } catch (ClassNotFoundException e) {
      throw new IllegalArgumentException(
          "there is no class " + className + " on the class path to be a backend", e);
    } catch (NoSuchMethodException | InstantiationException | IllegalAccessException e) {
      throw new IllegalArgumentException(
          "the class of a backend must be public and have a public constructor without arguments, "
              + className
              + " has none",
          e);
    } catch (ReflectiveOperationException | LinkageError e) {
      throw new IllegalStateException("backend " + className + " cannot be made: " + reason(e), e);
    }
  }

  private static List<BackendProvider> named() {
    List<BackendProvider> providers = new ArrayList<>();
    Iterator<BackendProvider> services = ServiceLoader.load(BackendProvider.class).iterator();
    while (true) {
      try {
        if (!services.hasNext()) {
          return providers;
        }
        providers.add(services.next());
      } catch (ServiceConfigurationError e) {
        // One that is broken hides no other.
        warnOnce("a backend is left out: {}", reason(e));
      }
    }
  }

  private static boolean isThere(String className) {
    return classLoader().getResource(className.replace('.', '/') + ".class") != null;
  }

  /** Where {@link ServiceLoader} looks as well. */
  private static ClassLoader classLoader() {
    ClassLoader ofThread = Thread.currentThread().getContextClassLoader();
    return ofThread != null ? ofThread : ClassLoader.getSystemClassLoader();
  }

  private static String reason(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    String message = String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
    return cause == failure ? message : cause.getClass().getSimpleName() + ": " + message;
  }

  private static void warnOnce(String format, String... values) {
    if (WARNED.add(format + String.join(" ", values))) {
      LOG.warn(format, (Object[]) values);
    }
  }
}
