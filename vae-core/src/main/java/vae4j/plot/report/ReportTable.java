package vae4j.plot.report;

import java.util.List;
import vae4j.eval.metric.Metric;

/**
 * Metrics under one caption.
 *
 * @param caption above the table; empty for none
 * @param rows from the top
 */
public record ReportTable(String caption, List<Metric> rows) {
  /** Copies the rows. */
  public ReportTable {
    rows = List.copyOf(rows);
  }
}
