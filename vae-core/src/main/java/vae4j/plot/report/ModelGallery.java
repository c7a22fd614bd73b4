package vae4j.plot.report;

import static vae4j.data.Checks.requirePositive;

import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import vae4j.Inference;
import vae4j.Vae;
import vae4j.data.Batch;
import vae4j.data.Binarization;
import vae4j.data.ImageDataset;
import vae4j.eval.latent.LatentStatistics;
import vae4j.latent.LatentPath;
import vae4j.plot.LatentBars;
import vae4j.plot.LatentPlane;
import vae4j.plot.LatentScatter;
import vae4j.plot.LossCurves;
import vae4j.plot.LossCurves.Curve;
import vae4j.plot.PrincipalAxes;
import vae4j.plot.PriorComparison;
import vae4j.plot.figure.DecodedImages;
import vae4j.plot.figure.Interpolations;
import vae4j.plot.figure.LatentPoints;
import vae4j.plot.figure.Reconstructions;
import vae4j.plot.figure.Samples;
import vae4j.plot.figure.TrainingCurves;
import vae4j.plot.figure.Traversals;
import vae4j.plot.image.MissingFontsException;
import vae4j.plot.image.PlotImage;

/**
 * The figures of a model as the sections of a report.
 *
 * @param reconstructions test images shown with their reconstructions, at least 1
 * @param samples images sampled from the prior, at least 1
 * @param encoded test images whose latent vectors are drawn, at least 1
 * @param traversed latent dimensions that are traversed, those of the largest KL, at least 1
 * @param interpolations pairs of images, at least 1
 * @param binarization applied to pixel values, as in the model's training
 * @param seed of samples and noise
 */
