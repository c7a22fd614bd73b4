package vae4j.examples;

import java.io.IOException;
import vae4j.data.ImageDataset;
import vae4j.datasets.DataOptions;
import vae4j.datasets.FashionMnist;
import vae4j.datasets.FashionMnistMini;

/** Some images of Fashion-MNIST, 32×32: of the whole set where VAE_DATA_DIR names it. */
final class SmallData {
  private SmallData() {}

  static ImageDataset train(int count) throws IOException {
    return (isReal() ? FashionMnist.train(here()) : FashionMnistMini.train()).take(count);
  }

  static ImageDataset test(int count) throws IOException {
    return (isReal() ? FashionMnist.test(here()) : FashionMnistMini.test()).take(count);
  }

  private static boolean isReal() {
    return System.getenv("VAE_DATA_DIR") != null;
  }

  private static DataOptions here() {
    return DataOptions.defaults().withOffline(true);
  }
}
