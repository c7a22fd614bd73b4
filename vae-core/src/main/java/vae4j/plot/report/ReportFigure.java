package vae4j.plot.report;

import static vae4j.data.Checks.requirePositive;

import java.awt.image.BufferedImage;
import java.util.Base64;
import java.util.List;
import vae4j.plot.image.AnimatedGif;
import vae4j.plot.image.Png;

/**
 * One image of a report, with all its bytes.
 *
 * @param mediaType {@code image/png} or {@code image/gif}
 * @param base64 the file's content
 * @param width at which it is shown, in pixels of the page, where there is that much room
 * @param height at which it is shown
 * @param pixelated whether its pixels are enlarged to squares, not blurred
 * @param alt what is on it, for those who do not see it
 * @param caption below it; empty for none
 */
public record ReportFigure(
    String mediaType,
    String base64,
    int width,
    int height,
    boolean pixelated,
    String alt,
    String caption) {
  /** Charts are drawn with so many pixels for one of the page. */
  private static final int CHART_DENSITY = 2;

  /**
   * A chart of {@link vae4j.plot}, which is drawn at twice the size that it is shown at.
   *
   * @param image the drawing
   * @param alt what is on it
   * @param caption below it; empty for none
   */
  public static ReportFigure ofChart(BufferedImage image, String alt, String caption) {
    return ofPng(
        image, image.getWidth() / CHART_DENSITY, image.getHeight() / CHART_DENSITY, alt, caption);
  }

  /**
   * A grid of images that are enlarged already, shown pixel by pixel.
   *
   * @param image the drawing
   * @param alt what is on it
   * @param caption below it; empty for none
   */
  public static ReportFigure ofGrid(BufferedImage image, String alt, String caption) {
    return ofPng(image, image.getWidth(), image.getHeight(), alt, caption);
  }

  /**
   * A small moving image, to be enlarged when it is shown.
   *
   * @param frames of one size, at least one
   * @param delay of each frame in milliseconds; see {@link AnimatedGif#encode}
   * @param scale pixels of the page per pixel, at least 1
   * @param alt what is on it
   * @param caption below it; empty for none
   * @throws IllegalArgumentException if the scale is not positive, or as {@link AnimatedGif#encode}
   */
  public static ReportFigure ofFrames(
      List<BufferedImage> frames, int delay, int scale, String alt, String caption) {
    requirePositive("scale", scale);
    byte[] gif = AnimatedGif.encode(frames, delay);
    return new ReportFigure(
        "image/gif",
        Base64.getEncoder().encodeToString(gif),
        frames.get(0).getWidth() * scale,
        frames.get(0).getHeight() * scale,
        true,
        alt,
        caption);
  }

  private static ReportFigure ofPng(
      BufferedImage image, int width, int height, String alt, String caption) {
    String content = Base64.getEncoder().encodeToString(Png.encode(image));
    return new ReportFigure("image/png", content, width, height, false, alt, caption);
  }
}
