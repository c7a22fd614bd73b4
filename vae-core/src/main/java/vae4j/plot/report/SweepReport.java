package vae4j.plot.report;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import vae4j.Vae;
import vae4j.backend.Backend;
import vae4j.data.Batch;
import vae4j.data.Binarization;
import vae4j.data.ImageDataset;
import vae4j.eval.metric.Metric;
import vae4j.plot.SweepChart;
import vae4j.plot.figure.Reconstructions;
import vae4j.plot.figure.Samples;
import vae4j.plot.image.MissingFontsException;
import vae4j.sweep.Axis;
import vae4j.sweep.MeanAndDeviation;
import vae4j.sweep.SweepPlan;
import vae4j.sweep.SweepResults;

/** A sweep as a report: curves over the settings, images of one model of each, all numbers. */
public final class SweepReport {
  private static final int RECONSTRUCTIONS = 10;
  private static final int SAMPLES = 20;
  private static final long SEED = 42;

  private final Backend backend;
  private final ImageDataset test;
  private final Binarization binarization;

  /** Models do not change; each is drawn once. */
  private final Map<Path, List<ReportFigure>> drawn = new HashMap<>();

  /**
   * A report that has drawn no model yet.
   *
   * @param backend runs the models; stays the caller's to close
   * @param test images that are reconstructed
   * @param binarization applied to pixel values
   */
  public SweepReport(Backend backend, ImageDataset test, Binarization binarization) {
    this.backend = backend;
    this.test = test;
    this.binarization = binarization;
  }

  /**
   * Draws the report.
   *
   * @param results of at least one run
   * @param facts shown above, by name
   * @param models the file of a model for each setting of the results
   * @return the report
   * @throws IOException if a model cannot be read
   */
  public HtmlReport draw(
      SweepResults results, Map<String, String> facts, Map<SweepPlan.Setting, Path> models)
      throws IOException {
    Curves curves = Curves.of(results);
    List<ReportSection> sections = new ArrayList<>();
    addRateDistortion(curves, sections);
    addCurves(curves, sections);
    for (SweepPlan.Setting setting : results.settings()) {
      Path model = Objects.requireNonNull(models.get(setting));
      if (!drawn.containsKey(model)) {
        drawn.put(model, draw(model));
      }
      sections.add(
          ReportSection.ofFigures(
              "Images of " + setting.text(),
              "Test images above their reconstructions, and samples from the prior, by the model"
                  + " of the first seed.",
              drawn.get(model)));
    }
    sections.add(table(results));
    return new HtmlReport("Sweep: " + results.plan().text(), facts, sections);
  }

  /** Rate and distortion: Alemi et al. 2018, "Fixing a Broken ELBO", section 2. */
  private static void addRateDistortion(Curves curves, List<ReportSection> sections) {
    List<ReportFigure> figures =
        curves.draw(
            new SweepChart(
                "rate: kl, nats per image", "distortion: reconstruction, nats per image", false),
            "Distortion against rate",
            setting -> curves.point(curves.mean(setting, "kl"), setting, "reconstruction"));
    if (!figures.isEmpty()) {
      sections.add(
          ReportSection.ofFigures(
              "Rate and distortion",
              "KL to the right, reconstruction loss upwards: a point for each setting, the mean"
                  + " over seeds with their standard deviation as error bar. Lower left is better;"
                  + " beta chooses a place on the curve.",
              figures));
    }
  }

  private static void addCurves(Curves curves, List<ReportSection> sections) {
    if (curves.axis.isEmpty()) {
      return;
    }
    Map<String, List<ReportFigure>> groups = new LinkedHashMap<>();
    for (Metric metric : curves.results.columns()) {
      String title =
          metric.unit().isEmpty() ? metric.label() : metric.label() + ", " + metric.unit();
      List<ReportFigure> figures =
          curves.draw(
              new SweepChart(curves.axis, title, curves.logarithmic()),
              metric.label() + " against " + curves.axis,
              setting -> curves.point(curves.x(setting), setting, metric.name()));
      groups.computeIfAbsent(metric.group(), group -> new ArrayList<>()).addAll(figures);
    }
    groups.forEach(
        (group, figures) -> {
          if (!figures.isEmpty()) {
            sections.add(
                ReportSection.ofFigures(
                    group,
                    "Each point is the mean over seeds, its error bar their standard deviation.",
                    figures));
          }
        });
  }

