package vae4j.datasets.image;

import com.twelvemonkeys.imageio.plugins.webp.WebPImageReaderSpi;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.ImageTypeSpecifier;
import org.jspecify.annotations.Nullable;
import vae4j.data.ImageShape;

/**
 * Decodes PNG, JPEG, GIF, BMP, TIFF and WebP files, and whatever else ImageIO has been given a
 * plug-in for. The format is recognised by the content, not by the name.
 *
 * <ul>
 *   <li>Where an image is transparent, white shows through.
 *   <li>Values of other than 8 bits are scaled to 8 bits.
 *   <li>An image is turned as its camera noted (EXIF orientation).
 *   <li>Colours with a profile are brought to sRGB; grey values are taken as they are in the file,
 *       profile or not.
 *   <li>Of an animation or of several pages, the first image is taken.
 *   <li>Of CMYK, each ink takes its share of the light, without a printer's colour profile.
 *   <li>An image of which the decoder says, or a checksum shows, that pixels were lost is broken.
 * </ul>
 *
 * <p>Large images are read in strips of rows, and each row is resampled as it comes: beside what
 * the format's own decoder needs, an image takes at most 64 MiB, or a sixteenth of the heap where
 * that is less, however long it is. The result is that of the whole image. All images that are
 * being decoded may together take half of the heap; one that needs more is refused before anything
 * is allocated for it.
 */
public final class ImageDecoder {
  /** Images above this many pixels are refused: not all decoders keep them on the heap. */
  private static final long MOST_PIXELS = 1L << 27;

  /**
   * Bytes that the WebP decoder holds for each pixel of the whole image, in bytes. The smallest
   * heaps that decoded images of 12 and 3 million pixels left it 1.4 for opaque and 5.1 for
   * transparent ones, beside the pixels that it gave.
   */
  private static final int WEBP_OPAQUE_BYTES = 2;

  private static final int WEBP_TRANSPARENT_BYTES = 6;

  private ImageDecoder() {}

  /**
   * Reads the header; no pixel is decoded.
   *
   * @param file an image
   * @return its size and channels
   * @throws BrokenImageException if it cannot be decoded, as far as its header tells
   * @throws IOException if it cannot be read
   */
  public static ImageHeader header(Path file) throws IOException {
    return read(file, DecodeMemory.shared(), source -> source.header);
  }

  /**
   * The shape an image has in its file; no pixel is decoded.
   *
   * @param file an image
   * @return its height and width, with 1 channel if it is grey and 3 if it is in colour
   * @throws BrokenImageException if it cannot be decoded, as far as its header tells
   * @throws IOException if it cannot be read
   */
  public static ImageShape shapeOf(Path file) throws IOException {
    ImageHeader header = header(file);
    return new ImageShape(header.height(), header.width(), header.channels());
  }

  /**
   * Decodes an image and brings it into a shape; its proportions are not kept.
   *
   * @param file an image
   * @param shape the shape wanted, of 1 or 3 channels
   * @return unsigned bytes in the order [height, width, channels]
   * @throws BrokenImageException if it cannot be decoded, or not in the memory there is
   * @throws IOException if it cannot be read
   */
  public static byte[] decode(Path file, ImageShape shape) throws IOException {
    return decode(file, shape, DecodeMemory.shared());
  }

  /**
   * Decodes all pixels of an image and keeps none.
   *
   * @param file an image
   * @throws BrokenImageException if it cannot be decoded, or not in the memory there is
   * @throws IOException if it cannot be read
   */
  public static void check(Path file) throws IOException {
    decode(file, new ImageShape(1, 1, 1));
  }

  static byte[] decode(Path file, ImageShape shape, DecodeMemory memory) throws IOException {
    return read(file, memory, source -> source.pixels(shape));
  }

