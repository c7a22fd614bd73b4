package vae4j.datasets;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import vae4j.datasets.download.RemoteFile;
import vae4j.datasets.download.RemoteFile.Summed;

/**
 * A published set of IDX files.
 *
 * @param name the set's name, as on the command line
 * @param title the set's name for people
 * @param folders the folders that the set may be in, the first one being that of the cache
 * @param labelNames the classes' names in the order of their numbers
 * @param firstLabel the number of the first class in the files
 * @param transposed whether the files have each image's columns where its rows should be
 * @param train the part to train on
 * @param test the part to test on
 */
record IdxSet(
    String name,
    String title,
    List<String> folders,
    List<String> labelNames,
    int firstLabel,
    boolean transposed,
    Part train,
    Part test) {
  private static final int SIDE = 28;

  /** Images and their labels. */
  record Part(String name, SetFile images, SetFile labels) {}

  /**
   * A file of a set.
   *
   * @param name the file's name
   * @param sizes the sizes of its dimensions
   * @param download what is published: the file itself, or the archive that it is in
   * @param entry the file's name in that archive, or null where it is published by itself
   */
  record SetFile(String name, List<Integer> sizes, RemoteFile download, @Nullable String entry) {
    /** Describes a file that is published by itself. */
    static SetFile of(RemoteFile download, Integer... sizes) {
      return new SetFile(download.name(), List.of(sizes), download, null);
    }
  }

  /**
   * Describes a set laid out as MNIST is.
   *
   * @param title the set's name for people
   * @param torchvision the set's folder in torchvision's layout
   * @param mirrors folders on the web, each ending with a slash
   * @param sums SHA-256 of the uncompressed train images, train labels, test images, test labels
   */
  static IdxSet likeMnist(
      String name,
      String title,
      String torchvision,
      List<String> labelNames,
      List<String> mirrors,
      List<String> sums) {
    return new IdxSet(
        name,
        title,
        List.of(name, torchvision),
        labelNames,
        0,
        false,
        new Part(
            "train",
            images("train-images-idx3-ubyte.gz", mirrors, 60_000, sums.get(0)),
            labels("train-labels-idx1-ubyte.gz", mirrors, 60_000, sums.get(1))),
        new Part(
            "test",
            images("t10k-images-idx3-ubyte.gz", mirrors, 10_000, sums.get(2)),
            labels("t10k-labels-idx1-ubyte.gz", mirrors, 10_000, sums.get(3))));
  }

  /**
   * A file of whose packed form alone the sum is published.
   *
   * @param mirrors folders on the web, each ending with a slash
   * @param bytes its packed length
   * @param sha256 SHA-256 of the packed file
   * @param sizes the sizes of its dimensions
   */
  static SetFile packed(
      String name, List<String> mirrors, long bytes, String sha256, Integer... sizes) {
    return SetFile.of(
        new RemoteFile(name, addresses(name, mirrors), bytes, sha256, Summed.FILE), sizes);
  }

  /**
   * The file of a checksum, such as {@code t10k-labels-idx1-ubyte.gz}, if it is one of this set.
   */
  Optional<String> fileWithSum(String sha256) {
    List<SetFile> files = new ArrayList<>();
    for (Part part : List.of(train, test)) {
      files.add(part.images());
      files.add(part.labels());
    }
    return files.stream()
        .filter(file -> file.download().sha256().equals(sha256))
        .map(SetFile::name)
        .findFirst();
  }

  private static SetFile images(String name, List<String> mirrors, int count, String sha256) {
    long bytes = 16 + (long) count * SIDE * SIDE;
    return SetFile.of(
        new RemoteFile(name, addresses(name, mirrors), bytes, sha256), count, SIDE, SIDE);
  }

  private static SetFile labels(String name, List<String> mirrors, int count, String sha256) {
    return SetFile.of(new RemoteFile(name, addresses(name, mirrors), 8L + count, sha256), count);
  }

  private static List<URI> addresses(String name, List<String> mirrors) {
    return mirrors.stream().map(mirror -> URI.create(mirror + name)).toList();
  }
}
