package vae4j.datasets.folder;

import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Sub-folders that say which images are for training and which for testing.
 *
 * <p>They do where one is called {@code train} or {@code training}, and another {@code test},
 * {@code testing}, {@code val}, {@code valid} or {@code validation}, in small or capital letters;
 * or where {@code train} is all there is. Else {@code train} is a class like any other.
 *
 * @param train the folder to train on
 * @param test the folder to test on: the first that there is in the order above; null if none
 * @param others names of what else there is and belongs to neither
 */
public record SplitFolders(Path train, @Nullable Path test, List<String> others) {
  private static final List<String> TRAIN = List.of("train", "training");
  private static final List<String> TEST = List.of("test", "testing", "val", "valid", "validation");

  /**
   * Looks for such sub-folders.
   *
   * @param scan a folder
   * @return them, or nothing if there are none
   */
  public static Optional<SplitFolders> of(FolderScan scan) {
    Map<String, Path> folders = new LinkedHashMap<>();
    for (ImageFile image : scan.images()) {
      String top = image.topFolder();
      folders.computeIfAbsent(top, name -> child(scan.root(), image.path()));
    }
    Map<String, String> names =
        folders.keySet().stream()
            .filter(name -> !name.isEmpty())
            .collect(
                Collectors.toMap(
                    name -> name.toLowerCase(Locale.ROOT), Function.identity(), (a, b) -> a));
    String train = first(TRAIN, names.keySet());
    String test = first(TEST, names.keySet());
    if (train == null || (test == null && folders.size() > 1)) {
      return Optional.empty();
    }
    TreeSet<String> others = new TreeSet<>(folders.keySet());
    String trainName = names.getOrDefault(train, train);
    others.remove(trainName);
    Path testFolder = null;
    if (test != null) {
      String testName = names.getOrDefault(test, test);
      others.remove(testName);
      testFolder = folders.get(testName);
    }
    Path trainFolder = folders.get(trainName);
    return trainFolder == null
        ? Optional.empty()
        : Optional.of(
            new SplitFolders(
                trainFolder,
                testFolder,
                others.stream()
                    .map(name -> name.isEmpty() ? "images beside them" : name)
                    .toList()));
  }

  private static @Nullable String first(List<String> wanted, Collection<String> names) {
    return wanted.stream().filter(names::contains).findFirst().orElse(null);
  }

  private static Path child(Path root, Path file) {
    return root.resolve(root.relativize(file).getName(0));
  }
}
