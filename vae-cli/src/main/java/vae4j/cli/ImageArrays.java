package vae4j.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import vae4j.Inference;
import vae4j.Vae;
import vae4j.data.Batch;
import vae4j.data.Batches;
import vae4j.data.Binarization;
import vae4j.data.ImageDataset;
import vae4j.data.ImageShape;
import vae4j.data.Seeds;
import vae4j.datasets.image.ImageDecoder;
import vae4j.latent.DiagonalGaussian;

/** Images of a data set or of files as arrays, and their codes. */
final class ImageArrays {
  private static final float WHITE = 255f;

  private ImageArrays() {}

  /**
   * Codes with their classes.
   *
   * @param means [N, Z]
   * @param labels [N]
   */
  record Codes(float[][] means, int[] labels) {}

  /** The first images with their labels; all there are if {@code count} is more. */
  static Batch first(
      ImageDataset dataset, int count, Binarization binarization, RandomGenerator random) {
    int[] indices = IntStream.range(0, Math.min(count, dataset.size())).toArray();
    return Batch.of(dataset, indices, binarization, random);
  }

  /** One image with its label. */
  static Batch one(
      ImageDataset dataset, int index, Binarization binarization, RandomGenerator random) {
    if (index < 0 || index >= dataset.size()) {
      throw new IllegalArgumentException(
          "index of an image must be in [0, " + dataset.size() + "), was " + index);
    }
    return Batch.of(dataset, new int[] {index}, binarization, random);
  }

  /** Images of files [N, H, W, C], brought to a shape. */
  static INDArray ofFiles(List<Path> files, ImageShape shape) {
    float[] values = new float[Math.multiplyExact(files.size(), shape.size())];
    for (int i = 0; i < files.size(); i++) {
      try {
        byte[] bytes = ImageDecoder.decode(files.get(i), shape);
        for (int j = 0; j < bytes.length; j++) {
          values[i * shape.size() + j] = Byte.toUnsignedInt(bytes[j]) / WHITE;
        }
      } catch (IOException e) {
        throw Failure.badFile(e);
      }
    }
    long[] dimensions = {files.size(), shape.height(), shape.width(), shape.channels()};
    return Nd4j.create(values, dimensions, 'c');
  }

  /** The mean codes of all images. */
  static Codes encode(Vae vae, ImageDataset dataset, Binarization binarization, long seed) {
    List<float[]> means = new ArrayList<>();
    int[] labels = new int[dataset.size()];
    try (Batches batches =
        Batches.inOrder(
            dataset,
            vae.imagesAtATime(),
            binarization,
            Seeds.stream(seed, Seeds.Purpose.EVALUATION_NOISE, 1))) {
      while (batches.hasNext()) {
        Batch batch = batches.next();
        System.arraycopy(batch.labels(), 0, labels, means.size(), batch.size());
        means.addAll(means(vae.given(batch), batch.images()));
      }
    }
    return new Codes(means.toArray(new float[0][]), labels);
  }

  /** The mean codes of a batch. */
  static List<float[]> means(Inference vae, INDArray images) {
    try (DiagonalGaussian posterior = vae.encode(images)) {
      return List.of(posterior.mean().toFloatMatrix());
    }
  }
}
