package vae4j.datasets;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import vae4j.data.FactorDataset;
import vae4j.data.ImageDataset;
import vae4j.data.ImageShape;
import vae4j.datasets.content.Sha256;

/**
 * White squares, ellipses and hearts on black, drawn from five factors in the manner of dSprites
 * (Matthey, Higgins, Hassabis, Lerchner 2017, "dSprites: Disentanglement testing Sprites dataset"):
 * shape, scale, orientation, x and y, in this order, y changing fastest.
 *
 * <p>Each image is computed from its index with arithmetic that is the same on every platform;
 * there are no files. What differs from dSprites:
 *
 * <ul>
 *   <li>Orientation runs over a shape's own period (a quarter turn for the square, half a turn for
 *       the ellipse, a whole one for the heart) and leaves out its end. In dSprites a square turned
 *       by 90° is a second image that looks the same, so that orientation cannot be told from it.
 *   <li>Edges are anti-aliased unless asked not to: a pixel is the share of it that the sprite
 *       covers, from 4×4 samples.
 * </ul>
 *
 * <p>The label is the shape.
 */
public final class Sprites implements FactorDataset {
  /** Changes with every change to a pixel of any image. */
  private static final int VERSION = 1;

  private static final List<String> SHAPES = List.of("square", "ellipse", "heart");
  private static final int SQUARE = 0;
  private static final int ELLIPSE = 1;

  /** Samples along one side of a pixel. */
  private static final int SAMPLES = 4;

  /** Radius of the circle around the largest sprite, as a share of the image's side. */
  private static final double LARGEST = 0.25;

  /** The smallest sprite's scale; the largest one's is 1. */
  private static final double SMALLEST_SCALE = 0.5;

  private static final int TRAIN = 60_000;
  private static final int TEST = 10_000;

  /** Which images are trained and tested on; never to be changed. */
  private static final long SPLIT_SEED = 20170602;

  private final Config config;
  private final List<Factor> factors;
  private final int size;

  /**
   * The size of the images, and the number of values of each factor besides the three shapes.
   *
   * @param side height and width in pixels, at least 8
   * @param scales sizes, evenly from half the largest to the largest
   * @param orientations angles, evenly over a shape's period
   * @param columns places from left to right; all keep the whole sprite in the image
   * @param rows places from top to bottom
   * @param antiAliased whether edges are grey; otherwise a pixel is 1 if its centre is covered,
   *     else 0
   */
  public record Config(
      int side, int scales, int orientations, int columns, int rows, boolean antiAliased) {
    /**
     * Checks the configuration.
     *
     * @throws IllegalArgumentException if a component is out of its range, or there would be 2³¹
     *     images or more
     */
    public Config {
      if (side < 8) {
        throw new IllegalArgumentException("side must be at least 8, was " + side);
      }
      long images = SHAPES.size();
      for (Factor factor : factors(scales, orientations, columns, rows)) {
        // Stops before it could overflow: below 2^31 each, and checked after each factor.
        images *= factor.values();
        if (images > Integer.MAX_VALUE) {
          throw new IllegalArgumentException("images must be fewer than 2^31, were " + images);
        }
      }
    }

    /** 64×64 with the numbers of values of dSprites: 737,280 images. */
    public static Config defaults() {
      return new Config(64, 6, 40, 32, 32, true);
    }

    /** 32×32 with fewer values, for tests: 3 · 4 · 10 · 8 · 8 = 7,680 images. */
    public static Config small() {
      return new Config(32, 4, 10, 8, 8, true);
    }

    /** These factors with pixels that are 0 or 1, as in dSprites. */
    public Config withoutAntiAliasing() {
      return new Config(side, scales, orientations, columns, rows, false);
    }
  }

  private Sprites(Config config) {
    this.config = config;
    this.factors = factors(config.scales, config.orientations, config.columns, config.rows);
    this.size = factors.stream().mapToInt(Factor::values).reduce(1, Math::multiplyExact);
  }

  /**
   * Makes a set.
   *
   * @param config size and factors
   * @return all images
   */
  public static Sprites of(Config config) {
    return new Sprites(config);
  }

  /** All 737,280 images of {@link Config#defaults()}. */
  public static Sprites standard() {
    return of(Config.defaults());
  }

  /** All 7,680 images of {@link Config#small()}. */
  public static Sprites small() {
    return of(Config.small());
  }

  /**
   * All 110,592 images that {@link #train()} and {@link #test()} are drawn from: 32×32, 3 shapes, 6
   * scales, 24 orientations, 16×16 places.
   */
  public static Sprites whole() {
    return of(new Config(32, 6, 24, 16, 16, true));
  }

