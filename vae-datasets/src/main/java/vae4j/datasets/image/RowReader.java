package vae4j.datasets.image;

import java.awt.color.ColorSpace;
import java.awt.color.ICC_ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorConvertOp;
import java.awt.image.ColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Gives the rows of a decoded image as grey, or as red, green and blue, on white. */
final class RowReader {
  /** In what way the samples of a row become numbers of 0 to 255. */
  enum Kind {
    PALETTE,
    GREY,
    CMYK,
    /** Eight opaque bits each, in sRGB: what most files hold. */
    PLAIN,
    /** As PLAIN, but of a colour space of its own, from which it is brought to sRGB. */
    PROFILED,
    /** All else, by way of Java's own conversion. */
    ANY
  }

  private static final int WHITE = 255;

  private final Kind kind;
  private final boolean grey;
  private final int width;
  private final int @Nullable [] palette;
  private final @Nullable ColorConvertOp toSrgb;
  private final int[] samples;

  /** For images of a type and width. */
  RowReader(BufferedImage first) throws IOException {
    ColorModel model = first.getColorModel();
    requireWholeNumbers(model);
    width = first.getWidth();
    kind = kindOf(first);
    grey = isGrey(model);
    palette = model instanceof IndexColorModel colours ? palette(colours) : null;
    toSrgb =
        kind == Kind.PROFILED
            ? new ColorConvertOp(
                model.getColorSpace(), ColorSpace.getInstance(ColorSpace.CS_sRGB), null)
            : null;
    samples = new int[width * Math.max(1, kind == Kind.ANY ? 1 : model.getNumComponents())];
  }

  /** 1 if an image of this colour model is grey, else 3. */
  static int channels(ColorModel model) {
    return isGrey(model) ? 1 : 3;
  }

  /** 1 if the rows are grey, else 3. */
  int channels() {
    return grey ? 1 : 3;
  }

  /**
   * One row.
   *
   * @param strip an image of the type that this was made for
   * @param y which row of it
   * @param target receives width × channels numbers of 0 to 255
   * @param wanted the target's channels, 1 or 3
   */
  void read(BufferedImage strip, int y, float[] target, int wanted) {
    Raster raster = strip.getRaster();
    switch (kind) {
      case PALETTE -> {
        int[] colours = Objects.requireNonNull(palette);
        raster.getSamples(0, y, width, 1, 0, samples);
        for (int x = 0; x < width; x++) {
          // An index beyond the palette is shown black, as libpng does.
          int rgb = samples[x] < colours.length ? colours[samples[x]] : 0;
          put(target, x, wanted, rgb >> 16 & 0xff, rgb >> 8 & 0xff, rgb & 0xff);
        }
      }
      case GREY -> {
        int bands = raster.getNumBands();
        int most = (1 << raster.getSampleModel().getSampleSize(0)) - 1;
        raster.getPixels(0, y, width, 1, samples);
        for (int x = 0; x < width; x++) {
          int value = scaled(samples[x * bands], most);
          int alpha = bands > 1 ? scaled(samples[x * bands + 1], most) : WHITE;
          put(target, x, wanted, onWhite(value, alpha));
        }
      }
      case CMYK -> {
        raster.getPixels(0, y, width, 1, samples);
        int bands = raster.getNumBands();
        for (int x = 0; x < width; x++) {
          int unblackened = WHITE - samples[x * bands + 3];
          put(
              target,
              x,
              wanted,
              inked(samples[x * bands], unblackened),
              inked(samples[x * bands + 1], unblackened),
              inked(samples[x * bands + 2], unblackened));
        }
      }
      case PLAIN, PROFILED -> {
        Raster row = raster;
        int at = y;
        if (toSrgb != null) {
          WritableRaster converted = Raster.createInterleavedRaster(0, width, 1, 3, null);
          row = toSrgb.filter(raster.createChild(0, y, width, 1, 0, 0, null), converted);
          at = 0;
        }
        row.getPixels(0, at, width, 1, samples);
        for (int x = 0; x < width; x++) {
          put(target, x, wanted, samples[3 * x], samples[3 * x + 1], samples[3 * x + 2]);
        }
      }
      case ANY -> {
        strip.getRGB(0, y, width, 1, samples, 0, width);
        for (int x = 0; x < width; x++) {
          int argb = samples[x];
          int alpha = argb >>> 24;
          put(
              target,
              x,
              wanted,
              onWhite(argb >> 16 & 0xff, alpha),
              onWhite(argb >> 8 & 0xff, alpha),
              onWhite(argb & 0xff, alpha));
        }
      }
    }
  }

