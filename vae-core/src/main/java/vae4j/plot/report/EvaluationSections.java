package vae4j.plot.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import vae4j.data.Binarization;
import vae4j.eval.ElboReport;
import vae4j.eval.Estimate;
import vae4j.eval.EvaluationResult;
import vae4j.eval.ImageQuality;
import vae4j.eval.ImportanceWeightedReport;
import vae4j.eval.LatentInformation;
import vae4j.eval.LatentStatistics;
import vae4j.eval.MetricGroup;
import vae4j.eval.disentanglement.DisentanglementReport;
import vae4j.eval.disentanglement.Score;
import vae4j.eval.features.FeatureReport;
import vae4j.eval.features.SampleQuality;
import vae4j.eval.probe.ProbeReport;

/** What was measured of a model, as tables with a sentence on each number. */
public final class EvaluationSections {
  private static final String NATS = "nats per image";
  private static final String BITS = "bits per dimension";

  private EvaluationSections() {}

  /**
   * The tables of a report, for the terminal and for the page.
   *
   * @param found what was measured
   * @return a section for each group of metrics that was
   */
  public static List<ReportSection> of(EvaluationResult found) {
    List<ReportSection> sections = new ArrayList<>();
    if (found.elbo().isPresent() || found.importanceWeighted().isPresent()) {
      List<Measure> rows = new ArrayList<>();
      found.elbo().ifPresent(report -> addElbo(report, rows));
      found.importanceWeighted().ifPresent(report -> addBound(report, rows));
      sections.add(
          ReportSection.ofMeasures(
              "Likelihood",
              String.format(
                      Locale.ROOT,
                      "Means over all %,d images of %s, each ± its standard error.",
                      found.images(),
                      found.dataset())
                  + binarized(found)
                  + found
                      .elbo()
                      .flatMap(ElboReport::withoutFrame)
                      .map(inner -> framed())
                      .orElse(""),
              rows));
    }
    found.latents().ifPresent(latents -> sections.add(latents(latents)));
    found.quality().ifPresent(quality -> sections.add(quality(quality)));
    found.features().ifPresent(features -> sections.add(features(features)));
    found.probes().ifPresent(probes -> sections.add(probes(probes)));
    found.disentanglement().ifPresent(report -> sections.add(disentanglement(report)));
    sections.add(times(found));
    return sections;
  }

  private static String binarized(EvaluationResult found) {
    return found.binarization() == Binarization.NONE
        ? ""
        : " All images are binarised (" + found.binarization() + "), in every table.";
  }

  private static String framed() {
    return " A frame of zeros around each image counts as data, but in the rows named inner.";
  }

  private static String inner(ElboReport.WithoutFrame image) {
    return "inner " + image.height() + "×" + image.width();
  }

  private static void addElbo(ElboReport report, List<Measure> rows) {
    rows.add(
        measure(
            "reconstruction",
            report.reconstruction(),
            NATS,
            "−log p(x | z) with one sampled code each; smaller is better"));
    report
        .kl()
        .ifPresent(
            value ->
                rows.add(
                    measure(
                        "kl", value, NATS, "KL from the prior: what a code tells of its image")));
    report
        .elbo()
        .ifPresent(
            value ->
                rows.add(measure("ELBO", value, NATS, "−(reconstruction + kl); larger is better")));
    report
        .bitsPerDimension()
        .ifPresent(
            value -> rows.add(measure("ELBO", value, BITS, "per number of an image; smaller")));
    report
        .withoutFrame()
        .ifPresent(
            image -> {
              String what = "without the cost of the frame's pixels";
              rows.add(measure("ELBO, " + inner(image), image.lowerBound(), NATS, what));
              rows.add(
                  measure(
                      "ELBO, " + inner(image),
                      image.bitsPerDimension(),
                      BITS,
                      what + ", per number of the inner image"));
            });
  }

  private static void addBound(ImportanceWeightedReport report, List<Measure> rows) {
    rows.add(
        measure(
            "log p(x), K = " + report.samples(),
            report.bound(),
            NATS,
            "importance-weighted bound, above the ELBO and nearer to the truth"));
    rows.add(
        measure(
            "log p(x), K = " + report.samples(),
            report.bitsPerDimension(),
            BITS,
            "per number of an image; smaller is better"));
    rows.add(
        measure(
            "effective samples",
            report.effectiveSampleSize(),
            "of " + report.samples(),
            "near 1 the bound is loose"));
  }

  private static ReportSection latents(LatentStatistics latents) {
    List<Measure> rows = new ArrayList<>();
    rows.add(
        new Measure(
            "active units",
            Integer.toString(latents.activeUnits()),
            "of " + latents.variances().length,
            "",
            "latents whose mean varies over the images by more than 0.01"));
    latents.information().ifPresent(information -> addInformation(information, rows));
    return ReportSection.ofMeasures("Codes", "What the codes say of the images.", rows);
  }

  private static void addInformation(LatentInformation information, List<Measure> rows) {
    rows.add(
        measure(
            "mutual information",
            information.mutualInformation(),
            "nats",
            "of image and code; at most log of the number of images"));
    rows.add(
        measure(
            "gap to the prior",
            information.marginalKl(),
            "nats",
            "KL of all codes together from the prior; samples suffer from it"));
    rows.add(
        measure(
            "total correlation",
            information.totalCorrelation(),
            "nats",
            "how far the latents depend on each other"));
  }

