package vae4j.cli;

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
import vae4j.data.Seeds;
import vae4j.plot.MissingFontsException;
import vae4j.plot.SweepChart;
import vae4j.plot.report.HtmlReport;
import vae4j.plot.report.Measure;
import vae4j.plot.report.ReportFigure;
import vae4j.plot.report.ReportSection;
import vae4j.plot.report.ReportTable;

/** What a sweep gave, as a page: curves over the settings, one model of each, all numbers. */
final class SweepReport {
  private static final int RECONSTRUCTIONS = 10;
  private static final int SAMPLES = 20;
  private static final long SEED = 42;

  private final Backend backend;
  private final ImageDataset test;
  private final Binarization binarization;

  /** Models do not change; each is drawn once. */
  private final Map<Path, List<ReportFigure>> drawn = new HashMap<>();

  SweepReport(Backend backend, ImageDataset test, Binarization binarization) {
    this.backend = backend;
    this.test = test;
    this.binarization = binarization;
  }

  /**
   * Puts the page together.
   *
   * @param results of at least one run
   * @param models of a run of each setting
   */
  HtmlReport of(SweepResults results, Map<SweepPlan.Setting, Path> models) {
    Curves curves = new Curves(results);
    List<ReportSection> sections = new ArrayList<>();
    addRateDistortion(curves, sections);
    addCurves(curves, sections);
    for (SweepPlan.Setting setting : results.settings()) {
      sections.add(
          ReportSection.ofFigures(
              "Images of " + setting.text(),
              "Test images above the decodings of their codes, and samples from the prior. The"
                  + " model is that of the first seed.",
              drawn.computeIfAbsent(Objects.requireNonNull(models.get(setting)), this::draw)));
    }
    sections.add(table(results));
    return new HtmlReport("Sweep: " + results.plan().text(), results.facts(), sections);
  }

  /** Rate and distortion: Alemi et al. 2018, "Fixing a Broken ELBO", section 2. */
  private static void addRateDistortion(Curves curves, List<ReportSection> sections) {
    List<ReportFigure> figures =
        curves.draw(
            new SweepChart(
                "rate: kl, nats per image", "distortion: reconstruction, nats per image", false),
            "Distortion against rate",
            setting ->
                curves.point(
                    curves.mean(setting, SweepMeasure.RATE), setting, SweepMeasure.DISTORTION));
    if (!figures.isEmpty()) {
      sections.add(
          ReportSection.ofFigures(
              "Rate and distortion",
              "What the codes cost to the right, what they lose upwards: a point for each setting,"
                  + " the mean over seeds with their standard deviation as error bar. Nearer to"
                  + " the lower left corner is better; β chooses a place on the curve.",
              figures));
    }
  }

  private static void addCurves(Curves curves, List<ReportSection> sections) {
    Map<String, List<ReportFigure>> subjects = new LinkedHashMap<>();
    for (SweepMeasure measure : curves.results.measures()) {
      String name = measure.name().replace('_', ' ');
      String title = measure.unit().isEmpty() ? name : name + ", " + measure.unit();
      List<ReportFigure> figures =
          curves.draw(
              new SweepChart(curves.axis(), title, curves.logarithmic()),
              name + " against " + curves.axis(),
              setting -> curves.point(Optional.of(curves.x(setting)), setting, measure));
      subjects.computeIfAbsent(measure.subject(), subject -> new ArrayList<>()).addAll(figures);
    }
    subjects.forEach(
        (subject, figures) -> {
          if (!figures.isEmpty()) {
            sections.add(
                ReportSection.ofFigures(
                    subject,
                    "Each point is the mean over seeds, its error bar their standard deviation.",
                    figures));
          }
        });
  }

  private List<ReportFigure> draw(Path model) {
    try (Vae vae = Vae.load(model, backend);
        Batch first =
            ImageArrays.first(
                test,
                RECONSTRUCTIONS,
                binarization,
                Seeds.stream(SEED, Seeds.Purpose.EVALUATION_NOISE, 1))) {
      return List.of(
          ReportFigure.ofGrid(
              Drawings.reconstructions(vae.given(first), first.images()),
              "Test images and reconstructions",
              ""),
          ReportFigure.ofGrid(
              Drawings.samples(new ClassOption().ofSamples(vae, SAMPLES), SAMPLES, SEED),
              "Samples",
              ""));
    } catch (IOException e) {
      throw Failure.badFile(e);
    }
  }

  private static ReportSection table(SweepResults results) {
    List<ReportTable> tables = new ArrayList<>();
    for (SweepPlan.Setting setting : results.settings()) {
      List<Measure> rows = new ArrayList<>();
      for (SweepMeasure measure : results.measures()) {
        results
            .spread(setting, measure)
            .ifPresent(spread -> rows.add(SweepResults.row(measure, spread)));
      }
      tables.add(new ReportTable(setting.text() + ", seeds: " + results.seeds(setting), rows));
    }
    return new ReportSection(
        "All numbers", "Means over seeds ± standard deviation.", tables, List.of());
  }

  /** The settings along an axis, β if there are several, else the latents, as lines of points. */
  private record Curves(SweepResults results) {
    /** The point of a setting, if it was measured. */
    private interface Points {
      Optional<SweepChart.Point> of(SweepPlan.Setting setting);
    }

    private boolean alongBeta() {
      return results.plan().betas().size() > 1 || results.plan().latents().size() == 1;
    }

    String axis() {
      return alongBeta() ? "β" : "latents";
    }

    double x(SweepPlan.Setting setting) {
      return alongBeta() ? setting.beta() : setting.latents();
    }

    private String line(SweepPlan.Setting setting) {
      return alongBeta()
          ? setting.latents() + " latents"
          : "β = " + SweepPlan.number(setting.beta());
    }

    /** A single place, or one at 0, has no room on a logarithmic axis. */
    boolean logarithmic() {
      double[] places = results.settings().stream().mapToDouble(this::x).distinct().toArray();
      return places.length > 1 && results.settings().stream().allMatch(each -> x(each) > 0);
    }

    Optional<Double> mean(SweepPlan.Setting setting, SweepMeasure measure) {
      return results.spread(setting, measure).map(MeanAndDeviation::mean);
    }

    Optional<SweepChart.Point> point(
        Optional<Double> x, SweepPlan.Setting setting, SweepMeasure measure) {
      Optional<MeanAndDeviation> y = results.spread(setting, measure);
      if (x.isEmpty() || y.isEmpty()) {
        return Optional.empty();
      }
      double error = y.get().deviation();
      return Double.isFinite(x.get()) && Double.isFinite(y.get().mean())
          ? Optional.of(
              new SweepChart.Point(x.get(), y.get().mean(), Double.isFinite(error) ? error : 0))
          : Optional.empty();
    }

    /** A chart for each likelihood, whose losses are not to be compared, with its lines. */
    List<ReportFigure> draw(SweepChart chart, String alt, Points points) {
      List<ReportFigure> figures = new ArrayList<>();
      for (String likelihood : results.plan().likelihoods()) {
        Map<String, List<SweepChart.Point>> lines = new LinkedHashMap<>();
        for (SweepPlan.Setting setting : results.settings()) {
          if (setting.likelihood().equals(likelihood)) {
            points
                .of(setting)
                .ifPresent(
                    point ->
                        lines.computeIfAbsent(line(setting), line -> new ArrayList<>()).add(point));
          }
        }
        List<SweepChart.Series> series = new ArrayList<>();
        lines.forEach((line, its) -> series.add(new SweepChart.Series(line, its)));
        boolean one = results.plan().likelihoods().size() == 1;
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
