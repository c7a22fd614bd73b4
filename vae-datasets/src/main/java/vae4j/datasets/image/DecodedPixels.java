package vae4j.datasets.image;

/**
 * A decoded image.
 *
 * @param height rows
 * @param width pixels in a row
 * @param channels 1 for grey, 3 for red, green, blue
 * @param values [height, width, channels], unsigned bytes
 */
record DecodedPixels(int height, int width, int channels, byte[] values) {}
