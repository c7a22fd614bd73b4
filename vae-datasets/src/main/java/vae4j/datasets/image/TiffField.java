package vae4j.datasets.image;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteOrder;
import javax.imageio.stream.ImageInputStream;

/**
 * A number in the first directory of a TIFF file, or of EXIF data, which have the same form (TIFF
 * revision 6.0, section 2).
 */
enum TiffField {
  /** Compression of pixels; 1 for none. */
  COMPRESSION(0x103),
  /** Orientation of the image, 1 to 8. */
  ORIENTATION(0x112);

  private static final int ABSENT = 1; // the default of both
  private static final int TYPE_SHORT = 3;
  private static final int ENTRY = 12;

  private final int tag;

  TiffField(int tag) {
    this.tag = tag;
  }

  /**
   * The field's value, or 1 where it is missing or what should hold it is damaged.
   *
   * @param in is moved, and left big-endian
   * @param start where the TIFF header is
   */
  int in(ImageInputStream in, long start) throws IOException {
    try {
      in.setByteOrder(ByteOrder.BIG_ENDIAN);
      in.seek(start);
      int order = in.readUnsignedShort();
      if (order == 0x4949) {
        in.setByteOrder(ByteOrder.LITTLE_ENDIAN);
      } else if (order != 0x4d4d) {
        return ABSENT;
      }
      if (in.readUnsignedShort() != 42) {
        return ABSENT;
      }
      in.seek(start + in.readUnsignedInt());
      int entries = in.readUnsignedShort();
      long first = in.getStreamPosition();
      for (int i = 0; i < entries; i++) {
        in.seek(first + (long) i * ENTRY);
        if (in.readUnsignedShort() == tag) {
          boolean isShort = in.readUnsignedShort() == TYPE_SHORT;
          in.skipBytes(4);
          return isShort ? in.readUnsignedShort() : ABSENT;
        }
      }
      return ABSENT;
    } catch (EOFException e) {
      return ABSENT; // where pixels are cut off, their decoder says so
    } finally {
      in.setByteOrder(ByteOrder.BIG_ENDIAN);
    }
  }
}
