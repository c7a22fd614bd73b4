package vae4j.datasets.picture;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import vae4j.data.ImageShape;

/**
 * Decodes PNG, JPEG, BMP and GIF files, and whatever else ImageIO has been given a plug-in for.
 *
 * <ul>
 *   <li>Where a picture is transparent, white shows through.
 *   <li>Values of other than 8 bits are scaled to 8 bits.
 *   <li>Grey values are taken as they are in the file, colour profiles or not.
 *   <li>Of an animation, the first picture is taken. A camera's note to turn the picture (EXIF) is
 *       not read.
 *   <li>Of CMYK, each ink takes its share of the light, without a printer's colour profile.
 * </ul>
 */
public final class PictureDecoder {
  /** Pictures above this many pixels are refused, since decoding one could fill the memory. */
  private static final long MOST_PIXELS = 1L << 27;

  private PictureDecoder() {}

  /**
   * The shape a picture has in its file.
   *
   * @param file a picture
   * @return its height and width, with 1 channel if it is grey and 3 if it is in colour
   * @throws BrokenPictureException if it cannot be decoded
   * @throws IOException if it cannot be read
   */
  public static ImageShape shapeOf(Path file) throws IOException {
    Pixels pixels = pixels(file);
    return new ImageShape(pixels.height(), pixels.width(), pixels.channels());
  }

  /**
   * Decodes a picture and brings it into a shape; its proportions are not kept.
   *
   * @param file a picture
   * @param shape the shape wanted, of 1 or 3 channels
   * @return unsigned bytes in the order [height, width, channels]
   * @throws BrokenPictureException if it cannot be decoded
   * @throws IOException if it cannot be read
   */
  public static byte[] decode(Path file, ImageShape shape) throws IOException {
    Pixels pixels = pixels(file).withChannels(shape.channels());
    return Resampling.resize(pixels, shape.height(), shape.width()).values();
  }

  private static Pixels pixels(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes))) {
      Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
      if (!readers.hasNext()) {
        throw new BrokenPictureException(
            file, "content must be a PNG, JPEG, BMP or GIF picture, is none", null);
      }
      ImageReader reader = readers.next();
      try {
        return toPixels(read(file, reader, in));
      } finally {
        reader.dispose();
      }
    } catch (BrokenPictureException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      // Decoders throw all sorts of runtime exceptions at damaged content.
      throw new BrokenPictureException(file, "picture cannot be decoded: " + reason(e), e);
    }
  }

  private static BufferedImage read(Path file, ImageReader reader, ImageInputStream in)
      throws IOException {
    List<String> warnings = new ArrayList<>();
    reader.addIIOReadWarningListener((source, warning) -> warnings.add(warning));
    reader.setInput(in, true, true);
    long width = reader.getWidth(0);
    long height = reader.getHeight(0);
    if (width * height > MOST_PIXELS) {
      throw new BrokenPictureException(
          file,
          "picture must have at most "
              + MOST_PIXELS
              + " pixels, has "
              + width
              + "×"
              + height
              + " of them",
          null);
    }
    BufferedImage image = reader.read(0);
    for (String warning : warnings) {
      // A JPEG that is cut off decodes, the rest grey, with no more than a warning.
      if (warning.contains("EOI") || warning.contains("Truncated")) {
        throw new BrokenPictureException(file, "picture is cut off: " + warning, null);
      }
    }
    return image;
  }

  private static Pixels toPixels(BufferedImage image) {
    ColorModel model = image.getColorModel();
    if (model instanceof IndexColorModel palette) {
      Pixels colours = fromRgb(image);
      return isGrey(palette) ? colours.withChannels(1) : colours;
    }
    return switch (model.getColorSpace().getType()) {
      // Java would take grey values for linear light and brighten them on the way to RGB.
      case ColorSpace.TYPE_GRAY -> fromGrey(image);
      case ColorSpace.TYPE_CMYK -> fromCmyk(image);
      default -> fromRgb(image);
    };
  }

  private static Pixels fromGrey(BufferedImage image) {
    Raster raster = image.getRaster();
    int height = image.getHeight();
    int width = image.getWidth();
    int most = (1 << raster.getSampleModel().getSampleSize(0)) - 1;
    boolean transparent = raster.getNumBands() > 1;
    byte[] values = new byte[height * width];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int grey = scaled(raster.getSample(x, y, 0), most);
        int alpha = transparent ? scaled(raster.getSample(x, y, 1), most) : 255;
        values[y * width + x] = (byte) onWhite(grey, alpha);
      }
    }
    return new Pixels(height, width, 1, values);
  }

  private static Pixels fromRgb(BufferedImage image) {
    int type = image.getType();
    if (type == BufferedImage.TYPE_3BYTE_BGR || type == BufferedImage.TYPE_INT_RGB) {
      return fromPlainRgb(image);
    }
    int height = image.getHeight();
    int width = image.getWidth();
    byte[] values = new byte[height * width * 3];
    int[] row = new int[width];
    int to = 0;
    for (int y = 0; y < height; y++) {
      image.getRGB(0, y, width, 1, row, 0, width);
      for (int argb : row) {
        int alpha = argb >>> 24;
        values[to++] = (byte) onWhite(argb >> 16 & 0xff, alpha);
        values[to++] = (byte) onWhite(argb >> 8 & 0xff, alpha);
        values[to++] = (byte) onWhite(argb & 0xff, alpha);
      }
    }
    return new Pixels(height, width, 3, values);
  }

  /** What most files hold: eight opaque bits each. Several times as fast as by way of getRGB. */
  private static Pixels fromPlainRgb(BufferedImage image) {
    int height = image.getHeight();
    int width = image.getWidth();
    byte[] values = new byte[height * width * 3];
    int[] row = new int[width * 3];
    int to = 0;
    for (int y = 0; y < height; y++) {
      image.getRaster().getPixels(0, y, width, 1, row);
      for (int value : row) {
        values[to++] = (byte) value;
      }
    }
    return new Pixels(height, width, 3, values);
  }

  private static Pixels fromCmyk(BufferedImage image) {
    Raster raster = image.getRaster();
    int height = image.getHeight();
    int width = image.getWidth();
    byte[] values = new byte[height * width * 3];
    int to = 0;
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int unblackened = 255 - raster.getSample(x, y, 3);
        for (int ink = 0; ink < 3; ink++) {
          int left = 255 - raster.getSample(x, y, ink);
          values[to++] = (byte) ((left * unblackened + 127) / 255);
        }
      }
    }
    return new Pixels(height, width, 3, values);
  }

  private static boolean isGrey(IndexColorModel palette) {
    for (int i = 0; i < palette.getMapSize(); i++) {
      if (palette.getRed(i) != palette.getGreen(i) || palette.getRed(i) != palette.getBlue(i)) {
        return false;
      }
    }
    return true;
  }

  private static int scaled(int sample, int most) {
    return (int) ((sample * 255L + most / 2) / most);
  }

  private static int onWhite(int value, int alpha) {
    return (value * alpha + 255 * (255 - alpha) + 127) / 255;
  }

  private static String reason(Exception e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }
}