  private List<ReportFigure> draw(Path model) throws IOException {
    try (Vae vae = Vae.load(model, backend);
        Batch batch = Batch.first(test, RECONSTRUCTIONS, binarization, SEED)) {
      return List.of(
          ReportFigure.ofGrid(
              Reconstructions.draw(vae.given(batch), batch.images()),
              "Test images and reconstructions",
              ""),
          ReportFigure.ofGrid(
              Samples.draw(Samples.ofAllClasses(vae, SAMPLES), SAMPLES, SEED, 1), "Samples", ""));
    }
  }

  private static ReportSection table(SweepResults results) {
    List<ReportTable> tables =
        results.settings().stream()
            .map(
                setting ->
                    new ReportTable(
                        setting.text() + ", seeds: " + results.seeds(setting),
                        results.means(setting)))
            .toList();
    return new ReportSection(
        "All numbers", "Means over seeds ± standard deviation.", tables, List.of());
  }

  /**
   * The settings along an axis, as lines of points: the first axis of several numbers, else the
   * first of numbers.
   *
   * @param results of the sweep
   * @param axis its name; empty if no axis has numbers
   */
  private record Curves(SweepResults results, String axis) {
    /** The point of a setting, if it was measured. */
    private interface Points {
      Optional<SweepChart.Point> of(SweepPlan.Setting setting);
    }

    static Curves of(SweepResults results) {
      List<Axis> numeric = results.plan().axes().stream().filter(Axis::numeric).toList();
      return new Curves(
          results,
          numeric.stream()
              .filter(axis -> axis.values().size() > 1)
              .findFirst()
              .or(() -> numeric.stream().findFirst())
              .map(Axis::name)
              .orElse(""));
    }

    Optional<Double> x(SweepPlan.Setting setting) {
      return Optional.ofNullable(setting.values().get(axis)).map(Double::valueOf);
    }

    /** The values of the other axes but the likelihood, which has a chart of its own. */
    private String line(SweepPlan.Setting setting) {
      Map<String, String> others = new LinkedHashMap<>(setting.values());
      others.remove(axis);
      others.remove("likelihood");
      return others.isEmpty() ? "all" : new SweepPlan.Setting(others).text();
    }

    /** A single place, or one at 0, has no room on a logarithmic axis. */
    boolean logarithmic() {
      List<Double> places =
          results.settings().stream().map(this::x).flatMap(Optional::stream).distinct().toList();
      return places.size() > 1 && places.stream().allMatch(place -> place > 0);
    }

    Optional<Double> mean(SweepPlan.Setting setting, String name) {
      return results.mean(setting, name).map(MeanAndDeviation::mean);
    }

    Optional<SweepChart.Point> point(Optional<Double> x, SweepPlan.Setting setting, String name) {
      Optional<MeanAndDeviation> y = results.mean(setting, name);
      if (x.isEmpty() || y.isEmpty()) {
        return Optional.empty();
      }
      double error = y.get().deviation();
      return Double.isFinite(x.get()) && Double.isFinite(y.get().mean())
          ? Optional.of(
              new SweepChart.Point(x.get(), y.get().mean(), Double.isFinite(error) ? error : 0))
          : Optional.empty();
    }

    /** A chart for each likelihood, as their losses do not compare. */
    List<ReportFigure> draw(SweepChart chart, String alt, Points points) {
      List<String> likelihoods =
          results.settings().stream()
              .map(setting -> setting.values().getOrDefault("likelihood", ""))
              .distinct()
              .toList();
      List<ReportFigure> figures = new ArrayList<>();
      for (String likelihood : likelihoods) {
        Map<String, List<SweepChart.Point>> lines = new LinkedHashMap<>();
        for (SweepPlan.Setting setting : results.settings()) {
          if (setting.values().getOrDefault("likelihood", "").equals(likelihood)) {
            points
                .of(setting)
                .ifPresent(
                    point ->
                        lines.computeIfAbsent(line(setting), line -> new ArrayList<>()).add(point));
          }
        }
        List<SweepChart.Series> series = new ArrayList<>();
        lines.forEach((line, its) -> series.add(new SweepChart.Series(line, its)));
        boolean one = likelihoods.size() == 1;
        if (!series.isEmpty()) {
          try {
            figures.add(
                ReportFigure.ofChart(
                    chart.draw(series),
                    one ? alt : alt + ", " + likelihood,
                    one ? "" : likelihood));
          } catch (MissingFontsException e) {
            // It has been logged, once for all charts; the tables say the same.
          }
        }
      }
      return figures;
    }
  }
}
