package vae4j.benchmarks.contender;

import com.google.gson.Gson;
import com.google.gson.JsonParseException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The report of a peer's process, on the last line of its output.
 *
 * @param unavailable why this machine cannot run it, or null if it did
 * @param versions of what computes, by name
 * @param startSeconds from the start of the process until the contender was ready
 * @param warmUp passes that do not count
 * @param timed passes that count
 * @param cpuSeconds processor time of the whole process
 * @param peakBytes most memory that was resident at a time; 0 where the system does not say
 */
public record Report(
    @Nullable String unavailable,
    Map<String, String> versions,
    double startSeconds,
    List<Pass> warmUp,
    List<Pass> timed,
    double cpuSeconds,
    long peakBytes) {
  /**
   * One pass over the images.
   *
   * @param images images in it
   * @param seconds wall-clock time
   * @param cpuSeconds processor time of the whole process meanwhile
   * @param result what it gave; see {@link TaskMode}
   */
  public record Pass(long images, double seconds, double cpuSeconds, double result) {}

  /**
   * The report of a contender that this machine cannot run.
   *
   * @param reason one line
   */
  public static Report unavailable(String reason) {
    return new Report(reason, Map.of(), 0, List.of(), List.of(), 0, 0);
  }

  /** Images in a second over all timed passes. */
  public double imagesPerSecond() {
    double images = timed.stream().mapToDouble(Pass::images).sum();
    return images / timed.stream().mapToDouble(Pass::seconds).sum();
  }

  /** Processor time of the timed passes, in seconds per 1,000 images. */
  public double cpuSecondsPerThousand() {
    double images = timed.stream().mapToDouble(Pass::images).sum();
    return 1000 * timed.stream().mapToDouble(Pass::cpuSeconds).sum() / images;
  }

  /** The result of the last pass. */
  public double result() {
    return timed.get(timed.size() - 1).result();
  }

  /** As one line. */
  public String toJson() {
    return new Gson().toJson(this);
  }

  /**
   * Reads a report.
   *
   * @param line what {@link #toJson} gave
   * @return the report
   * @throws IllegalArgumentException if it is none
   */
  public static Report parse(String line) {
    Report report;
    try {
      report = new Gson().fromJson(line, Report.class);
    } catch (JsonParseException e) {
      throw new IllegalArgumentException("a report must be JSON, was " + line, e);
    }
    if (report == null
        || report.timed == null
        || report.warmUp == null
        || report.versions == null
        || (report.unavailable == null && report.timed.isEmpty())) {
      throw new IllegalArgumentException("a report must have timed passes, was " + line);
    }
    return report;
  }
}