public record ModelGallery(
    int reconstructions,
    int samples,
    int encoded,
    int traversed,
    int interpolations,
    Binarization binarization,
    long seed) {
  private static final int STEPS_BETWEEN = 8;
  private static final int PLANE_SIDE = 16;
  private static final int HISTOGRAMS = 6;
  private static final int STEPS = 11;
  private static final int FRAMES_ONE_WAY = 17;
  private static final int FRAME_MILLIS = 80;
  private static final double PRIOR_REACH = 3;
  private static final double DEVIATIONS_REACH = 2;

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if one is not positive
   */
  public ModelGallery {
    requirePositive("reconstructions", reconstructions);
    requirePositive("samples", samples);
    requirePositive("encoded", encoded);
    requirePositive("traversed", traversed);
    requirePositive("interpolations", interpolations);
  }

  /**
   * 20 reconstructions, 50 samples, 10,000 encoded images, 16 dimensions, 5 interpolations, pixel
   * values as they are, seed 42.
   */
  public static ModelGallery defaults() {
    return new ModelGallery(20, 50, 10_000, 16, 5, Binarization.NONE, 42);
  }

  /**
   * The same figures with another treatment of pixel values.
   *
   * @param other applied to pixel values
   */
  public ModelGallery withBinarization(Binarization other) {
    return new ModelGallery(
        reconstructions, samples, encoded, traversed, interpolations, other, seed);
  }

  /**
   * The same figures with another seed.
   *
   * @param other of samples and noise
   */
  public ModelGallery withSeed(long other) {
    return new ModelGallery(
        reconstructions, samples, encoded, traversed, interpolations, binarization, other);
  }

  /**
   * Draws a model: loss curves, reconstructions, samples, interpolations, KL of each dimension,
   * traversals, latent means, decoded plane, comparison with the prior. What a model does not have
   * is left out: samples and KL of an autoencoder, curves of an untrained model. Where this Java
   * has no fonts, charts are left out.
   *
   * @param vae the model; its {@link Vae#metrics()} hold the history of its training, if there is
   *     one
   * @param test images of the model's shape, with 1 or 3 channels; fewer than asked for will do
   * @return the sections, in order
   * @throws IllegalArgumentException if there are no images or they are of another shape
   */
  public List<ReportSection> draw(Vae vae, ImageDataset test) {
    if (test.size() == 0 || !test.shape().equals(vae.config().input())) {
      throw new IllegalArgumentException(
          "images of "
              + test.name()
              + " must be at least one, "
              + vae.config().input()
              + " as the model's, were "
              + test.size()
              + ", "
              + test.shape());
    }
    LatentPoints points = LatentPoints.of(vae, test.take(encoded), binarization, seed);
    List<ReportSection> sections = new ArrayList<>();
    addCurves(vae, sections);
    addReconstructions(vae, test, sections);
    addSamples(vae, sections);
    addInterpolations(vae, test, sections);
    addKl(vae, points, sections);
    addTraversals(vae, points, sections);
    addMeans(vae, points, test.labelNames(), sections);
    addPlane(vae, points, sections);
    addPriorComparison(vae, points, sections);
    return List.copyOf(sections);
  }

  private static void addCurves(Vae vae, List<ReportSection> sections) {
    List<ReportFigure> figures = new ArrayList<>();
    List<String> terms = TrainingCurves.terms(vae.config());
    for (List<Curve> curves : TrainingCurves.of(vae.metrics(), terms)) {
      String term = curves.get(0).term();
      addChart(figures, () -> LossCurves.draw(curves), "Curve of the " + term + " over epochs", "");
    }
    add(
        sections,
        "Training",
        "Losses over epochs, in nats per image; lower is better. If the test curve rises while the"
            + " training curve falls, the model overfits.",
        figures);
  }

  private void addReconstructions(Vae vae, ImageDataset test, List<ReportSection> sections) {
    try (Batch batch = first(test, reconstructions)) {
      add(
          sections,
          "Reconstructions",
          "Test images, and below each the image decoded from its latent mean. Fine detail is lost"
              + " first.",
          List.of(
              ReportFigure.ofGrid(
                  Reconstructions.draw(vae.given(batch), batch.images()),
                  batch.size() + " test images above their reconstructions",
                  "")));
    }
  }

  private void addSamples(Vae vae, List<ReportSection> sections) {
    if (!vae.config().variational()) {
      return;
    }
    add(
        sections,
        "Samples",
        "Images decoded from latent vectors drawn from the prior "
            + vae.config().prior()
            + ". They should look like the test images, and be as varied.",
        List.of(
            ReportFigure.ofGrid(
                Samples.draw(Samples.ofAllClasses(vae, samples), samples, seed, 1),
                samples + " images sampled from the model",
                "")));
  }

  private void addInterpolations(Vae vae, ImageDataset test, List<ReportSection> sections) {
    if (test.size() < 2) {
      return;
    }
    Interpolations drawing =
        new Interpolations(Interpolations.pathFor(vae.config()), STEPS_BETWEEN);
    List<Interpolations.Pair> pairs = new ArrayList<>();
    try (Batch batch = first(test, 2 * interpolations);
        var posterior = vae.given(batch).encode(batch.images())) {
      List<PlotImage> images = PlotImage.listOf(batch.images());
      float[][] means = posterior.mean().toFloatMatrix();
      for (int i = 0; i + 1 < images.size(); i += 2) {
        pairs.add(
            new Interpolations.Pair(
                images.get(i),
                images.get(i + 1),
                means[i],
                means[i + 1],
                of(vae, batch.labels()[i])));
      }
    }
    add(
        sections,
        "Interpolations",
        "Each row is decoded along a path from the latent mean of the left test image to that of"
            + " the right one; every step should look like an image of the data set. "
            + (drawing.path() == LatentPath.SPHERICAL
                ? "Spherical: vectors of many dimensions drawn from the prior lie near a sphere."
                : "Linear: with so few dimensions the prior is densest in the middle, and an"
                    + " autoencoder has none."),
        List.of(
            ReportFigure.ofGrid(
                drawing.draw(pairs),
                pairs.size() + " pairs of test images and the steps between them",
                "")));
  }

  private static void addKl(Vae vae, LatentPoints points, List<ReportSection> sections) {
    if (!vae.config().variational()) {
      return;
    }
    boolean[] active = new boolean[points.variances().length];
    int count = 0;
    for (int i = 0; i < active.length; i++) {
      active[i] = points.variances()[i] > LatentStatistics.ACTIVE;
      count += active[i] ? 1 : 0;
    }
    List<ReportFigure> figures = new ArrayList<>();
    addChart(
        figures,
        () -> LatentBars.draw(points.klPerDimension(), active, "nats per image"),
        "Bars of the KL of each latent dimension, largest first",
        count + " of " + active.length + " latent dimensions are active.");
    add(
        sections,
        "KL of each latent dimension",
        "Mean KL of each dimension's posterior from N(0, 1): how much it tells the decoder. A"
            + " dimension is active if its mean has a variance over the test images above 0.01;"
            + " one at 0 nats is not used.",
        figures);
  }

  private void addTraversals(Vae vae, LatentPoints points, List<ReportSection> sections) {
    boolean variational = vae.config().variational();
    int all = vae.config().latent();
    int[] order = LatentBars.order(variational ? points.klPerDimension() : points.variances());
    int[] dimensions = Arrays.copyOf(order, Math.min(traversed, all));
    double[] reach = new double[all];
    Arrays.setAll(
        reach,
        i -> variational ? PRIOR_REACH : DEVIATIONS_REACH * Math.sqrt(points.variances()[i]));
    double[] from = variational ? new double[all] : points.centre();
    Inference model = of(vae, 0);
    Traversals still = new Traversals(from, dimensions, reach, STEPS);
    List<List<PlotImage>> moving =
        new Traversals(from, dimensions, reach, FRAMES_ONE_WAY).decode(model);
    String names = String.join(", ", still.rows());
    add(
        sections,
        "Traversals",
        (variational
                ? "A row for each latent dimension, that of the largest KL first: from −3 to 3 while"
                    + " the others stay at 0."
                : "A row for each latent dimension, that of the largest variance first: from two"
                    + " standard deviations below its mean to two above, while the others stay at"
                    + " theirs.")
            + (dimensions.length < all
                ? " The " + dimensions.length + " first of " + all + "."
                : "")
            + " A row that does not change is a dimension that is not used.",
        List.of(
            ReportFigure.ofGrid(
                still.draw(
                    still.decode(model),
                    variational
                        ? still.columns(PRIOR_REACH, "")
                        : still.columns(DEVIATIONS_REACH, "σ")),
                "Traversals of the latent dimensions " + names,
                ""),
            ReportFigure.ofFrames(
                Traversals.frames(moving),
                FRAME_MILLIS,
                Traversals.scale(moving),
                "The same traversals, animated",
                dimensions.length == 1
                    ? "The same, animated."
                    : "The same, animated, row by row from the left: " + names + ".")));
  }

  private static void addMeans(
      Vae vae, LatentPoints points, List<String> names, List<ReportSection> sections) {
    int latents = vae.config().latent();
    if (latents < 2) {
      return;
    }
    List<ReportFigure> figures = new ArrayList<>();
    String coloured = names.isEmpty() ? "" : ", coloured by class";
    if (latents == 2) {
      addChart(
          figures,
          () -> points.draw(LatentScatter.of(""), names),
          "Scatter of the latent means" + coloured,
          points.means().length + " test images.");
    } else {
      PrincipalAxes axes = PrincipalAxes.of(points.means());
      addChart(
          figures,
          () -> LatentScatter.of("").drawPrincipal(points.means(), axes, points.labels(), names),
          "Scatter of the latent means on their two principal axes" + coloured,
          String.format(
              Locale.ROOT,
              "%d test images. The two axes hold %.1f %% and %.1f %% of the variance.",
              points.means().length,
              100 * axes.explained(0),
              100 * axes.explained(1)));
    }
    add(
        sections,
        "Latent means of the test images",
        (latents == 2
                ? "Each point is the latent mean of a test image"
                : "Each point is the latent mean of a test image, on the two principal axes")
            + coloured
            + ". Similar images lie close together.",
        figures);
  }

  private static void addPlane(Vae vae, LatentPoints points, List<ReportSection> sections) {
    if (vae.config().latent() != 2) {
      return;
    }
    boolean variational = vae.config().variational();
    LatentPlane plane =
        variational ? LatentPlane.normalQuantiles(PLANE_SIDE) : points.plane(PLANE_SIDE);
    Inference model = of(vae, 0);
    add(
        sections,
        "Decoded latent plane",
        variational
            ? "Images decoded from a grid of points at equal quantiles of the prior."
            : "Images decoded from a grid of points, as far as the means of the test images go.",
        List.of(
            ReportFigure.ofChart(
                plane.draw(latents -> DecodedImages.of(model, latents)),
                "Images over the latent plane",
                "")));
  }

  private static void addPriorComparison(
      Vae vae, LatentPoints points, List<ReportSection> sections) {
    if (!vae.config().variational()) {
      return;
    }
    int[] order = LatentBars.order(points.klPerDimension());
    List<ReportFigure> figures = new ArrayList<>();
    for (int latent : Arrays.copyOf(order, Math.min(HISTOGRAMS, order.length))) {
      addChart(
          figures,
          () -> PriorComparison.draw(latent, points.samplesOf(latent)),
          "Histogram of samples of latent dimension "
              + (latent + 1)
              + " and the density of N(0, 1)",
          "");
    }
    add(
        sections,
        "Aggregate posterior and N(0, 1)",
        "Distribution of one sample of q(z | x) for each test image, in the dimensions of the"
            + " largest KL, and the density of N(0, 1). The better the two agree, the better"
            + " samples from this prior look.",
        figures);
  }

  private Batch first(ImageDataset test, int count) {
    return Batch.first(test, count, binarization, seed);
  }

  /** A conditional model given a class; the first, for images without one. */
  private static Inference of(Vae vae, int label) {
    return vae.config().classes() > 0 ? vae.given(Math.max(0, label)) : vae;
  }

  /** Adds a chart, or none where this Java has no fonts. */
  private static void addChart(
      List<ReportFigure> figures, Supplier<BufferedImage> chart, String alt, String caption) {
    try {
      figures.add(ReportFigure.ofChart(chart.get(), alt, caption));
    } catch (MissingFontsException e) {
      // It has been logged, once for all charts; the images without axes are worth having alone.
    }
  }

  private static void add(
      List<ReportSection> sections,
      String heading,
      String explanation,
      List<ReportFigure> figures) {
    if (!figures.isEmpty()) {
      sections.add(ReportSection.ofFigures(heading, explanation, figures));
    }
  }
}
