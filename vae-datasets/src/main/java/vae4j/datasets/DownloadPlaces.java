package vae4j.datasets;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The facts that a search for data needs of the process it runs in.
 *
 * @param environment the environment variables
 * @param system name of the operating system, as in {@code os.name}
 * @param home the user's home folder
 */
record DownloadPlaces(Map<String, String> environment, String system, Path home) {
  private static final String FOLDER = "vae4j";

  static DownloadPlaces ofThisProcess() {
    return new DownloadPlaces(
        System.getenv(),
        System.getProperty("os.name", ""),
        Path.of(System.getProperty("user.home", ".")));
  }

  /** {@code $VAE_DATA_DIR}, or null where it is not set. */
  @Nullable Path dataDirectory() {
    return path("VAE_DATA_DIR");
  }

  /** Whether {@code $VAE4J_OFFLINE} is set, to anything but 0 and false. */
  boolean offline() {
    String value = environment.getOrDefault("VAE4J_OFFLINE", "").toLowerCase(Locale.ROOT);
    return !value.isEmpty() && !value.equals("0") && !value.equals("false");
  }

  /**
   * The user's cache: {@code $XDG_CACHE_HOME/vae4j}, where it is set (XDG Base Directory
   * Specification 0.8); else what the operating system means for caches.
   */
  Path cache() {
    Path xdg = path("XDG_CACHE_HOME");
    // The specification says to ignore paths that are not absolute.
    if (xdg != null && xdg.isAbsolute()) {
      return xdg.resolve(FOLDER);
    }
    String name = system.toLowerCase(Locale.ROOT);
    if (name.startsWith("windows")) {
      Path local = path("LOCALAPPDATA");
      return (local == null ? home.resolve("AppData").resolve("Local") : local).resolve(FOLDER);
    }
    if (name.startsWith("mac")) {
      return home.resolve("Library").resolve("Caches").resolve(FOLDER);
    }
    return home.resolve(".cache").resolve(FOLDER);
  }

  private @Nullable Path path(String variable) {
    String value = environment.getOrDefault(variable, "");
    return value.isBlank() ? null : Path.of(value);
  }
}
