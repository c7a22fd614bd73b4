package vae4j.datasets.download;

import java.time.Duration;
import vae4j.data.Checks;

/**
 * Timeouts and retries of a download.
 *
 * @param connectTimeout longest wait for a connection, positive
 * @param readTimeout longest wait without a byte arriving, positive
 * @param rounds how often all mirrors are tried in turn, at least 1
 * @param backOff wait before the second round, doubled for each one after; not negative
 */
public record DownloadSettings(
    Duration connectTimeout, Duration readTimeout, int rounds, Duration backOff) {
  /**
   * Checks the settings.
   *
   * @throws IllegalArgumentException if a component is out of its range
   */
  public DownloadSettings {
    requirePositive("connect time-out", connectTimeout);
    requirePositive("read time-out", readTimeout);
    Checks.requirePositive("rounds", rounds);
    if (backOff.isNegative()) {
      throw new IllegalArgumentException("back-off must not be negative, was " + backOff);
    }
  }

  /** 5 s to connect, 30 s without a byte, three rounds with 1 s and 2 s between them. */
  public static DownloadSettings defaults() {
    return new DownloadSettings(
        Duration.ofSeconds(5), Duration.ofSeconds(30), 3, Duration.ofSeconds(1));
  }

  private static void requirePositive(String name, Duration value) {
    if (value.isNegative() || value.isZero()) {
      throw new IllegalArgumentException(name + " must be positive, was " + value);
    }
  }
}
