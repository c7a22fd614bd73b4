package vae4j.datasets;

import java.io.IOException;
import java.util.List;
import vae4j.data.ImageDataset;

/**
 * Fashion-MNIST: images of clothes in MNIST's format (Xiao, Rasul, Vollgraf 2017,
 * arXiv:1708.07747); licence MIT, Zalando SE.
 *
 * <p>The files are looked for in the directory of the options, in {@code $VAE_DATA_DIR}, in the
 * user's cache, and else downloaded to the cache; damaged files are passed over. Images are grey,
 * padded with zeros from 28×28 to 32×32 unless asked not to; {@code sha256()} is that of the
 * uncompressed IDX file of the images.
 */
public final class FashionMnist {
  static final IdxSet SET =
      IdxSet.likeMnist(
          "fashion-mnist",
          "Fashion-MNIST",
          "FashionMNIST",
          List.of(
              "T-shirt/top",
              "Trouser",
              "Pullover",
              "Dress",
              "Coat",
              "Sandal",
              "Shirt",
              "Sneaker",
              "Bag",
              "Ankle boot"),
          List.of(
              "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/",
              "https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/master/data/fashion/"),
          List.of(
              "c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888",
              "bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9",
              "5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b",
              "0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34"));

  private FashionMnist() {}

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
