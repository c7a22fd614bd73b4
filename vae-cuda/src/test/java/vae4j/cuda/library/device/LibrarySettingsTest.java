package vae4j.cuda.library.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LibrarySettingsTest {
  private static final Path HOME = Path.of("/home/ada");

  @AfterEach
  void clear() {
    System.clearProperty(LibrarySettings.CHOICES);
  }

  @Test
  void choicesLieInTheUsersCache() {
    assertThat(LibrarySettings.choices(Map.of(), "Linux", HOME))
        .isEqualTo(HOME.resolve(".cache/vae4j/cuda-choices.json"));
    assertThat(LibrarySettings.choices(Map.of("XDG_CACHE_HOME", "/xdg"), "Linux", HOME))
        .isEqualTo(Path.of("/xdg/vae4j/cuda-choices.json"));
    assertThat(LibrarySettings.choices(Map.of("XDG_CACHE_HOME", "here"), "Linux", HOME))
        .isEqualTo(HOME.resolve(".cache/vae4j/cuda-choices.json"));
    assertThat(LibrarySettings.choices(Map.of("LOCALAPPDATA", "/local"), "Windows 11", HOME))
        .isEqualTo(Path.of("/local/vae4j/cuda-choices.json"));
    assertThat(LibrarySettings.choices(Map.of(), "Windows 11", HOME))
        .isEqualTo(HOME.resolve("AppData/Local/vae4j/cuda-choices.json"));
  }

  @Test
  void aPropertyNamesAnotherFile() {
    System.setProperty(LibrarySettings.CHOICES, "/elsewhere/choices.json");

    assertThat(LibrarySettings.choices()).isEqualTo(Path.of("/elsewhere/choices.json"));
  }
}
