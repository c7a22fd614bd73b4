package vae4j.datasets;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import vae4j.data.ImageDataset;
import vae4j.datasets.download.RemoteFile;
import vae4j.datasets.download.RemoteFile.Summed;

/**
 * EMNIST: handwritten letters and digits in MNIST's format, in six splits (Cohen, Afshar, Tapson,
 * van Schaik 2017, arXiv:1702.05373); made of NIST Special Database 19, in the public domain.
 *
 * <p>The published images are transposed; here they are upright. The labels of {@link
 * Variant#LETTERS} begin at 1 in the files, and at 0 here. All splits are published in one archive
 * of 562 MB, {@code gzip.zip}, which is read without unpacking it. Its checksum is published, that
 * of the files in it is not: of unpacked ones sizes are checked, and the set's name says {@code
 * (unverified)}.
 */
public final class Emnist {
  private static final String DIGIT_NAMES = "0123456789";
  private static final String CAPITAL_NAMES = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
  private static final String LETTER_NAMES = "abcdefghijklmnopqrstuvwxyz";

  /** Small letters that look other than their capitals; all others are merged with those. */
  private static final String UNLIKE_CAPITALS = "abdefghnqrt";

  /** Length and sum from TensorFlow Datasets, {@code url_checksums/emnist.txt}. */
  static final RemoteFile ARCHIVE =
      new RemoteFile(
          "gzip.zip",
          List.of(
              URI.create("https://biometrics.nist.gov/cs_links/EMNIST/gzip.zip"),
              URI.create("https://www.itl.nist.gov/iaui/vip/cs_links/EMNIST/gzip.zip")),
          561_753_746,
          "fb9bb67e33772a9cc0b895e4ecf36d2cf35be8b709693c3564cea2a019fcda8e",
          Summed.FILE);

  private Emnist() {}

  /** The splits of EMNIST, each a set of its own. */
  public enum Variant {
    /** 697,932 + 116,323 images, 62 classes of unlike sizes: digits, capitals, small letters. */
    BYCLASS(697_932, 116_323, DIGIT_NAMES + CAPITAL_NAMES + LETTER_NAMES, 0),

    /** The same images, 47 classes: small letters that look as their capitals are merged. */
    BYMERGE(697_932, 116_323, DIGIT_NAMES + CAPITAL_NAMES + UNLIKE_CAPITALS, 0),

    /** 112,800 + 18,800 images of the same 47 classes, of equal sizes. */
    BALANCED(112_800, 18_800, DIGIT_NAMES + CAPITAL_NAMES + UNLIKE_CAPITALS, 0),

    /** 124,800 + 20,800 images, 26 classes of equal sizes: letters, large and small merged. */
    LETTERS(124_800, 20_800, LETTER_NAMES, 1),

    /** 240,000 + 40,000 images of digits, 10 classes of equal sizes. */
    DIGITS(240_000, 40_000, DIGIT_NAMES, 0),

    /** 60,000 + 10,000 images of digits, 10 classes of equal sizes. */
    MNIST(60_000, 10_000, DIGIT_NAMES, 0);

    private final int train;
    private final int test;
    private final String classes;
    private final int firstLabel;

    Variant(int train, int test, String classes, int firstLabel) {
      this.train = train;
      this.test = test;
      this.classes = classes;
      this.firstLabel = firstLabel;
    }

    /** The set's name, such as {@code emnist-letters}. */
    public String datasetName() {
      return "emnist-" + name().toLowerCase(Locale.ROOT);
    }

    IdxSet set() {
      String name = datasetName();
      return new IdxSet(
          name,
          "EMNIST " + name().toLowerCase(Locale.ROOT),
          List.of("emnist", "EMNIST", name),
          List.of(classes.split("")),
          firstLabel,
          true,
          part(name, "train", train),
          part(name, "test", test));
    }

    private static IdxSet.Part part(String set, String part, int count) {
      return new IdxSet.Part(
          part,
          file(set + "-" + part + "-images-idx3-ubyte.gz", count, 28, 28),
          file(set + "-" + part + "-labels-idx1-ubyte.gz", count));
    }

    private static IdxSet.SetFile file(String name, Integer... sizes) {
      return new IdxSet.SetFile(name, List.of(sizes), ARCHIVE, "gzip/" + name);
    }
  }

  /** All splits as sets. */
  static List<IdxSet> sets() {
    List<IdxSet> sets = new ArrayList<>();
    for (Variant variant : Variant.values()) {
      sets.add(variant.set());
    }
    return sets;
  }

  /**
   * The images to train on.
   *
   * @param variant which split
   * @param options where to look, and whether to pad
   * @return images [32, 32, 1], or [28, 28, 1] if not padded, with labels
   * @throws DatasetUnavailableException if the set is not here and cannot be downloaded
   * @throws IOException if the directory of the options is no folder
   */
  public static ImageDataset train(Variant variant, DataOptions options) throws IOException {
    return IdxSetLoader.load(variant.set(), variant.set().train(), options);
  }

  /**
   * The images to test on.
   *
   * @param variant which split
   * @param options where to look, and whether to pad
   * @return images [32, 32, 1], or [28, 28, 1] if not padded, with labels
   * @throws DatasetUnavailableException if the set is not here and cannot be downloaded
   * @throws IOException if the directory of the options is no folder
   */
  public static ImageDataset test(Variant variant, DataOptions options) throws IOException {
    return IdxSetLoader.load(variant.set(), variant.set().test(), options);
  }
}