  private static ReportSection quality(ImageQuality quality) {
    List<Measure> rows = new ArrayList<>();
    rows.add(
        measure("MSE", quality.meanSquaredError(), "", "mean squared error; smaller is better"));
    quality
        .peakSignalToNoise()
        .ifPresent(
            value ->
                rows.add(
                    measure("PSNR", value, "dB", "mean of each image's dB; larger is better")));
    quality
        .structuralSimilarity()
        .ifPresent(value -> rows.add(measure("SSIM", value, "", "1 is the same image")));
    quality
        .withoutFrame()
        .ifPresent(
            inner -> {
              rows.add(measure("MSE, inner", inner.meanSquaredError(), "", "without the frame"));
              inner
                  .peakSignalToNoise()
                  .ifPresent(
                      value -> rows.add(measure("PSNR, inner", value, "dB", "without the frame")));
              inner
                  .structuralSimilarity()
                  .ifPresent(
                      value -> rows.add(measure("SSIM, inner", value, "", "without the frame")));
            });
    return ReportSection.ofMeasures(
        "Nearness of reconstructions",
        "Decodings of mean codes beside the originals; means over the images, each ± its standard"
            + " error. PSNR is the mean of each image's dB, not the dB of the mean MSE."
            + quality.withoutFrame().map(inner -> framed()).orElse(""),
        rows);
  }

  private static ReportSection features(FeatureReport report) {
    List<Measure> rows = new ArrayList<>();
    addScores(report, "samples", report.samples(), rows);
    addScores(report, "reconstructions", report.reconstructions(), rows);
    addScores(report, "real images", report.real(), rows);
    return ReportSection.ofMeasures(
        "Sample quality (FID, KID, IS)",
        "Samples and reconstructions against the test images; below them what real images score,"
            + " test against training: the best to be reached. Comparable only for the same network."
            + " ± of KID is of the choice of its random subsets only, and not of the images; ± of IS"
            + " is the deviation of ten parts.",
        rows);
  }

  private static void addScores(
      FeatureReport report, String what, SampleQuality scores, List<Measure> rows) {
    rows.add(
        Measure.of(report.label("FID") + " of " + what, scores.frechet(), "", "smaller is better"));
    rows.add(
        Measure.of(
            report.label("KID") + " of " + what,
            scores.kernel().mean(),
            "",
            scores.kernel().standardError(),
            "smaller is better; around 0 for real images"));
    rows.add(
        Measure.of(
            report.label("IS") + " of " + what,
            scores.inception().mean(),
            "",
            scores.inception().deviation(),
            "from 1 to 10, larger is clearer and more varied"));
  }

  private static ReportSection probes(ProbeReport report) {
    return ReportSection.ofMeasures(
        "Classes in the codes",
        String.format(
            Locale.ROOT,
            "Share of %,d test codes whose class is found from %,d training codes.",
            report.test(),
            report.training()),
        List.of(
            Measure.of("linear probe", report.linear(), "", "logistic regression of mean codes"),
            Measure.of(
                report.neighbours() + " nearest neighbours", report.nearest(), "", "their vote")));
  }

  private static ReportSection disentanglement(DisentanglementReport report) {
    List<Measure> rows = new ArrayList<>();
    for (Score score : report.scores()) {
      rows.add(Measure.of(label(score), score.value(), "", "1 is perfect"));
    }
    return ReportSection.ofMeasures(
        "Disentanglement",
        "Whether a latent stands for one factor of "
            + String.join(", ", report.factors())
            + String.format(
                Locale.ROOT,
                "; %,d images, of which two thirds train classifiers. Definitions and defaults of"
                    + " disentanglement_lib (Locatello et al. 2019).",
                report.images()),
        rows);
  }

  private static String label(Score score) {
    return switch (score.name()) {
      case "beta_vae" -> "β-VAE score";
      case "factor_vae" -> "FactorVAE score";
      case "mig" -> "MIG";
      case "sap" -> "SAP";
      case "sap_regression" -> "SAP by regression";
      default ->
          score.name().replace("dci_regression_", "DCI by regression, ").replace("dci_", "DCI ");
    };
  }

  private static ReportSection times(EvaluationResult found) {
    List<Measure> rows = new ArrayList<>();
    double all = found.seconds().values().stream().mapToDouble(Double::doubleValue).sum();
    for (MetricGroup group : MetricGroup.values()) {
      Double seconds = found.seconds().get(group);
      if (seconds != null) {
        rows.add(
            new Measure(
                group.toString(),
                String.format(Locale.ROOT, "%.1f", seconds),
                "s",
                "",
                String.format(Locale.ROOT, "%.0f %% of the whole", 100 * seconds / all)));
      }
    }
    return ReportSection.ofMeasures("Time", "How long the metrics took.", rows);
  }

  private static Measure measure(String label, Estimate value, String unit, String explanation) {
    return Measure.of(label, value.mean(), unit, value.standardError(), explanation);
  }
}
