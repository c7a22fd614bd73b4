package vae4j.datasets;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import vae4j.datasets.download.RemoteFile;

/**
 * A published set of IDX files.
 *
 * @param name the set's name, as on the command line
 * @param title the set's name for people
 * @param folders the folders that the set may be in, the first one being that of the cache
 * @param labelNames the classes' names in the order of their numbers
 * @param train the part to train on
 * @param test the part to test on
 */
record IdxSet(
    String name,
    String title,
    List<String> folders,
    List<String> labelNames,
    Part train,
    Part test) {
  /** Images and their labels. */
  record Part(String name, RemoteFile images, RemoteFile labels) {}

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
        new Part(
            "train",
            file("train-images-idx3-ubyte.gz", mirrors, 16 + 60_000 * 784, sums.get(0)),
            file("train-labels-idx1-ubyte.gz", mirrors, 8 + 60_000, sums.get(1))),
        new Part(
            "test",
            file("t10k-images-idx3-ubyte.gz", mirrors, 16 + 10_000 * 784, sums.get(2)),
            file("t10k-labels-idx1-ubyte.gz", mirrors, 8 + 10_000, sums.get(3))));
  }

  /** What a sum stands for in this set, such as {@code t10k-labels-idx1-ubyte.gz}, if anything. */
  Optional<String> fileWithSum(String sha256) {
    List<RemoteFile> files = new ArrayList<>();
    for (Part part : List.of(train, test)) {
      files.add(part.images());
      files.add(part.labels());
    }
    return files.stream()
        .filter(file -> file.sha256().equals(sha256))
        .map(RemoteFile::name)
        .findFirst();
  }

  private static RemoteFile file(String name, List<String> mirrors, long bytes, String sha256) {
    return new RemoteFile(
        name, mirrors.stream().map(mirror -> URI.create(mirror + name)).toList(), bytes, sha256);
  }
}