  /** 60,000 of {@link #whole()}, drawn by lot, to train on where no other data can be had. */
  public static ImageDataset train() {
    return drawn("train", 0, TRAIN);
  }

  /** 10,000 images to test on, none of them in {@link #train()}. */
  public static ImageDataset test() {
    return drawn("test", TRAIN, TRAIN + TEST);
  }

  @Override
  public String name() {
    return "sprites";
  }

  @Override
  public ImageShape shape() {
    return new ImageShape(config.side, config.side, 1);
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public List<Factor> factors() {
    return factors;
  }

  @Override
  public int label(int index) {
    return factorsOf(index)[0];
  }

  @Override
  public List<String> labelNames() {
    return SHAPES;
  }

  /** SHA-256 of the generator's version and configuration. */
  @Override
  public String sha256() {
    return Sha256.ofText("vae4j sprites " + VERSION + " " + config);
  }

  @Override
  public void read(int index, float[] target, int offset) {
    int[] values = factorsOf(index);
    int side = config.side;
    double largest = LARGEST * side;
    double scale =
        config.scales == 1
            ? 1
            : SMALLEST_SCALE + (1 - SMALLEST_SCALE) * values[1] / (config.scales - 1);
    double radius = largest * scale;
    double angle = period(values[0]) * values[2] / config.orientations;
    double centreX = place(values[3], config.columns, largest, side);
    double centreY = place(values[4], config.rows, largest, side);
    // Dividing by the radius makes the sprite fill the unit circle.
    double cos = StrictMath.cos(angle) / radius;
    double sin = StrictMath.sin(angle) / radius;

    Arrays.fill(target, offset, offset + side * side, 0f);
    int samples = config.antiAliased ? SAMPLES : 1;
    int top = Math.max(0, (int) Math.floor(centreY - radius));
    int bottom = Math.min(side, (int) Math.ceil(centreY + radius));
    int left = Math.max(0, (int) Math.floor(centreX - radius));
    int right = Math.min(side, (int) Math.ceil(centreX + radius));
    for (int y = top; y < bottom; y++) {
      for (int x = left; x < right; x++) {
        int covered = 0;
        for (int row = 0; row < samples; row++) {
          for (int column = 0; column < samples; column++) {
            double dx = x + (column + 0.5) / samples - centreX;
            double dy = y + (row + 0.5) / samples - centreY;
            if (covers(values[0], cos * dx + sin * dy, cos * dy - sin * dx)) {
              covered++;
            }
          }
        }
        target[offset + y * side + x] = (float) covered / (samples * samples);
      }
    }
  }

  /** Whether a shape that fills the unit circle covers a point; v grows downwards. */
  private static boolean covers(int shape, double u, double v) {
    return switch (shape) {
      // Corners on the circle: half the side is 1/√2.
      case SQUARE -> u * u <= 0.5 && v * v <= 0.5;
      // Semi-axes 1 and ½.
      case ELLIPSE -> u * u + 4 * v * v <= 1;
      default -> heart(u * 1.25, 0.25 - v * 1.25);
    };
  }

  /**
   * The curve (x² + y² − 1)³ = x²y³, a heart with its point at (0, −1). It lies within 1.25 of (0,
   * 0.25), which the caller makes the unit circle.
   */
  private static boolean heart(double x, double y) {
    double a = x * x + y * y - 1;
    return a * a * a <= x * x * y * y * y;
  }

  private static double period(int shape) {
    return switch (shape) {
      case SQUARE -> Math.PI / 2;
      case ELLIPSE -> Math.PI;
      default -> 2 * Math.PI;
    };
  }

  /** Evenly from one edge to the other, so that the largest sprite just stays inside. */
  private static double place(int value, int places, double largest, int side) {
    return places == 1 ? side / 2.0 : largest + (side - 2 * largest) * value / (places - 1);
  }

  private static List<Factor> factors(int scales, int orientations, int columns, int rows) {
    return List.of(
        new Factor("shape", SHAPES.size(), false),
        new Factor("scale", scales),
        new Factor("orientation", orientations),
        new Factor("x", columns),
        new Factor("y", rows));
  }

  private static ImageDataset drawn(String name, int from, int to) {
    Sprites all = whole();
    int[] order = new int[all.size()];
    Arrays.setAll(order, i -> i);
    // java.util.Random's numbers are laid down in its specification, so the draw is for ever.
    Random random = new Random(SPLIT_SEED);
    for (int i = 0; i < to; i++) {
      int j = i + random.nextInt(order.length - i);
      int picked = order[j];
      order[j] = order[i];
      order[i] = picked;
    }
    return new DrawnSprites(all, "sprites/" + name, Arrays.copyOfRange(order, from, to));
  }
}
