package vae4j.datasets.image;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import javax.imageio.stream.ImageInputStream;

/**
 * A camera's note of how an image is to be turned (Exif 2.32, section 4.6.4).
 *
 * <p>It is found in JPEG's APP1 segment, PNG's eXIf chunk, WebP's EXIF chunk and TIFF's first
 * directory. Nothing else of the metadata is read, so that it costs no memory whatever it holds,
 * and a note that is damaged is none.
 */
final class Orientation {
  /** The image is stored as it is to be seen. */
  static final int UPRIGHT = 1;

  private Orientation() {}

  /** Reads the note, 1 to 8; the stream's position is moved. */
  static int of(ImageInputStream in, ImageFormat format) throws IOException {
    try {
      in.setByteOrder(ByteOrder.BIG_ENDIAN);
      in.seek(0);
      return switch (format) {
        case JPEG -> ofJpeg(in);
        case PNG -> ofPng(in);
        case WEBP -> ofWebp(in);
        case TIFF -> ofTiff(in, 0);
        case GIF, BMP -> UPRIGHT;
      };
    } catch (EOFException e) {
      return UPRIGHT; // what is cut off is found when the pixels are decoded
    } finally {
      in.setByteOrder(ByteOrder.BIG_ENDIAN);
    }
  }

  /** Whether height and width change places. */
  static boolean isSideways(int orientation) {
    return orientation >= 5;
  }

  /** The image as it is to be seen. */
  static DecodedPixels apply(int orientation, DecodedPixels stored) {
    if (orientation == UPRIGHT) {
      return stored;
    }
    boolean sideways = isSideways(orientation);
    int height = sideways ? stored.width() : stored.height();
    int width = sideways ? stored.height() : stored.width();
    // 1 top left, 2 top right, 3 bottom right, 4 bottom left: where the stored first pixel is to
    // be seen; 5 to 8 the same in the order left top, right top, right bottom, left bottom.
    boolean flipRows =
        switch (orientation) {
          case 3, 4, 7, 8 -> true;
          default -> false;
        };
    boolean flipColumns =
        switch (orientation) {
          case 2, 3, 6, 7 -> true;
          default -> false;
        };
    int channels = stored.channels();
    byte[] values = new byte[height * width * channels];
    int to = 0;
    for (int y = 0; y < height; y++) {
      int v = flipRows ? height - 1 - y : y;
      for (int x = 0; x < width; x++) {
        int u = flipColumns ? width - 1 - x : x;
        int from = (sideways ? u * stored.width() + v : v * stored.width() + u) * channels;
        for (int c = 0; c < channels; c++) {
          values[to++] = stored.values()[from + c];
        }
      }
    }
    return new DecodedPixels(height, width, channels, values);
  }

  private static int ofJpeg(ImageInputStream in) throws IOException {
    in.skipBytes(2);
    while (true) {
      int marker = in.readUnsignedShort();
      if (marker == 0xffff) {
        in.seek(in.getStreamPosition() - 1); // fill bytes may stand before a marker
        continue;
      }
      if (marker >>> 8 != 0xff || marker == 0xffda || marker == 0xffd9) {
        return UPRIGHT; // the scan begins, or what was to be a marker is none
      }
      if ((marker >= 0xffd0 && marker <= 0xffd7) || marker == 0xff01) {
        continue; // these have no length
      }
      long start = in.getStreamPosition();
      int length = in.readUnsignedShort();
      if (marker == 0xffe1 && length >= 16 && "Exif\0\0".equals(text(in, 6))) {
        return ofTiff(in, in.getStreamPosition());
      }
      in.seek(start + length);
    }
  }

  private static int ofPng(ImageInputStream in) throws IOException {
    in.skipBytes(8);
    while (true) {
      long length = in.readUnsignedInt();
      String type = text(in, 4);
      if (type.equals("eXIf")) {
        return ofTiff(in, in.getStreamPosition());
      }
      if (type.equals("IEND")) {
        return UPRIGHT;
      }
      in.seek(in.getStreamPosition() + length + 4);
    }
  }

  private static int ofWebp(ImageInputStream in) throws IOException {
    in.skipBytes(12);
    while (true) {
      String type = text(in, 4);
      in.setByteOrder(ByteOrder.LITTLE_ENDIAN);
      long length = in.readUnsignedInt();
      in.setByteOrder(ByteOrder.BIG_ENDIAN);
      long start = in.getStreamPosition();
      if (type.equals("EXIF")) {
        // Some writers put JPEG's prefix before it.
        return ofTiff(in, "Exif\0\0".equals(text(in, 6)) ? start + 6 : start);
      }
      in.seek(start + length + (length & 1));
    }
  }

  private static int ofTiff(ImageInputStream in, long start) throws IOException {
    int value = TiffField.ORIENTATION.in(in, start);
    return value >= 1 && value <= 8 ? value : UPRIGHT;
  }

  private static String text(ImageInputStream in, int length) throws IOException {
    byte[] bytes = new byte[length];
    in.readFully(bytes);
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }
}
