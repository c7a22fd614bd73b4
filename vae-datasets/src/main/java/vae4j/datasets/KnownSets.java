package vae4j.datasets;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import vae4j.datasets.content.Sha256;
import vae4j.datasets.download.RemoteFile;

/** Tells by its checksum which published set a file is of. */
final class KnownSets {
  private KnownSets() {}

  /**
   * What a file is that has not the checksum wanted.
   *
   * @param path a file that could be read
   * @param wanted the set it should be of
   * @param file which file of that set it should be
   * @return such as {@code MNIST, not Fashion-MNIST}, or null where it is not known
   */
  static @Nullable String nameOfOther(Path path, IdxSet wanted, RemoteFile file)
      throws IOException {
    String content = Sha256.ofUncompressed(path, Long.MAX_VALUE);
    for (IdxSet set : List.of(Mnist.SET, FashionMnist.SET)) {
      Optional<String> name = set.fileWithSum(content);
      if (name.isPresent()) {
        return set.name().equals(wanted.name())
            ? name.get() + ", not " + file.name()
            : set.title() + ", not " + wanted.title();
      }
    }
    return null;
  }
}
