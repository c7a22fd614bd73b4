package vae4j.plot.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import vae4j.data.Binarization;
import vae4j.eval.EvaluationResult;
import vae4j.eval.metric.Metric;

/** The metrics of an evaluation as tables, for the terminal and for the report. */
public final class EvaluationSections {
  private EvaluationSections() {}

  /**
   * A table for each heading, and one of the time that each group took.
   *
   * @param found what was measured
   * @return the sections in the order of the metrics
   */
  public static List<ReportSection> of(EvaluationResult found) {
    Map<String, List<Metric>> groups = new LinkedHashMap<>();
    for (Metric metric : found.metrics()) {
      groups.computeIfAbsent(metric.group(), name -> new ArrayList<>()).add(metric);
    }
    List<ReportSection> sections = new ArrayList<>();
    groups.forEach(
        (heading, metrics) -> {
          String text = found.texts().getOrDefault(heading, "");
          sections.add(
              ReportSection.ofMetrics(
                  heading,
                  sections.isEmpty() ? (summary(found) + " " + text).strip() : text,
                  metrics));
        });
    sections.add(ReportSection.ofMetrics("Time", "", times(found.seconds())));
    return sections;
  }

  private static String summary(EvaluationResult found) {
    return String.format(
        Locale.ROOT,
        "Means over all %,d images of %s, ± their standard error.%s",
        found.images(),
        found.dataset(),
        found.binarization() == Binarization.NONE
            ? ""
            : " All images are binarized (" + found.binarization() + "), in every table.");
  }

  private static List<Metric> times(Map<String, Double> seconds) {
    double all = seconds.values().stream().mapToDouble(Double::doubleValue).sum();
    return seconds.entrySet().stream()
        .map(
            group ->
                Metric.of(
                    "Time",
                    group.getKey(),
                    Math.round(10 * group.getValue()) / 10.0,
                    "s",
                    String.format(
                        Locale.ROOT, "%.0f %% of the total", 100 * group.getValue() / all)))
        .toList();
  }
}