  private static <T> T read(Path file, DecodeMemory memory, Task<T> task) throws IOException {
    try (ChannelImageInputStream in = new ChannelImageInputStream(file)) {
      try {
        Optional<ImageFormat> format = ImageFormat.of(in);
        ImageReader reader = reader(file, format, in);
        try {
          return task.of(new Source(file, format.orElse(null), in, reader, memory));
        } finally {
          reader.dispose();
        }
      } catch (BrokenImageException e) {
        throw e;
      } catch (IOException | RuntimeException e) {
        // Decoders throw all sorts of runtime exceptions at damaged content.
        throw new BrokenImageException(file, "image cannot be decoded: " + reason(e), e);
      } catch (OutOfMemoryError e) {
        // The last resort: what a decoder needs is known before only as far as formats tell it.
        throw new BrokenImageException(file, "image cannot be decoded: " + reason(e), e);
      }
    }
  }

  private static ImageReader reader(
      Path file, Optional<ImageFormat> format, ChannelImageInputStream in) throws IOException {
    if (format.isPresent() && format.get() == ImageFormat.WEBP) {
      // Made here, so that it works where no service file or class loader names it.
      return new WebPImageReaderSpi().createReaderInstance(null);
    }
    Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
    if (!readers.hasNext()) {
      throw new BrokenImageException(
          file, "content must be a " + ImageFormat.NAMES + " image, is none", null);
    }
    return readers.next();
  }

  /** The fault in one line: the innermost message of a decoder is often the clearest. */
  private static String reason(Throwable problem) {
    Set<String> messages = new LinkedHashSet<>();
    for (Throwable cause = problem; cause != null; cause = cause.getCause()) {
      if (cause instanceof OutOfMemoryError) {
        return "it does not fit into the memory there is, a heap of "
            + DecodeMemory.inMebibytes(Runtime.getRuntime().maxMemory())
            + " MiB";
      }
      String message = cause.getMessage();
      if (message != null && !message.isBlank()) {
        messages.add(oneLine(message));
      } else {
        messages.add(
            cause instanceof EOFException ? "it is cut off" : cause.getClass().getSimpleName());
      }
    }
    return String.join(": ", messages);
  }

  private static String oneLine(String text) {
    return text.strip().replaceAll("\\s*\\R\\s*", " ").replaceAll("[:!.]+$", "");
  }

  private interface Task<T> {
    T of(Source source) throws IOException;
  }

  /** A file whose header has been read. */
  private static final class Source {
    private static final int UNCOMPRESSED = 1;

    private final Path file;
    private final @Nullable ImageFormat format;
    private final ChannelImageInputStream in;
    private final ImageReader reader;
    private final DecodeMemory memory;
    private final DecodeWatch watch = new DecodeWatch();
    private final int height;
    private final int width;
    private final int orientation;
    private final boolean compressed;
    private final ColorModel colours;
    private final ImageHeader header;

    Source(
        Path file,
        @Nullable ImageFormat format,
        ChannelImageInputStream in,
        ImageReader reader,
        DecodeMemory memory)
        throws IOException {
      this.file = file;
      this.format = format;
      this.in = in;
      this.reader = reader;
      this.memory = memory;
      orientation = format == null ? Orientation.UPRIGHT : Orientation.of(in, format);
      compressed = format == ImageFormat.TIFF && TiffField.COMPRESSION.in(in, 0) != UNCOMPRESSED;
      reader.addIIOReadWarningListener(watch);
      reader.addIIOReadProgressListener(watch);
      in.seek(0);
      reader.setInput(in, false, true);
      width = reader.getWidth(0);
      height = reader.getHeight(0);
      if ((long) width * height > MOST_PIXELS) {
        throw new BrokenImageException(
            file,
            "image must have at most "
                + MOST_PIXELS
                + " pixels, has "
                + width
                + "×"
                + height
                + " of them",
            null);
      }
      colours = firstType().getColorModel();
      boolean sideways = Orientation.isSideways(orientation);
      header =
          new ImageHeader(
              sideways ? width : height,
              sideways ? height : width,
              RowReader.channels(colours),
              colours.hasAlpha());
    }

    /** The type that the decoder gives where none is asked for. */
    private ImageTypeSpecifier firstType() throws IOException {
      Iterator<ImageTypeSpecifier> types = reader.getImageTypes(0);
      ImageTypeSpecifier type = types.hasNext() ? types.next() : reader.getRawImageType(0);
      if (type == null) {
        throw new IOException("its kind of colours is not known");
      }
      return type;
    }

