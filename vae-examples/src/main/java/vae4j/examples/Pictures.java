package vae4j.examples;

import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import vae4j.data.ImageDataset;
import vae4j.data.ImageShape;

/** Pictures of a data set as an array, for a look at a few of them. */
final class Pictures {
  private Pictures() {}

  /**
   * The first pictures of a set.
   *
   * @param dataset the set
   * @param count how many, at most what there are
   * @return [N, H, W, C], float32 in [0, 1], the caller's to close
   */
  static INDArray first(ImageDataset dataset, int count) {
    int[] indices = new int[Math.min(count, dataset.size())];
    Arrays.setAll(indices, i -> i);
    return of(dataset, indices);
  }

  /**
   * Some pictures of a set.
   *
   * @param dataset the set
   * @param indices which, at least one
   * @return [N, H, W, C], float32 in [0, 1], the caller's to close
   */
  static INDArray of(ImageDataset dataset, int... indices) {
    ImageShape shape = dataset.shape();
    float[] pixels = new float[indices.length * shape.size()];
    for (int i = 0; i < indices.length; i++) {
      dataset.read(indices[i], pixels, i * shape.size());
    }
    long[] dimensions = {indices.length, shape.height(), shape.width(), shape.channels()};
    return Nd4j.create(pixels, dimensions, 'c');
  }
}
