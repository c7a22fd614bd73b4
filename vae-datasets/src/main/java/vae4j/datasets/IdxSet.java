package vae4j.datasets;

import java.net.URI;
import java.util.List;
import vae4j.datasets.download.RemoteFile;

/**
 * A published set of IDX files.
 *
 * @param name the set's name, which is also its folder
 * @param labelNames the classes' names in the order of their numbers
 * @param train the part to train on
 * @param test the part to test on
 */
record IdxSet(String name, List<String> labelNames, Part train, Part test) {
  /** Pictures and their labels. */
  record Part(String name, RemoteFile images, RemoteFile labels) {}

  /**
   * Describes a set laid out as MNIST is.
   *
   * @param mirrors folders on the web, each ending with a slash
   * @param sums SHA-256 of the uncompressed train images, train labels, test images, test labels
   */
  static IdxSet likeMnist(
      String name, List<String> labelNames, List<String> mirrors, List<String> sums) {
    return new IdxSet(
        name,
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

  private static RemoteFile file(String name, List<String> mirrors, long bytes, String sha256) {
    return new RemoteFile(
        name, mirrors.stream().map(mirror -> URI.create(mirror + name)).toList(), bytes, sha256);
  }
}