    byte[] pixels(ImageShape shape) throws IOException {
      if (format == ImageFormat.PNG) {
        long position = in.getStreamPosition();
        Optional<String> problem = PngChecksums.problem(in);
        in.seek(position); // the decoder goes on where it was
        if (problem.isPresent()) {
          throw new BrokenImageException(file, "image cannot be decoded: " + problem.get(), null);
        }
      }
      boolean sideways = Orientation.isSideways(orientation);
      int newHeight = sideways ? shape.width() : shape.height();
      int newWidth = sideways ? shape.height() : shape.width();
      long rowBytes = Math.max(1, ((long) width * colours.getPixelSize() + 7) / 8);
      int rows = (int) Math.min(height, Math.max(1, memory.stripBytes() / rowBytes));
      long need =
          rows * rowBytes
              + decoderBytes(rowBytes)
              // the row as samples, and as numbers
              + 4L * width * (colours.getNumComponents() + shape.channels())
              + Resampling.bytes(height, width, newHeight, newWidth, shape.channels());
      if (DecodeMemory.inMebibytes(need) > memory.mebibytes()) {
        throw new BrokenImageException(
            file,
            "image of "
                + width
                + "×"
                + height
                + " pixels must fit into half of the heap to be decoded, "
                + memory.mebibytes()
                + " MiB, needs "
                + DecodeMemory.inMebibytes(need),
            null);
      }
      memory.take(need);
      try {
        byte[] values = resampled(rows, newHeight, newWidth, shape.channels());
        DecodedPixels stored = new DecodedPixels(newHeight, newWidth, shape.channels(), values);
        return Orientation.apply(orientation, stored).values();
      } finally {
        memory.giveBack(need);
      }
    }

    private byte[] resampled(int rows, int newHeight, int newWidth, int channels)
        throws IOException {
      Resampling resampling = new Resampling(height, width, newHeight, newWidth, channels);
      float[] numbers = new float[width * channels];
      RowReader reading = null;
      for (int top = 0; top < height; top += rows) {
        BufferedImage strip = strip(top, Math.min(rows, height - top));
        if (reading == null) {
          reading = new RowReader(strip);
        }
        for (int y = 0; y < strip.getHeight(); y++) {
          reading.read(strip, y, numbers, channels);
          resampling.add(numbers);
        }
      }
      return resampling.values();
    }

    private BufferedImage strip(int top, int rows) throws IOException {
      ImageReadParam param = reader.getDefaultReadParam();
      if (rows < height) {
        param.setSourceRegion(new Rectangle(0, top, width, rows));
      }
      BufferedImage strip = reader.read(0, param);
      if (watch.loss().isPresent()) {
        throw new BrokenImageException(
            file, "image cannot be decoded whole: " + oneLine(watch.loss().get()), null);
      }
      if (format == ImageFormat.GIF && !watch.sawAllRows()) {
        throw new BrokenImageException(
            file, "image cannot be decoded whole: rows are missing", null);
      }
      // Java's BMP reader takes no notice of it where it reads a part of the rows. The padding of
      // the last row may be missing.
      if (format == ImageFormat.BMP && in.missing() > 3) {
        throw new BrokenImageException(file, "image cannot be decoded: it is cut off", null);
      }
      return strip;
    }

    /** Memory of the format's decoder beside the decoded pixels. */
    private long decoderBytes(long rowBytes) throws IOException {
      if (format == null) {
        return 0;
      }
      return switch (format) {
        case PNG -> 4 * rowBytes;
        case WEBP ->
            (long) width
                * height
                * (colours.hasAlpha() ? WEBP_TRANSPARENT_BYTES : WEBP_OPAQUE_BYTES);
        // A tile, of which one strip of rows is a kind, is decompressed as a whole.
        case TIFF ->
            compressed
                ? 2L
                    * reader.getTileWidth(0)
                    * reader.getTileHeight(0)
                    * ((colours.getPixelSize() + 7) / 8)
                : 2 * rowBytes;
        case JPEG, GIF, BMP -> 2 * rowBytes;
      };
    }
  }
}
