package vae4j.datasets.download;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class DownloadSettingsTest {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final String SUM = "0".repeat(64);
  private static final List<URI> MIRRORS = List.of(URI.create("http://localhost/a"));

  @Test
  void refusesSettingsOutOfRange() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new DownloadSettings(Duration.ZERO, SECOND, 1, SECOND))
        .withMessage("connect time-out must be positive, was PT0S");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new DownloadSettings(SECOND, Duration.ofMillis(-1), 1, SECOND))
        .withMessage("read time-out must be positive, was PT-0.001S");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new DownloadSettings(SECOND, SECOND, 0, SECOND))
        .withMessage("rounds must be positive, was 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new DownloadSettings(SECOND, SECOND, 1, SECOND.negated()))
        .withMessage("back-off must not be negative, was PT-1S");
  }

  @Test
  void refusesADescriptionOfAFileThatIsWrong() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new RemoteFile("../a", MIRRORS, 1, SUM))
        .withMessage("file name must be without folders, was ../a");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new RemoteFile("a", List.of(), 1, SUM))
        .withMessage("mirrors of a must not be empty");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new RemoteFile("a", MIRRORS, 0, SUM))
        .withMessage("bytes of a must be positive, was 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new RemoteFile("a", MIRRORS, 1, "abc"))
        .withMessage("SHA-256 of a must be 64 hexadecimal digits, was abc");
  }
}
