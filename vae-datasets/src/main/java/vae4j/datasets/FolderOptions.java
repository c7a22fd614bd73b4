package vae4j.datasets;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Options of a folder of images.
 *
 * @param height rows of each image, or 0 for those that most have
 * @param width pixels in a row, or 0 for those that most images have
 * @param channels 1 for grey, 3 for red, green, blue, or 0 for 3 if one of the images is in colour
 * @param skipBroken whether broken files are left out and counted, which decodes every image once
 *     when the folder is opened; otherwise the first one that is read is an error
 * @param testFraction share of the images that {@link Datasets} keeps for testing, in (0, 1)
 * @param splitSeed which images those are
 * @param testDirectory a folder of images to test on, or null for a part of the folder itself
 * @param labels a table of labels as {@link vae4j.datasets.folder.LabelTable} reads it, or null for
 *     {@code labels.csv} in the folder or, if there is none, the names of its sub-folders
 * @param labelColumn which column of the table holds the labels, or null for the only one
 */
public record FolderOptions(
    int height,
    int width,
    int channels,
    boolean skipBroken,
    double testFraction,
    long splitSeed,
    @Nullable Path testDirectory,
    @Nullable Path labels,
    @Nullable String labelColumn) {
  /**
   * Checks the options.
   *
   * @throws IllegalArgumentException if a component is out of its range, or only one of height and
   *     width is 0
   */
  public FolderOptions {
    if (height < 0 || width < 0 || (height == 0) != (width == 0)) {
      throw new IllegalArgumentException(
          "height and width must both be positive, or both 0, were " + height + " and " + width);
    }
    if (channels != 0 && channels != 1 && channels != 3) {
      throw new IllegalArgumentException("channels must be 0, 1 or 3, was " + channels);
    }
    requireFraction(testFraction);
  }

  /** Shape of most images, broken files an error, a tenth for testing. */
  public static FolderOptions defaults() {
    return new FolderOptions(0, 0, 0, false, 0.1, 0, null, null, null);
  }

  /**
   * These options with another size, to which images are stretched or shrunk.
   *
   * @param newHeight rows, at least 1
   * @param newWidth pixels in a row, at least 1
   * @throws IllegalArgumentException if only one of them is 0, or one is negative
   */
  public FolderOptions withSize(int newHeight, int newWidth) {
    return new FolderOptions(
        newHeight,
        newWidth,
        channels,
        skipBroken,
        testFraction,
        splitSeed,
        testDirectory,
        labels,
        labelColumn);
  }

  /** These options with grey images. */
  public FolderOptions withGrey() {
    return new FolderOptions(
        height, width, 1, skipBroken, testFraction, splitSeed, testDirectory, labels, labelColumn);
  }

  /** These options with red, green and blue. */
  public FolderOptions withRgb() {
    return new FolderOptions(
        height, width, 3, skipBroken, testFraction, splitSeed, testDirectory, labels, labelColumn);
  }

  /**
   * These options with broken files left out and counted, or not.
   *
   * @param skip whether to leave them out
   */
  public FolderOptions withSkipBroken(boolean skip) {
    return new FolderOptions(
        height, width, channels, skip, testFraction, splitSeed, testDirectory, labels, labelColumn);
  }

  /**
   * These options with another split.
   *
   * @param fraction share of the images for testing, in (0, 1)
   * @param seed which images those are
   * @throws IllegalArgumentException if the fraction is not in (0, 1)
   */
  public FolderOptions withSplit(double fraction, long seed) {
    return new FolderOptions(
        height, width, channels, skipBroken, fraction, seed, testDirectory, labels, labelColumn);
  }

  /**
   * These options with images to test on that lie elsewhere.
   *
   * @param directory their folder, or null for a part of the folder itself
   */
  public FolderOptions withTestDirectory(@Nullable Path directory) {
    return new FolderOptions(
        height,
        width,
        channels,
        skipBroken,
        testFraction,
        splitSeed,
        directory,
        labels,
        labelColumn);
  }

  /**
   * These options with labels from a table.
   *
   * @param table the table, or null for the one that lies in the folder, if any
   * @param column its column that holds the labels, or null for the only one
   */
  public FolderOptions withLabels(@Nullable Path table, @Nullable String column) {
    return new FolderOptions(
        height, width, channels, skipBroken, testFraction, splitSeed, testDirectory, table, column);
  }

  static void requireFraction(double fraction) {
    if (!(fraction > 0 && fraction < 1)) {
      throw new IllegalArgumentException("test fraction must be in (0, 1), was " + fraction);
    }
  }
}
