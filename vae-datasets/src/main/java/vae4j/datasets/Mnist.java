package vae4j.datasets;

import java.io.IOException;
import java.util.List;
import vae4j.data.ImageDataset;

/**
 * MNIST: handwritten digits (LeCun, Bottou, Bengio, Haffner 1998, "Gradient-based learning applied
 * to document recognition"); licence CC BY-SA 3.0.
 *
 * <p>The files are looked for in the directory of the options, in {@code $VAE_DATA_DIR}, in the
 * user's cache, and else downloaded to the cache; damaged files are passed over. Images are grey,
 * padded with zeros from 28×28 to 32×32 unless asked not to; {@code sha256()} is that of the
 * uncompressed IDX file of the images.
 */
public final class Mnist {
  static final IdxSet SET =
      IdxSet.likeMnist(
          "mnist",
          "MNIST",
          "MNIST",
          List.of("0", "1", "2", "3", "4", "5", "6", "7", "8", "9"),
          List.of(
              "https://ossci-datasets.s3.amazonaws.com/mnist/",
              "https://storage.googleapis.com/cvdf-datasets/mnist/"),
          List.of(
              "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
              "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
              "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
              "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2"));

  private Mnist() {}

  /**
   * The 60,000 images to train on.
   *
   * @return images [32, 32, 1] with labels
   * @throws DatasetUnavailableException if the set is not here and cannot be downloaded
   * @throws IOException if the directory of the options is no folder
   */
  public static ImageDataset train() throws IOException {
    return train(DataOptions.defaults());
  }

  /**
   * The 60,000 images to train on.
   *
   * @param options where to look, and whether to pad
   * @return images [32, 32, 1], or [28, 28, 1] if not padded, with labels
   * @throws DatasetUnavailableException if the set is not here and cannot be downloaded
   * @throws IOException if the directory of the options is no folder
   */
  public static ImageDataset train(DataOptions options) throws IOException {
    return IdxSetLoader.load(SET, SET.train(), options);
  }

  /**
   * The 10,000 images to test on.
   *
   * @return images [32, 32, 1] with labels
   * @throws DatasetUnavailableException if the set is not here and cannot be downloaded
   * @throws IOException if the directory of the options is no folder
   */
  public static ImageDataset test() throws IOException {
    return test(DataOptions.defaults());
  }

  /**
   * The 10,000 images to test on.
   *
   * @param options where to look, and whether to pad
   * @return images [32, 32, 1], or [28, 28, 1] if not padded, with labels
   * @throws DatasetUnavailableException if the set is not here and cannot be downloaded
   * @throws IOException if the directory of the options is no folder
   */
  public static ImageDataset test(DataOptions options) throws IOException {
    return IdxSetLoader.load(SET, SET.test(), options);
  }
}