  private static Kind kindOf(BufferedImage image) {
    ColorModel model = image.getColorModel();
    if (model instanceof IndexColorModel) {
      return Kind.PALETTE;
    }
    int type = model.getColorSpace().getType();
    // Java would take grey values for linear light and brighten them on the way to RGB.
    if (type == ColorSpace.TYPE_GRAY) {
      return Kind.GREY;
    }
    if (type == ColorSpace.TYPE_CMYK) {
      return Kind.CMYK;
    }
    if (image.getType() == BufferedImage.TYPE_3BYTE_BGR
        || image.getType() == BufferedImage.TYPE_INT_RGB) {
      return Kind.PLAIN;
    }
    boolean plain =
        model.getNumComponents() == 3
            && !model.hasAlpha()
            && image.getSampleModel().getDataType() == DataBuffer.TYPE_BYTE
            && image.getSampleModel().getSampleSize(0) == 8
            && type == ColorSpace.TYPE_RGB;
    return plain
        ? model.getColorSpace() instanceof ICC_ColorSpace && !model.getColorSpace().isCS_sRGB()
            ? Kind.PROFILED
            : Kind.PLAIN
        : Kind.ANY;
  }

  private static boolean isGrey(ColorModel model) {
    if (model instanceof IndexColorModel palette) {
      for (int i = 0; i < palette.getMapSize(); i++) {
        if (palette.getRed(i) != palette.getGreen(i) || palette.getRed(i) != palette.getBlue(i)) {
          return false;
        }
      }
      return true;
    }
    return model.getColorSpace().getType() == ColorSpace.TYPE_GRAY;
  }

  private static int[] palette(IndexColorModel model) {
    int[] colours = new int[model.getMapSize()];
    for (int i = 0; i < colours.length; i++) {
      int alpha = model.getAlpha(i);
      colours[i] =
          onWhite(model.getRed(i), alpha) << 16
              | onWhite(model.getGreen(i), alpha) << 8
              | onWhite(model.getBlue(i), alpha);
    }
    return colours;
  }

  /** Only whole numbers have a known order of dark and bright. */
  private static void requireWholeNumbers(ColorModel model) throws IOException {
    int type = model.getTransferType();
    if (type != DataBuffer.TYPE_BYTE && type != DataBuffer.TYPE_USHORT && !isPackedRgb(model)) {
      throw new IOException("its samples must be whole numbers of 1 to 16 bits without sign");
    }
  }

  private static boolean isPackedRgb(ColorModel model) {
    return model.getTransferType() == DataBuffer.TYPE_INT && model.getComponentSize(0) <= 8;
  }

  private static void put(float[] target, int x, int wanted, int grey) {
    for (int c = 0; c < wanted; c++) {
      target[x * wanted + c] = grey;
    }
  }

  private void put(float[] target, int x, int wanted, int red, int green, int blue) {
    if (wanted == 1) {
      target[x] = grey ? red : luma(red, green, blue);
    } else {
      target[3 * x] = red;
      target[3 * x + 1] = green;
      target[3 * x + 2] = blue;
    }
  }

  /** ITU-R BT.601-7, section 2.5.1: 0.299 R + 0.587 G + 0.114 B, rounded. */
  private static int luma(int red, int green, int blue) {
    return (299 * red + 587 * green + 114 * blue + 500) / 1000;
  }

  private static int inked(int ink, int unblackened) {
    return ((WHITE - ink) * unblackened + 127) / WHITE;
  }

  private static int scaled(int sample, int most) {
    return (int) ((sample * 255L + most / 2) / most);
  }

  private static int onWhite(int value, int alpha) {
    return (value * alpha + WHITE * (WHITE - alpha) + 127) / WHITE;
  }
}
