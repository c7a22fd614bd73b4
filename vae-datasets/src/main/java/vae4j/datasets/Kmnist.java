package vae4j.datasets;

import java.io.IOException;
import java.util.List;
import vae4j.data.ImageDataset;

/**
 * Kuzushiji-MNIST: cursive Japanese characters in MNIST's format (Clanuwat, Bober-Irizar, Kitamoto,
 * Lamb, Yamamoto, Ha 2018, arXiv:1812.01718); licence CC BY-SA 4.0, CODH.
 *
 * <p>Its classes are the hiragana お き す つ な は ま や れ を, named in Latin letters. Files are looked for
 * as those of {@link Mnist} are. Checksums are published of the packed files alone: of unpacked
 * ones sizes are checked, and the set's name says {@code (unverified)}.
 */
public final class Kmnist {
  private static final List<String> MIRRORS =
      List.of(
          "https://codh.rois.ac.jp/kmnist/dataset/kmnist/",
          "http://codh.rois.ac.jp/kmnist/dataset/kmnist/");

  /** Lengths and sums from TensorFlow Datasets, {@code url_checksums/kmnist.txt}. */
  static final IdxSet SET =
      new IdxSet(
          "kmnist",
          "KMNIST",
          List.of("kmnist", "KMNIST"),
          List.of("o", "ki", "su", "tsu", "na", "ha", "ma", "ya", "re", "wo"),
          0,
          false,
          new IdxSet.Part(
              "train",
              IdxSet.packed(
                  "train-images-idx3-ubyte.gz",
                  MIRRORS,
                  18_165_135,
                  "51467d22d8cc72929e2a028a0428f2086b092bb31cfb79c69cc0a90ce135fde4",
                  60_000,
                  28,
                  28),
              IdxSet.packed(
                  "train-labels-idx1-ubyte.gz",
                  MIRRORS,
                  29_497,
                  "e38f9ebcd0f3ebcdec7fc8eabdcdaef93bb0df8ea12bee65224341c8183d8e17",
                  60_000)),
          new IdxSet.Part(
              "test",
              IdxSet.packed(
                  "t10k-images-idx3-ubyte.gz",
                  MIRRORS,
                  3_041_136,
                  "edd7a857845ad6bb1d0ba43fe7e794d164fe2dce499a1694695a792adfac43c5",
                  10_000,
                  28,
                  28),
              IdxSet.packed(
                  "t10k-labels-idx1-ubyte.gz",
                  MIRRORS,
                  5_120,
                  "20bb9a0ef54c7db3efc55a92eef5582c109615df22683c380526788f98e42a1c",
                  10_000)));

  private Kmnist() {}

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
   * @param options where to look, and whether to pad
   * @return images [32, 32, 1], or [28, 28, 1] if not padded, with labels
   * @throws DatasetUnavailableException if the set is not here and cannot be downloaded
   * @throws IOException if the directory of the options is no folder
   */
  public static ImageDataset test(DataOptions options) throws IOException {
    return IdxSetLoader.load(SET, SET.test(), options);
  }
}
