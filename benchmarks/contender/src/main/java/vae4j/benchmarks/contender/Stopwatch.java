package vae4j.benchmarks.contender;

import java.util.ArrayList;
import java.util.List;

/** Times one pass after another; runs from when it is made. */
public final class Stopwatch {
  private final int images;
  private final List<Report.Pass> passes = new ArrayList<>();
  private long startedAt = System.nanoTime();
  private double cpuBefore = Usage.cpuSeconds();

  /**
   * Starts.
   *
   * @param images images in a pass
   */
  public Stopwatch(int images) {
    this.images = images;
  }

  /**
   * A pass is over, and the next begins.
   *
   * @param result what it gave; see {@link TaskMode}
   */
  public void passDone(double result) {
    long now = System.nanoTime();
    double cpu = Usage.cpuSeconds();
    passes.add(new Report.Pass(images, (now - startedAt) / 1e9, cpu - cpuBefore, result));
    startedAt = now;
    cpuBefore = cpu;
  }

  /** The passes so far. */
  public List<Report.Pass> passes() {
    return List.copyOf(passes);
  }
}
