package vae4j.cli.file;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.random.RandomGenerator;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import vae4j.Inference;
import vae4j.cli.console.Failure;
import vae4j.data.Batch;
import vae4j.data.Binarization;
import vae4j.data.ImageDataset;
import vae4j.data.ImageShape;
import vae4j.datasets.image.ImageDecoder;
import vae4j.latent.DiagonalGaussian;

/** Images of a data set or of files as arrays, and their latent means. */
public final class ImageArrays {
  private static final float WHITE = 255f;

  private ImageArrays() {}

  /** One image with its label. */
  public static Batch one(
      ImageDataset dataset, int index, Binarization binarization, RandomGenerator random) {
    if (index < 0 || index >= dataset.size()) {
      throw new IllegalArgumentException(
          "index of an image must be in [0, " + dataset.size() + "), was " + index);
    }
    return Batch.of(dataset, new int[] {index}, binarization, random);
  }

  /** Images of files [N, H, W, C], brought to a shape. */
  public static INDArray ofFiles(List<Path> files, ImageShape shape) {
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

  /** The latent means of a batch. */
  public static List<float[]> means(Inference vae, INDArray images) {
    try (DiagonalGaussian posterior = vae.encode(images)) {
      return List.of(posterior.mean().toFloatMatrix());
    }
  }
}
