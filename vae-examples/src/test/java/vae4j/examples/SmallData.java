package vae4j.examples;

import java.io.IOException;
import vae4j.data.ImageDataset;
import vae4j.datasets.DataOptions;
import vae4j.datasets.FashionMnist;
import vae4j.datasets.Sprites;

/** Some pictures of 32×32: of Fashion-MNIST where VAE_DATA_DIR names it, else generated ones. */
final class SmallData {
  private SmallData() {}

  static ImageDataset train(int count) throws IOException {
    return (isReal() ? FashionMnist.train(here()) : Sprites.train()).take(count);
  }

  static ImageDataset test(int count) throws IOException {
    return (isReal() ? FashionMnist.test(here()) : Sprites.test()).take(count);
  }

  private static boolean isReal() {
    return System.getenv("VAE_DATA_DIR") != null;
  }

  private static DataOptions here() {
    return DataOptions.defaults().withOffline(true);
  }
}
