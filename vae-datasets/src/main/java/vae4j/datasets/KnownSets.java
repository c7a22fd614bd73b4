package vae4j.datasets;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import vae4j.datasets.content.Sha256;
import vae4j.datasets.idx.IdxFile;

/** The published sets, found by name, or by the checksum of a file. */
final class KnownSets {
  private KnownSets() {}

  /** All of them. */
  static List<IdxSet> all() {
    List<IdxSet> sets = new ArrayList<>();
    sets.add(FashionMnist.SET);
    sets.add(Mnist.SET);
    sets.add(Kmnist.SET);
    sets.addAll(Emnist.sets());
    sets.add(Qmnist.SET);
    return sets;
  }

  /** The set of a name, if there is one. */
  static Optional<IdxSet> named(String name) {
    return all().stream().filter(set -> set.name().equals(name)).findFirst();
  }

  /**
   * The kind of a file that is not the one wanted.
   *
   * @param path a file that could be read
   * @param content what was read
   * @param wanted the set it should be of
   * @param file which file of that set it should be
   * @return such as {@code MNIST, not Fashion-MNIST}, or null where it is not known
   */
  static @Nullable String nameOfOther(
      Path path, IdxFile content, IdxSet wanted, IdxSet.SetFile file) throws IOException {
    String packed = Sha256.ofFile(path, Long.MAX_VALUE);
    for (IdxSet set : all()) {
      Optional<String> name = set.fileWithSum(content.sha256()).or(() -> set.fileWithSum(packed));
      if (name.isPresent()) {
        return set.name().equals(wanted.name())
            ? name.get() + ", not " + file.name()
            : set.title() + ", not " + wanted.title();
      }
    }
    return null;
  }
}
