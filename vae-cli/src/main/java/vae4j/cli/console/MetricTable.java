package vae4j.cli.console;

import java.util.List;
import vae4j.eval.metric.Metric;
import vae4j.plot.report.ReportSection;
import vae4j.plot.report.ReportTable;

/** Tables of a report as lines of text, their columns one under the other. */
public final class MetricTable {
  private static final int WIDTH = 100;

  private MetricTable() {}

  /** Headings, the text of each section, and a line for each metric. */
  public static String of(List<ReportSection> sections) {
    int labels = 0;
    int values = 0;
    for (ReportSection section : sections) {
      for (ReportTable table : section.tables()) {
        for (Metric row : table.rows()) {
          labels = Math.max(labels, row.label().length());
          values = Math.max(values, row.formatted().length());
        }
      }
    }
    StringBuilder text = new StringBuilder();
    for (ReportSection section : sections) {
      if (section.tables().isEmpty()) {
        continue;
      }
      text.append(text.isEmpty() ? "" : "\n").append(section.heading()).append('\n');
      addWrapped(section.explanation(), text);
      for (ReportTable table : section.tables()) {
        for (Metric row : table.rows()) {
          String line =
              "  "
                  + row.label()
                  + " ".repeat(labels - row.label().length() + 2)
                  + row.formatted()
                  + " ".repeat(values - row.formatted().length() + 1)
                  + row.unit();
          text.append(line.stripTrailing()).append('\n');
        }
      }
    }
    return text.toString();
  }

  /** Words in lines that a terminal shows whole. */
  private static void addWrapped(String explanation, StringBuilder text) {
    int column = 0;
    for (String word : explanation.isEmpty() ? new String[0] : explanation.split(" ")) {
      if (column > 0 && column + 1 + word.length() > WIDTH) {
        text.append('\n');
        column = 0;
      }
      text.append(column == 0 ? "  " : " ").append(word);
      column += (column == 0 ? 2 : 1) + word.length();
    }
    if (column > 0) {
      text.append('\n');
    }
  }
}
