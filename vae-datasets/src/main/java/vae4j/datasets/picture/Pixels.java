package vae4j.datasets.picture;

/**
 * A decoded picture.
 *
 * @param height rows
 * @param width pixels in a row
 * @param channels 1 for grey, 3 for red, green, blue
 * @param values [height, width, channels], unsigned bytes
 */
record Pixels(int height, int width, int channels, byte[] values) {
  /** These pixels in grey or in colour. */
  Pixels withChannels(int wanted) {
    if (wanted == channels) {
      return this;
    }
    byte[] converted = new byte[height * width * wanted];
    for (int i = 0; i < height * width; i++) {
      if (wanted == 1) {
        converted[i] = (byte) luma(value(3 * i), value(3 * i + 1), value(3 * i + 2));
      } else {
        converted[3 * i] = values[i];
        converted[3 * i + 1] = values[i];
        converted[3 * i + 2] = values[i];
      }
    }
    return new Pixels(height, width, wanted, converted);
  }

  int value(int index) {
    return Byte.toUnsignedInt(values[index]);
  }

  /** ITU-R BT.601-7, section 2.5.1: 0.299 R + 0.587 G + 0.114 B, rounded. */
  private static int luma(int red, int green, int blue) {
    return (299 * red + 587 * green + 114 * blue + 500) / 1000;
  }
}
