package vae4j;

import java.util.Arrays;
import java.util.List;
import vae4j.data.ImageDataset;
import vae4j.data.ImageShape;

/**
 * The images of another set in a frame of zeros.
 *
 * @param inner the images
 * @param frame rows and columns of zeros on each side
 */
public record FramedPictures(ImageDataset inner, int frame) implements ImageDataset {
  @Override
  public String name() {
    return inner.name();
  }

  @Override
  public ImageShape shape() {
    ImageShape shape = inner.shape();
    return new ImageShape(shape.height() + 2 * frame, shape.width() + 2 * frame, shape.channels());
  }

  @Override
  public int size() {
    return inner.size();
  }

  @Override
  public void read(int index, float[] target, int offset) {
    float[] pixels = new float[inner.shape().size()];
    inner.read(index, pixels, 0);
    Arrays.fill(target, offset, offset + shape().size(), 0f);
    int row = inner.shape().width() * inner.shape().channels();
    int framedRow = shape().width() * shape().channels();
    for (int y = 0; y < inner.shape().height(); y++) {
      System.arraycopy(
          pixels,
          y * row,
          target,
          offset + (y + frame) * framedRow + frame * shape().channels(),
          row);
    }
  }

  @Override
  public int label(int index) {
    return inner.label(index);
  }

  @Override
  public List<String> labelNames() {
    return inner.labelNames();
  }

  @Override
  public String sha256() {
    return inner.sha256();
  }
}
