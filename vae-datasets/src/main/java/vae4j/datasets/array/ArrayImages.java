package vae4j.datasets.array;

import java.util.List;
import java.util.Objects;
import vae4j.data.ImageDataset;
import vae4j.data.ImageShape;

/**
 * Images that are rows of a NumPy array.
 *
 * @param name of the set
 * @param array one image in a row
 * @param shape of an image
 * @param channelsFirst whether an image lies there as [C, H, W]; else as [H, W, C]
 * @param white the value that becomes 1
 * @param rows which row each image is
 * @param labels of each image; empty where there are none
 * @param labelNames the classes
 * @param sha256 of the array's file and the choice of rows
 */
record ArrayImages(
    String name,
    NpyArray array,
    ImageShape shape,
    boolean channelsFirst,
    float white,
    int[] rows,
    int[] labels,
    List<String> labelNames,
    String sha256)
    implements ImageDataset {
  @Override
  public int size() {
    return rows.length;
  }

  @Override
  public void read(int index, float[] target, int offset) {
    int row = rows[Objects.checkIndex(index, size())];
    if (channelsFirst) {
      float[] planes = new float[shape.size()];
      array.read(row, 0, planes, 0);
      int plane = shape.height() * shape.width();
      for (int i = 0; i < planes.length; i++) {
        target[offset + i % plane * shape.channels() + i / plane] = planes[i];
      }
    } else {
      array.read(row, 0, target, offset);
    }
    if (white != 1) {
      for (int i = offset; i < offset + shape.size(); i++) {
        target[i] /= white;
      }
    }
  }

  @Override
  public int label(int index) {
    Objects.checkIndex(index, size());
    return labels.length == 0 ? NO_LABEL : labels[index];
  }
}
