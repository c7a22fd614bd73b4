package vae4j.plot.report;

import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import vae4j.Inference;
import vae4j.Vae;
import vae4j.data.Batch;
import vae4j.data.Binarization;
import vae4j.data.ImageDataset;
import vae4j.data.Seeds;
import vae4j.eval.LatentStatistics;
import vae4j.latent.LatentPath;
import vae4j.plot.ImageGrid;
import vae4j.plot.LatentBars;
import vae4j.plot.LatentPlane;
import vae4j.plot.LatentScatter;
import vae4j.plot.LossCurves;
import vae4j.plot.LossCurves.Curve;
import vae4j.plot.MissingFontsException;
import vae4j.plot.PlotImage;
import vae4j.plot.PrincipalAxes;
import vae4j.plot.PriorComparison;

/**
 * Draws what a model has learnt, as the sections of a report.
 *
 * @param reconstructions images that are shown beside what becomes of them, at least 1
 * @param samples images that are dreamt of, at least 1
 * @param encoded images whose codes are looked at, at least 1
 * @param traversed latents that are walked along, those that carry most, at least 1
 * @param interpolations pairs of images that are joined, at least 1
 * @param binarization what is done to pixel values, as in the model's training
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
  private static final int COLUMNS = 10;
  private static final int PLANE_SIDE = 16;
  private static final int HISTOGRAMS = 6;
  private static final int STEPS = 11;
  private static final int FRAMES_ONE_WAY = 17;
  private static final int FRAME_MILLIS = 80;
  private static final double PRIOR_REACH = 3;
  private static final double CODES_REACH = 2;

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
   * 20 reconstructions, 50 samples, 10,000 codes, 16 latents, 5 interpolations, pixel values as
   * they are, seed 42.
   */
  public static ModelGallery defaults() {
    return new ModelGallery(20, 50, 10_000, 16, 5, Binarization.NONE, 42);
  }

  /**
   * The same images of pixels that are treated otherwise.
   *
   * @param other what is done to pixel values
   */
  public ModelGallery withBinarization(Binarization other) {
    return new ModelGallery(
        reconstructions, samples, encoded, traversed, interpolations, other, seed);
  }

  /**
   * The same images with other noise.
   *
   * @param other of samples and noise
   */
  public ModelGallery withSeed(long other) {
    return new ModelGallery(
        reconstructions, samples, encoded, traversed, interpolations, binarization, other);
  }

  /**
   * Draws a model: loss curves, reconstructions, samples, interpolations, traversals, and what the
   * codes look like. What a model does not have is left out: a plain autoencoder's samples and KLs,
   * an untrained model's curves. Where this Java has no fonts, charts are left out.
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
    GalleryLatents codes = GalleryLatents.of(vae, test.take(encoded), binarization, seed);
    List<ReportSection> sections = new ArrayList<>();
    addCurves(vae, sections);
    addReconstructions(vae, test, sections);
    addSamples(vae, sections);
    addInterpolations(vae, test, sections);
    addDivergences(vae, codes, sections);
    addTraversals(vae, codes, sections);
    addCodes(vae, codes, test.labelNames(), sections);
    addPlane(vae, codes, sections);
    addPriorComparison(vae, codes, sections);
    return List.copyOf(sections);
  }

  private static void addCurves(Vae vae, List<ReportSection> sections) {
    List<String> terms =
        vae.config().variational()
            ? List.of("reconstruction", "kl", "objective")
            : List.of("reconstruction");
    List<ReportFigure> figures = new ArrayList<>();
    for (List<Curve> curves : TrainingCurves.of(vae.metrics(), terms)) {
      String term = curves.get(0).term();
      addChart(figures, () -> LossCurves.draw(curves), "Curve of the " + term + " over epochs", "");
    }
    add(
        sections,
        "Training",
        "Losses over epochs, in nats per image; lower is better. Where the curve of the test"
            + " images rises while that of the training images falls, the model overfits.",
        figures);
  }

  private void addReconstructions(Vae vae, ImageDataset test, List<ReportSection> sections) {
    try (Batch batch = first(test, reconstructions);
        INDArray decoded = vae.given(batch).reconstruct(batch.images())) {
      BufferedImage grid = ImageGrid.reconstruction(batch.images(), decoded, COLUMNS);
      add(
          sections,
          "Reconstructions",
          "Test images, and below each what the decoder makes of its mean code. What the codes"
              + " have no room for is lost, fine detail first.",
          List.of(
              ReportFigure.ofGrid(
                  grid, batch.size() + " test images above their reconstructions", "")));
    }
  }

  private void addSamples(Vae vae, List<ReportSection> sections) {
    if (!vae.config().variational()) {
      return;
    }
    try (INDArray images = sampled(vae).sample(samples, seed)) {
      BufferedImage grid = ImageGrid.ofColumns(Math.min(COLUMNS, samples)).draw(images);
      add(
          sections,
          "Samples",
          "What codes drawn from the prior N(0, I) decode to. They should look like the test"
              + " images, and be as varied.",
          List.of(ReportFigure.ofGrid(grid, samples + " images sampled from the model", "")));
    }
  }

  private void addInterpolations(Vae vae, ImageDataset test, List<ReportSection> sections) {
    if (test.size() < 2) {
      return;
    }
    boolean spherical = vae.config().variational() && vae.config().latent() > 2;
    LatentPath path = spherical ? LatentPath.SPHERICAL : LatentPath.LINEAR;
    int steps = COLUMNS - 2;
    List<PlotImage> images = new ArrayList<>();
    try (Batch batch = first(test, 2 * interpolations)) {
      List<PlotImage> ends = PlotImage.listOf(batch.images());
      float[][] codes;
      try (var posterior = vae.given(batch).encode(batch.images())) {
        codes = posterior.mean().toFloatMatrix();
      }
      for (int i = 0; i + 1 < ends.size(); i += 2) {
        images.add(ends.get(i));
        images.addAll(
            decode(of(vae, batch.labels()[i]), path.between(codes[i], codes[i + 1], steps)));
        images.add(ends.get(i + 1));
      }
    }
    List<String> captions = new ArrayList<>(List.of("from"));
    for (int step = 0; step < steps; step++) {
      captions.add(String.format(Locale.ROOT, "%.2f", step / (steps - 1.0)));
    }
    captions.add("to");
    String why =
        spherical
            ? "Spherical, because codes of many latents lie near a sphere, which the straight line"
                + " would leave for a middle that the prior hardly ever visits."
            : vae.config().variational()
                ? "Linear, because with so few latents the prior is densest in the middle, and the"
                    + " straight line leads through it."
                : "Linear, because a plain autoencoder has no prior whose shape a curve could"
                    + " follow.";
    add(
        sections,
        "Interpolations",
        "Each row leads from the code of the test image at its left to that of the one at its"
            + " right; every step should look like an image of its own. "
            + why,
        List.of(
            ReportFigure.ofGrid(
                ImageGrid.ofColumns(COLUMNS).withColumnCaptions(captions).draw(images),
                images.size() / COLUMNS + " pairs of test images and the way between them",
                "")));
  }

  private static void addDivergences(Vae vae, GalleryLatents codes, List<ReportSection> sections) {
    if (!vae.config().variational()) {
      return;
    }
    boolean[] active = new boolean[codes.variances().length];
    int count = 0;
    for (int i = 0; i < active.length; i++) {
      active[i] = codes.variances()[i] > LatentStatistics.ACTIVE;
      count += active[i] ? 1 : 0;
    }
    List<ReportFigure> figures = new ArrayList<>();
    addChart(
        figures,
        () -> LatentBars.draw(codes.klPerDimension(), active, "nats per image"),
        "Bars of the kl of each latent, largest first",
        count + " of " + active.length + " latents are active.");
    add(
        sections,
        "What each latent carries",
        "Mean kl of each latent's posterior from N(0, 1): how much it tells the decoder. A"
            + " latent is active if its mean code varies over the test images with a variance"
            + " above 0.01; one at 0 nats is not used.",
        figures);
  }

  private void addTraversals(Vae vae, GalleryLatents codes, List<ReportSection> sections) {
    boolean variational = vae.config().variational();
    int all = vae.config().latent();
    int[] order = LatentBars.order(variational ? codes.klPerDimension() : codes.variances());
    int[] latents = Arrays.copyOf(order, Math.min(traversed, all));
    double[] reach = new double[all];
    Arrays.setAll(
        reach, i -> variational ? PRIOR_REACH : CODES_REACH * Math.sqrt(codes.variances()[i]));
    double[] from = variational ? new double[all] : codes.centre();
    Traversals still = new Traversals(from, latents, reach, STEPS);
    List<String> columns = new ArrayList<>();
    for (int step = 0; step < STEPS; step++) {
      double units = still.position(step) * (variational ? PRIOR_REACH : CODES_REACH);
      String number = String.format(Locale.ROOT, "%.1f", units).replace('-', '−');
      columns.add(variational ? number : number + "σ");
    }
    List<String> rows = Arrays.stream(latents).mapToObj(latent -> "z" + (latent + 1)).toList();
    List<List<PlotImage>> moving =
        new Traversals(from, latents, reach, FRAMES_ONE_WAY).decode(code -> decode(vae, code));
    String names = String.join(", ", rows);
    add(
        sections,
        "Traversals",
        (variational
                ? "A row for each latent, the one of the largest kl first: it goes from −3"
                    + " to 3 while the others stay at 0."
                : "A row for each latent, the one that varies most first: it goes two standard"
                    + " deviations to either side of its mean while the others stay at theirs.")
            + (latents.length < all ? " The " + latents.length + " first of " + all + "." : "")
            + " A row that does not change is a latent that is not used.",
        List.of(
            ReportFigure.ofGrid(
                Traversals.grid(still.decode(code -> decode(vae, code)), rows, columns),
                "Traversals of the latents " + names,
                ""),
            ReportFigure.ofFrames(
                Traversals.frames(moving),
                FRAME_MILLIS,
                Traversals.scale(moving),
                "The same traversals, moving",
                latents.length == 1
                    ? "The same, moving."
                    : "The same, moving, row by row from the left: " + names + ".")));
  }

  private static void addCodes(
      Vae vae, GalleryLatents codes, List<String> names, List<ReportSection> sections) {
    int latents = vae.config().latent();
    if (latents < 2) {
      return;
    }
    List<ReportFigure> figures = new ArrayList<>();
    String coloured = names.isEmpty() ? "" : ", coloured by class";
    if (latents == 2) {
      addChart(
          figures,
          () -> LatentScatter.of("").draw(codes.means(), codes.labels(), names),
          "Scatter of the mean codes" + coloured,
          codes.means().length + " test images.");
    } else {
      PrincipalAxes axes = PrincipalAxes.of(codes.means());
      addChart(
          figures,
          () -> LatentScatter.of("").drawPrincipal(codes.means(), axes, codes.labels(), names),
          "Scatter of the mean codes on their two principal axes" + coloured,
          String.format(
              Locale.ROOT,
              "%d test images. The two axes hold %.1f %% and %.1f %% of the codes' variance.",
              codes.means().length,
              100 * axes.explained(0),
              100 * axes.explained(1)));
    }
    add(
        sections,
        "Codes of the test images",
        (latents == 2
                ? "Each point is the mean code of a test image"
                : "Each point is the mean code of a test image, seen from the side from which"
                    + " the codes vary most")
            + coloured
            + ". Images that the model takes for similar lie close together.",
        figures);
  }

  private static void addPlane(Vae vae, GalleryLatents codes, List<ReportSection> sections) {
    if (vae.config().latent() != 2) {
      return;
    }
    boolean variational = vae.config().variational();
    LatentPlane plane =
        variational
            ? LatentPlane.normalQuantiles(PLANE_SIDE)
            : LatentPlane.uniform(
                PLANE_SIDE,
                bound(codes, 0, -1),
                bound(codes, 0, 1),
                bound(codes, 1, -1),
                bound(codes, 1, 1));
    add(
        sections,
        "Decoded plane",
        variational
            ? "What the points of the latent plane decode to. The points lie so that each stands"
                + " for the same share of the prior."
            : "What the points of the latent plane decode to, as far as the codes of the test"
                + " images go. Between clusters of codes there may be nothing sensible.",
        List.of(
            ReportFigure.ofChart(
                plane.draw(points -> decode(vae, points)), "Images over the latent plane", "")));
  }

  private static void addPriorComparison(
      Vae vae, GalleryLatents codes, List<ReportSection> sections) {
    if (!vae.config().variational()) {
      return;
    }
    int[] order = LatentBars.order(codes.klPerDimension());
    List<ReportFigure> figures = new ArrayList<>();
    for (int latent : Arrays.copyOf(order, Math.min(HISTOGRAMS, order.length))) {
      addChart(
          figures,
          () -> PriorComparison.draw(latent, codes.samplesOf(latent)),
          "Histogram of the codes in latent " + (latent + 1) + " and the density of N(0, 1)",
          "");
    }
    add(
        sections,
        "Codes against the prior",
        "How one sampled code of each test image is distributed in the latents of the largest"
            + " kl, and the prior's density. The better the two agree, the better samples"
            + " from the prior will look; where they differ, the decoder meets codes that it has"
            + " never seen.",
        figures);
  }

  private Batch first(ImageDataset test, int count) {
    return Batch.of(
        test,
        IntStream.range(0, Math.min(count, test.size())).toArray(),
        binarization,
        Seeds.stream(seed, Seeds.Purpose.EVALUATION_NOISE, 1));
  }

  /** A conditional model given a class; the first, for images without one. */
  private static Inference of(Vae vae, int label) {
    return vae.config().classes() > 0 ? vae.given(Math.max(0, label)) : vae;
  }

  /** A conditional model given its classes one after another, as many as divide the samples. */
  private Inference sampled(Vae vae) {
    int classes = vae.config().classes();
    if (classes == 0) {
      return vae;
    }
    int taken = samples % classes == 0 ? classes : 1;
    return vae.given(IntStream.range(0, taken).toArray());
  }

  private static List<PlotImage> decode(Inference vae, float[][] codes) {
    try (INDArray z = Nd4j.create(codes);
        INDArray images = vae.decode(z)) {
      return PlotImage.listOf(images);
    }
  }

  /** The outermost code on one side, a little further out, as one code alone has no width. */
  private static double bound(GalleryLatents codes, int latent, int side) {
    return side
        * (Arrays.stream(codes.means()).mapToDouble(code -> side * code[latent]).max().orElse(0)
            + 1e-3);
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

  private static void requirePositive(String name, int value) {
    if (value <= 0) {
      throw new IllegalArgumentException(name + " must be positive, was " + value);
    }
  }
}
