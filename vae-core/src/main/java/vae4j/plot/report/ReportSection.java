package vae4j.plot.report;

import java.util.List;
import vae4j.eval.metric.Metric;

/**
 * One part of a report: first the explanation, then the tables, then the figures side by side as
 * far as there is room.
 *
 * @param heading a few words
 * @param explanation one or two sentences: what is to be seen, and how to read it
 * @param tables from the top; may be none
 * @param figures in order; may be none
 */
public record ReportSection(
    String heading, String explanation, List<ReportTable> tables, List<ReportFigure> figures) {
  /** Copies the lists. */
  public ReportSection {
    tables = List.copyOf(tables);
    figures = List.copyOf(figures);
  }

  /**
   * A section with one table.
   *
   * @param heading a few words
   * @param explanation one or two sentences
   * @param rows of the table
   */
  public static ReportSection ofMetrics(String heading, String explanation, List<Metric> rows) {
    return new ReportSection(heading, explanation, List.of(new ReportTable("", rows)), List.of());
  }

  /**
   * A section with images.
   *
   * @param heading a few words
   * @param explanation one or two sentences
   * @param figures in order
   */
  public static ReportSection ofFigures(
      String heading, String explanation, List<ReportFigure> figures) {
    return new ReportSection(heading, explanation, List.of(), figures);
  }
}
