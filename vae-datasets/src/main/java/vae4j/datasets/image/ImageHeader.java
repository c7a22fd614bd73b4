package vae4j.datasets.image;

/**
 * The header of an image file.
 *
 * @param height rows as the image is to be seen, a camera's rotation applied
 * @param width pixels in a row
 * @param channels 1 for grey, 3 for colour
 * @param transparent whether pixels may be transparent
 */
public record ImageHeader(int height, int width, int channels, boolean transparent) {}
