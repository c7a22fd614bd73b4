package vae4j.plot.image;

import static vae4j.data.Checks.requirePositive;

import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Draws images of one shape in rows and columns, on white, each pixel enlarged to a square.
 *
 * @param columns images in a row, at least 1
 * @param scale pixels of the drawing per pixel of an image, or {@link #AUTO_SCALE}
 * @param gap pixels between images and around them, at least 0
 * @param groupRows rows that belong together: below each so many there is a gap three times as
 *     wide; 0 for none
 * @param columnCaptions texts above the columns from the left, may be fewer than columns
 * @param rowCaptions texts left of the rows from the top, may be fewer than rows
 */
public record ImageGrid(
    int columns,
    int scale,
    int gap,
    int groupRows,
    List<String> columnCaptions,
    List<String> rowCaptions) {
  /** Enlarges images to about {@value #COMFORTABLE_SIDE} pixels, larger ones not at all. */
  public static final int AUTO_SCALE = 0;

  private static final int COMFORTABLE_SIDE = 96;
  private static final int DEFAULT_GAP = 4;
  private static final int SMALLEST_FONT = 11;
  private static final int LARGEST_FONT = 22;
  private static final Color TEXT = new Color(0x333333);

  static {
    Fonts.headless();
  }

  /**
   * Checks the grid.
   *
   * @throws IllegalArgumentException if a number is out of its range
   */
  public ImageGrid {
    requirePositive("columns", columns);
    requireNotNegative("scale", scale);
    requireNotNegative("gap", gap);
    requireNotNegative("groupRows", groupRows);
    columnCaptions = List.copyOf(columnCaptions);
    rowCaptions = List.copyOf(rowCaptions);
  }

  /**
   * A grid without captions, automatically enlarged.
   *
   * @param columns images in a row, at least 1
   * @return the grid
   */
  public static ImageGrid ofColumns(int columns) {
    return new ImageGrid(columns, AUTO_SCALE, DEFAULT_GAP, 0, List.of(), List.of());
  }

  /**
   * Originals, and below each its reconstruction.
   *
   * @param originals [N, H, W, C] in [0, 1]
   * @param reconstructions [N, H, W, C] in [0, 1]
   * @param columns pairs in a row, at least 1
   * @return the drawing, in rows of originals and of reconstructions by turns
   * @throws IllegalArgumentException if the shapes differ or there are no images
   */
  public static BufferedImage reconstruction(
      INDArray originals, INDArray reconstructions, int columns) {
    return reconstruction(PlotImage.listOf(originals), PlotImage.listOf(reconstructions), columns);
  }

  /**
   * Originals, and below each its reconstruction.
   *
   * @param originals images of one shape
   * @param reconstructions as many of the same shape
   * @param columns pairs in a row, at least 1
   * @return the drawing, in rows of originals and of reconstructions by turns
   * @throws IllegalArgumentException if the numbers or shapes differ or there are no images
   */
  public static BufferedImage reconstruction(
      List<PlotImage> originals, List<PlotImage> reconstructions, int columns) {
    if (originals.size() != reconstructions.size()) {
      throw new IllegalArgumentException(
          "originals and reconstructions must be as many, were "
              + originals.size()
              + " and "
              + reconstructions.size());
    }
    List<List<PlotImage>> rows = new ArrayList<>();
    List<String> captions = new ArrayList<>();
    for (int from = 0; from < originals.size(); from += columns) {
      int to = Math.min(originals.size(), from + columns);
      rows.add(originals.subList(from, to));
      rows.add(reconstructions.subList(from, to));
      captions.add("original");
      captions.add("decoded");
    }
    return new ImageGrid(
            Math.min(columns, Math.max(1, originals.size())),
            AUTO_SCALE,
            DEFAULT_GAP,
            2,
            List.of(),
            captions)
        .drawRows(rows);
  }

  /**
   * The same grid with another enlargement.
   *
   * @param newScale pixels of the drawing per pixel of an image, or {@link #AUTO_SCALE}
   */
  public ImageGrid withScale(int newScale) {
    return new ImageGrid(columns, newScale, gap, groupRows, columnCaptions, rowCaptions);
  }

  /**
   * The same grid with other gaps.
   *
   * @param newGap pixels between images, at least 0
   */
  public ImageGrid withGap(int newGap) {
    return new ImageGrid(columns, scale, newGap, groupRows, columnCaptions, rowCaptions);
  }

  /**
   * The same grid with texts above the columns.
   *
   * @param captions from the left; may be fewer than columns
   */
  public ImageGrid withColumnCaptions(List<String> captions) {
    return new ImageGrid(columns, scale, gap, groupRows, captions, rowCaptions);
  }

  /**
   * The same grid with texts left of the rows.
   *
   * @param captions from the top; may be fewer than rows
   */
  public ImageGrid withRowCaptions(List<String> captions) {
    return new ImageGrid(columns, scale, gap, groupRows, columnCaptions, captions);
  }

  /**
   * Draws a batch, row by row.
   *
   * @param batch [N, H, W, C] in [0, 1], C 1 or 3; N at least 1
   * @return the drawing
   * @throws IllegalArgumentException if the batch has another shape
   */
  public BufferedImage draw(INDArray batch) {
    return draw(PlotImage.listOf(batch));
  }

  /**
   * Draws images, row by row.
   *
   * @param images at least one, all of one shape
   * @return the drawing
   * @throws IllegalArgumentException if there are none or their shapes differ
   */
  public BufferedImage draw(List<PlotImage> images) {
    List<List<PlotImage>> rows = new ArrayList<>();
    for (int from = 0; from < images.size(); from += columns) {
      rows.add(images.subList(from, Math.min(images.size(), from + columns)));
    }
    return drawRows(rows);
  }

  private BufferedImage drawRows(List<List<PlotImage>> rows) {
    PlotImage first = requireOneShape(rows);
    int enlarged = scale == AUTO_SCALE ? automaticScale(first) : scale;
    int tileHeight = first.height() * enlarged;
    int tileWidth = first.width() * enlarged;
    Font font = Fonts.plain(Math.max(SMALLEST_FONT, Math.min(LARGEST_FONT, tileHeight / 5)));
    int left = widthOfRowCaptions(font);
    int top = columnCaptions.isEmpty() || !Fonts.available() ? 0 : font.getSize() * 3 / 2;

    long width = left + gap + (long) columns * (tileWidth + gap);
    int last = rows.size() - 1;
    long height = top + yOfRow(last, tileHeight) + (long) tileHeight + gap;
    requireDrawable(width, height);
    BufferedImage image = new BufferedImage((int) width, (int) height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    try {
      graphics.setColor(Color.WHITE);
      graphics.fillRect(0, 0, image.getWidth(), image.getHeight());
      for (int row = 0; row < rows.size(); row++) {
        List<PlotImage> images = rows.get(row);
        for (int column = 0; column < images.size(); column++) {
          int x = left + gap + column * (tileWidth + gap);
          drawImage(image, images.get(column), x, top + yOfRow(row, tileHeight), enlarged);
        }
      }
      if (left > 0 || top > 0) {
        graphics.setFont(font);
        drawCaptions(graphics, rows.size(), left, top, tileWidth, tileHeight);
      }
    } finally {
      graphics.dispose();
    }
    return image;
  }

  private int yOfRow(int row, int tileHeight) {
    return gap + row * (tileHeight + gap) + groupGap(row);
  }

  /** The height of the gaps between groups above a row; there is none below the last row. */
  private int groupGap(int row) {
    return groupRows == 0 ? 0 : row / groupRows * 2 * gap;
  }

  private void drawCaptions(
      Graphics2D graphics, int rows, int left, int top, int tileWidth, int tileHeight) {
    Fonts.smooth(graphics);
    graphics.setColor(TEXT);
    FontMetrics metrics = graphics.getFontMetrics();
    for (int column = 0; column < Math.min(columns, columnCaptions.size()); column++) {
      String text = columnCaptions.get(column);
      int centre = left + gap + column * (tileWidth + gap) + tileWidth / 2;
      graphics.drawString(text, centre - metrics.stringWidth(text) / 2, top - metrics.getDescent());
    }
    for (int row = 0; row < Math.min(rows, rowCaptions.size()); row++) {
      String text = rowCaptions.get(row);
      int centre = top + yOfRow(row, tileHeight) + tileHeight / 2;
      graphics.drawString(
          text,
          left - metrics.stringWidth(text) - metrics.getFont().getSize() / 2,
          centre + (metrics.getAscent() - metrics.getDescent()) / 2);
    }
  }

  private int widthOfRowCaptions(Font font) {
    if (rowCaptions.isEmpty() || !Fonts.available()) {
      return 0;
    }
    Graphics2D graphics = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB).createGraphics();
    try {
      Fonts.smooth(graphics);
      FontMetrics metrics = graphics.getFontMetrics(font);
      return rowCaptions.stream().mapToInt(metrics::stringWidth).max().orElse(0) + font.getSize();
    } finally {
      graphics.dispose();
    }
  }

  private static void drawImage(BufferedImage grid, PlotImage image, int left, int top, int scale) {
    for (int row = 0; row < image.height(); row++) {
      for (int column = 0; column < image.width(); column++) {
        int rgb = image.rgb(row, column);
        for (int dy = 0; dy < scale; dy++) {
          for (int dx = 0; dx < scale; dx++) {
            grid.setRGB(left + column * scale + dx, top + row * scale + dy, rgb);
          }
        }
      }
    }
  }

  private static int automaticScale(PlotImage image) {
    int side = Math.max(image.height(), image.width());
    return Math.max(1, Math.round((float) COMFORTABLE_SIDE / side));
  }

  private static PlotImage requireOneShape(List<List<PlotImage>> rows) {
    if (rows.isEmpty()) {
      throw new IllegalArgumentException("a grid needs at least one image, had none");
    }
    PlotImage first = rows.get(0).get(0);
    for (List<PlotImage> row : rows) {
      for (PlotImage image : row) {
        if (!image.sameShapeAs(first)) {
          throw new IllegalArgumentException(
              "images of a grid must have one shape, were "
                  + first.shape()
                  + " and "
                  + image.shape());
        }
      }
    }
    return first;
  }

  private static void requireDrawable(long width, long height) {
    if (width * height > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "a drawing must have fewer than 2^31 pixels, was " + width + "×" + height);
    }
  }

  private static void requireNotNegative(String name, int value) {
    if (value < 0) {
      throw new IllegalArgumentException(name + " must not be negative, was " + value);
    }
  }
}
