package vae4j.plot.report;

import java.util.List;

/**
 * Measures that belong together.
 *
 * @param caption above the table; empty for none
 * @param rows from the top
 */
public record ReportTable(String caption, List<Measure> rows) {
  /** Copies the rows. */
  public ReportTable {
    rows = List.copyOf(rows);
  }
}
