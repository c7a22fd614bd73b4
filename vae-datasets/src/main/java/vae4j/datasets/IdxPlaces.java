package vae4j.datasets;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Where a file of a published set may lie: some dozens of paths that are looked at one by one, and
 * no walk through folders, so that a root may be as large as a home folder.
 */
final class IdxPlaces {
  /** Where torchvision, and where the archive of EMNIST, put their files. */
  private static final List<String> SUBFOLDERS = List.of("raw", "gzip");

  private IdxPlaces() {}

  /**
   * The files of that name that are there.
   *
   * @param root a folder with data sets, or with one set's files
   * @param folders the names that the set's folder may have
   * @param name the published name, such as {@code train-images-idx3-ubyte.gz}
   */
  static List<Path> find(Path root, List<String> folders, String name) {
    List<Path> places = new ArrayList<>();
    for (String folder : folders) {
      places.add(root.resolve(folder));
    }
    places.add(root);
    List<Path> found = new ArrayList<>();
    for (Path place : places) {
      addFound(found, place, name);
      for (String subfolder : SUBFOLDERS) {
        addFound(found, place.resolve(subfolder), name);
      }
    }
    return found;
  }

  private static void addFound(List<Path> found, Path place, String name) {
    if (!Files.isDirectory(place)) {
      return;
    }
    for (String spelling : spellings(name)) {
      Path path = place.resolve(spelling);
      if (Files.isRegularFile(path)) {
        found.add(path);
      } else if (Files.isDirectory(path)) {
        // Kaggle unpacks each file into a folder of the file's name.
        spellings(name).stream()
            .map(path::resolve)
            .filter(Files::isRegularFile)
            .forEach(found::add);
      }
    }
  }

  /** Packed and unpacked; with a dash, and with the dot that some archives have in its place. */
  private static Set<String> spellings(String name) {
    String unpacked = name.endsWith(".gz") ? name.substring(0, name.length() - 3) : name;
    Set<String> spellings = new LinkedHashSet<>(List.of(name, unpacked));
    for (String spelling : List.of(name, unpacked)) {
      spellings.add(spelling.replaceFirst("-(?=idx\\d)", "."));
    }
    return spellings;
  }
}
