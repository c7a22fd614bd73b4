package vae4j.datasets;

import java.io.IOException;
import java.util.List;
import vae4j.data.ImageDataset;

/**
 * QMNIST: MNIST's digits made anew from NIST's, with all 60,000 images to test on (Yadav, Bottou
 * 2019, arXiv:1905.10498); licence BSD, Facebook.
 *
 * <p>Of the eight numbers of each label the first is the class, and the others are not read. Files
 * are looked for as those of {@link Mnist} are. Checksums are published of the packed files alone:
 * of unpacked ones sizes are checked, and the set's name says {@code (unverified)}.
 */
public final class Qmnist {
  private static final List<String> MIRRORS =
      List.of("https://raw.githubusercontent.com/facebookresearch/qmnist/master/");

  /** Lengths and sums from TensorFlow Datasets, {@code url_checksums/qmnist.txt}. */
  static final IdxSet SET =
      new IdxSet(
          "qmnist",
          "QMNIST",
          List.of("qmnist", "QMNIST"),
          List.of("0", "1", "2", "3", "4", "5", "6", "7", "8", "9"),
          0,
          false,
          new IdxSet.Part(
              "train",
              IdxSet.packed(
                  "qmnist-train-images-idx3-ubyte.gz",
                  MIRRORS,
                  9_704_059,
                  "9e26a7bf1683614e065d7b76460ccd52807165b3f22561fb782bd9f38c52b51d",
                  60_000,
                  28,
                  28),
              IdxSet.packed(
                  "qmnist-train-labels-idx2-int.gz",
                  MIRRORS,
                  463_024,
                  "2c05dc77f6b916b38e455e97ab129a42a444f3dbef09b278a366f82904e0dd9f",
                  60_000,
                  8)),
          new IdxSet.Part(
              "test",
              IdxSet.packed(
                  "qmnist-test-images-idx3-ubyte.gz",
                  MIRRORS,
                  9_742_279,
                  "43fc22bf7498b8fc98de98369d72f752d0deabc280a43a7bcc364ab19e57b375",
                  60_000,
                  28,
                  28),
              IdxSet.packed(
                  "qmnist-test-labels-idx2-int.gz",
                  MIRRORS,
                  526_800,
                  "9fbcbe594c3766fdf4f0b15c5165dc0d1e57ac604e01422608bb72c906030d06",
                  60_000,
                  8)));

  private Qmnist() {}

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
   * The 60,000 images to test on.
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
