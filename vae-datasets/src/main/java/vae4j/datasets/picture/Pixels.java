package vae4j.datasets.picture;

/**
 * A decoded picture.
 *
 * @param height rows
 * @param width pixels in a row
 * @param channels 1 for grey, 3 for red, green, blue
 * @param values [height, width, channels], unsigned bytes
 */
record Pixels(int height, int width, int channels, byte[] values) {}
