package vae4j.cuda.library.device;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the user says of NVIDIA's libraries, in properties of the JVM. */
public final class LibrarySettings {
  /** The property that is {@code on}, the default, or {@code off}: then no library is used. */
  public static final String LIBRARIES = "vae4j.cuda.libraries";

  /**
   * The property that names the file with the choices of earlier runs. By default it is {@code
   * cuda-choices.json} in {@code $XDG_CACHE_HOME/vae4j}, {@code ~/.cache/vae4j} or, on Windows,
   * {@code %LOCALAPPDATA%\vae4j}.
   */
  public static final String CHOICES = "vae4j.cuda.choices";

  private static final String FOLDER = "vae4j";
  private static final String FILE = "cuda-choices.json";

  private LibrarySettings() {}

  /**
   * Whether libraries may be used.
   *
   * @param value of {@link #LIBRARIES}, null where it is not set
   * @throws IllegalArgumentException if it is neither on nor off
   */
  static boolean on(@Nullable String value) {
    if (value == null || value.equalsIgnoreCase("on")) {
      return true;
    }
    if (value.equalsIgnoreCase("off")) {
      return false;
    }
    throw new IllegalArgumentException(LIBRARIES + " must be on or off, was " + value);
  }

  /** The file with the choices, by this JVM's properties and environment. */
  static Path choices() {
    String file = System.getProperty(CHOICES, "");
    return file.isBlank()
        ? choices(
            System.getenv(),
            System.getProperty("os.name"),
            Path.of(System.getProperty("user.home")))
        : Path.of(file);
  }

  /** The default. */
  static Path choices(Map<String, String> environment, String system, Path home) {
    // The XDG Base Directory Specification says to ignore paths that are not absolute.
    Path xdg = Path.of(environment.getOrDefault("XDG_CACHE_HOME", ""));
    Path cache = home.resolve(".cache");
    if (xdg.isAbsolute()) {
      cache = xdg;
    } else if (system.toLowerCase(Locale.ROOT).startsWith("windows")) {
      String local = environment.getOrDefault("LOCALAPPDATA", "");
      cache = local.isBlank() ? home.resolve("AppData").resolve("Local") : Path.of(local);
    }
    return cache.resolve(FOLDER).resolve(FILE);
  }
}
