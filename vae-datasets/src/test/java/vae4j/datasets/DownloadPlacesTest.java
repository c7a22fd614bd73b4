package vae4j.datasets;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DownloadPlacesTest {
  private static final Path HOME = Path.of("home").toAbsolutePath();

  @Test
  void cachesWhereEachSystemMeansCachesToBe() {
    assertThat(cache(Map.of(), "Linux")).isEqualTo(HOME.resolve(".cache/vae4j"));
    assertThat(cache(Map.of(), "Mac OS X")).isEqualTo(HOME.resolve("Library/Caches/vae4j"));
    assertThat(cache(Map.of(), "Windows 11")).isEqualTo(HOME.resolve("AppData/Local/vae4j"));
    assertThat(cache(Map.of("LOCALAPPDATA", "/local"), "Windows 11"))
        .isEqualTo(Path.of("/local/vae4j"));
  }

  @Test
  void cachesWhereTheUserWantsOnEverySystem() {
    String wanted = HOME.resolve("wanted").toString();

    assertThat(cache(Map.of("XDG_CACHE_HOME", wanted), "Linux"))
        .isEqualTo(HOME.resolve("wanted/vae4j"));
    assertThat(cache(Map.of("XDG_CACHE_HOME", wanted), "Mac OS X"))
        .isEqualTo(HOME.resolve("wanted/vae4j"));
  }

  @Test
  void passesOverACacheThatIsNotAbsoluteAsTheSpecificationSays() {
    assertThat(cache(Map.of("XDG_CACHE_HOME", "relative"), "Linux"))
        .isEqualTo(HOME.resolve(".cache/vae4j"));
    assertThat(cache(Map.of("XDG_CACHE_HOME", ""), "Linux"))
        .isEqualTo(HOME.resolve(".cache/vae4j"));
  }

  @ParameterizedTest
  @CsvSource({"1, true", "true, true", "yes, true", "0, false", "False, false", "'', false"})
  void isOfflineWhereTheVariableSaysSo(String value, boolean offline) {
    assertThat(new DownloadPlaces(Map.of("VAE4J_OFFLINE", value), "Linux", HOME).offline())
        .isEqualTo(offline);
  }

  @Test
  void isOnlineAndWithoutDataDirectoryWhereNothingIsSet() {
    DownloadPlaces surroundings = new DownloadPlaces(Map.of(), "Linux", HOME);

    assertThat(surroundings.offline()).isFalse();
    assertThat(surroundings.dataDirectory()).isNull();
  }

  @Test
  void takesTheDataDirectoryFromTheEnvironment() {
    assertThat(new DownloadPlaces(Map.of("VAE_DATA_DIR", "/data"), "Linux", HOME).dataDirectory())
        .isEqualTo(Path.of("/data"));
  }

  @Test
  void knowsThisProcess() {
    assertThat(DownloadPlaces.ofThisProcess().home())
        .isEqualTo(Path.of(System.getProperty("user.home")));
    assertThat(DownloadPlaces.ofThisProcess().environment()).isEqualTo(System.getenv());
  }

  private static Path cache(Map<String, String> environment, String system) {
    return new DownloadPlaces(environment, system, HOME).cache();
  }
}
