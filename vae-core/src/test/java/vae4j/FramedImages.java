package vae4j;

import java.util.Arrays;
import vae4j.data.DatasetView;
import vae4j.data.ImageDataset;
import vae4j.data.ImageShape;

/**
 * The images of another set in a frame of zeros.
 *
 * @param whole the images
 * @param frame rows and columns of zeros on each side
 */
public record FramedImages(ImageDataset whole, int frame) implements DatasetView {
  @Override
  public ImageShape shape() {
    ImageShape shape = whole.shape();
    return new ImageShape(shape.height() + 2 * frame, shape.width() + 2 * frame, shape.channels());
  }

  @Override
  public void read(int index, float[] target, int offset) {
    float[] pixels = new float[whole.shape().size()];
    whole.read(index, pixels, 0);
    Arrays.fill(target, offset, offset + shape().size(), 0f);
    int row = whole.shape().width() * whole.shape().channels();
    int framedRow = shape().width() * shape().channels();
    for (int y = 0; y < whole.shape().height(); y++) {
      System.arraycopy(
          pixels,
          y * row,
          target,
          offset + (y + frame) * framedRow + frame * shape().channels(),
          row);
    }
  }
}
