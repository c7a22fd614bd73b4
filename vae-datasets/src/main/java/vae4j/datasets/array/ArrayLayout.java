package vae4j.datasets.array;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import vae4j.data.ImageShape;
import vae4j.io.npy.MalformedNpyException;
import vae4j.io.npy.NpyHeader;

/**
 * The layout of images in an array.
 *
 * @param shape of an image
 * @param channelsFirst whether an image lies there as [C, H, W]; else as [H, W, C]
 * @param notice what the user should be told of the guess; empty where nothing was guessed
 */
record ArrayLayout(ImageShape shape, boolean channelsFirst, String notice) {
  /**
   * Takes [N, H, W], [N, H, W, C], [N, C, H, W] with one or three channels, and [N, H·W·C].
   *
   * @param array the images
   * @param height of the images asked for; 0 if none was
   * @param width of the images asked for; 0 if none was
   */
  static ArrayLayout of(NpyArray array, int height, int width) throws IOException {
    NpyHeader header = array.header();
    List<Long> axes = header.shape();
    if (!header.isPlain() || axes.size() < 2 || axes.size() > 4 || axes.contains(0L)) {
      throw unknown(array, "");
    }
    if (axes.get(0) > Integer.MAX_VALUE) {
      throw new MalformedNpyException(
          array.source(), "images must be fewer than 2^31, were " + axes.get(0));
    }
    int[] of = axes.stream().skip(1).mapToInt(Math::toIntExact).toArray();
    if (of.length == 1) {
      return flat(array, of[0], height, width);
    }
    ArrayLayout layout;
    if (of.length == 2) {
      layout = new ArrayLayout(new ImageShape(of[0], of[1], 1), false, "");
    } else if (isChannels(of[2])) {
      layout = new ArrayLayout(new ImageShape(of[0], of[1], of[2]), false, "");
    } else if (isChannels(of[0])) {
      layout =
          new ArrayLayout(
              new ImageShape(of[1], of[2], of[0]),
              true,
              array.source() + " " + axes + " is taken as [images, channels, height, width]");
    } else {
      throw unknown(array, " with 1 or 3 channels");
    }
    ImageShape found = layout.shape();
    if (height > 0 && (found.height() != height || found.width() != width)) {
      throw new MalformedNpyException(
          array.source(),
          String.format(
              Locale.ROOT,
              "images of an array are not resized: size must be %dx%d, was %dx%d",
              found.height(),
              found.width(),
              height,
              width));
    }
    return layout;
  }

  private static ArrayLayout flat(NpyArray array, int length, int height, int width)
      throws IOException {
    int side = (int) Math.round(Math.sqrt(length));
    if (height == 0 && (long) side * side == length) {
      return new ArrayLayout(
          new ImageShape(side, side, 1),
          false,
          String.format(
              Locale.ROOT,
              "rows of %d numbers in %s are taken as images of %d×%d",
              length,
              array.source(),
              side,
              side));
    }
    if (height == 0) {
      throw new MalformedNpyException(
          array.source(),
          "rows of " + length + " numbers are no square images; say their size with --size HxW");
    }
    long pixels = (long) height * width;
    if (length % pixels != 0 || !isChannels((int) (length / pixels))) {
      throw new MalformedNpyException(
          array.source(),
          String.format(
              Locale.ROOT,
              "size must fit rows of %d numbers with 1 or 3 channels, was %dx%d",
              length,
              height,
              width));
    }
    return new ArrayLayout(new ImageShape(height, width, (int) (length / pixels)), false, "");
  }

  private static boolean isChannels(int axis) {
    return axis == 1 || axis == 3;
  }

  private static MalformedNpyException unknown(NpyArray array, String with) {
    return new MalformedNpyException(
        array.source(),
        "images must be [N, H, W], [N, H, W, C], [N, C, H, W] or [N, H·W]"
            + with
            + ", were "
            + array.header().describe());
  }
}
