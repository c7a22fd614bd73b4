package vae4j.datasets;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import vae4j.data.ImageDataset;
import vae4j.datasets.idx.IdxFile;
import vae4j.datasets.idx.MalformedIdxException;

/**
 * The IDX files of a folder, recognised by their names: images to train on, and as far as they are
 * there their labels, images to test on, and the labels of those. Where none are to test on, some
 * are drawn by lot.
 *
 * <p>Labels are named by their numbers, whichever there are. Files whose names begin as those of a
 * published set have its classes' names, and those of EMNIST are transposed, as it publishes them
 * so.
 */
final class IdxFolder {
  private static final int SIDE = 28;
  private static final String EMNIST = "emnist";

  private final Path place;
  private final DataOptions options;
  private final List<String> notices = new ArrayList<>();

  private IdxFolder(Path place, DataOptions options) {
    this.place = place;
    this.options = options;
  }

  /**
   * Opens the files of a folder.
   *
   * @param place a folder with one set; a folder and what the names of one of its sets begin with,
   *     as in {@code DIR/emnist-letters}; or one file
   * @param name the set's name, as it was asked for
   * @param options whether to pad images of 28×28, and which of them to test on
   * @throws NoSuchFileException if there is nothing of the kind, or there are several sets
   * @throws MalformedIdxException if a file is damaged, or files do not belong together
   */
  static Datasets.Opened open(Path place, String name, DataOptions options) throws IOException {
    return new IdxFolder(place, options).open(name);
  }

  private Datasets.Opened open(String name) throws IOException {
    SetFiles files = find();
    IdxFile train = readFirst(files.trainImages).requireImages();
    IdxFile trainLabels = labels(files.trainLabels, train);
    IdxFile test = files.testImages.isEmpty() ? null : readFirst(files.testImages).requireImages();
    IdxFile testLabels = test == null ? null : labels(files.testLabels, test);
    requireChannels(train);
    if (test != null
        && !test.sizes()
            .subList(1, test.sizes().size())
            .equals(train.sizes().subList(1, train.sizes().size()))) {
      throw new MalformedIdxException(
          test.source(),
          "sizes of its images",
          train.sizes().subList(1, train.sizes().size()) + " as in " + train.source(),
          String.valueOf(test.sizes().subList(1, test.sizes().size())));
    }
    List<IdxFile> images = test == null ? List.of(train) : List.of(train, test);
    boolean transposed = files.set.regionMatches(true, 0, EMNIST, 0, EMNIST.length());
    if (transposed) {
      notices.add(files.set + ": images are transposed, as those of EMNIST are published so");
    }
    boolean framed = options.padded() && train.height() == SIDE && train.width() == SIDE;
    IdxDataset.Reading reading =
        new IdxDataset.Reading(IdxValues.divisor(images, notices), transposed, framed ? 2 : 0);
    Classes classes = classes(files.set, trainLabels, testLabels);
    String title = title(files);
    ImageDataset training =
        new IdxDataset(title + "/train", train, classes.of(trainLabels), reading);
    if (test == null) {
      return new Datasets.Opened(name, split(training, title), notices);
    }
    ImageDataset testing = new IdxDataset(title + "/test", test, classes.of(testLabels), reading);
    return new Datasets.Opened(name, new Split(training, testing), notices);
  }

  private Split split(ImageDataset whole, String title) throws IOException {
    if (whole.size() < 2) {
      throw new IOException(place + ": must hold at least 2 images to be split, holds 1");
    }
    FolderOptions folder = options.folder();
    notices.add(
        "no images to test on in "
            + place
            + ": a share of "
            + folder.testFraction()
            + " of those to train on is kept for that");
    return Subset.split(whole, title, folder.testFraction(), folder.splitSeed());
  }

  private String title(SetFiles files) {
    Path folder = files.trainImages.get(0).toAbsolutePath().normalize().getParent();
    return "idx/"
        + (files.set.isEmpty() && folder != null && folder.getFileName() != null
            ? folder.getFileName()
            : files.set);
  }

  private static void requireChannels(IdxFile images) throws MalformedIdxException {
    if (images.channels() != 1 && images.channels() != 3) {
      throw new MalformedIdxException(
          images.source(),
          "last of the sizes " + images.sizes(),
          "1 or 3, the number of channels",
          String.valueOf(images.channels()));
    }
  }

  /** Files of one set by what they are for, each in the order in which they are tried. */
  private static final class SetFiles {
    private final String set;
    private final List<Path> trainImages = new ArrayList<>();
    private final List<Path> trainLabels = new ArrayList<>();
    private final List<Path> testImages = new ArrayList<>();
    private final List<Path> testLabels = new ArrayList<>();

    private SetFiles(String set) {
      this.set = set;
    }

    private void add(Path file, IdxNames name) {
      if (name.test()) {
        (name.images() ? testImages : testLabels).add(file);
      } else {
        (name.images() ? trainImages : trainLabels).add(file);
      }
    }

    /** Where there are no others, the images to test on are all that there is to train on. */
    private SetFiles withTraining() {
      if (!trainImages.isEmpty()) {
        return this;
      }
      SetFiles files = new SetFiles(set);
      files.trainImages.addAll(testImages);
      files.trainLabels.addAll(testLabels);
      return files;
    }

    private Path first() {
      return trainImages.isEmpty() ? testImages.get(0) : trainImages.get(0);
    }
  }

  private SetFiles find() throws IOException {
    if (Files.isRegularFile(place)) {
      return alone();
    }
    if (Files.isDirectory(place)) {
      return only(sets(place));
    }
    Path parent = place.toAbsolutePath().getParent();
    if (parent != null && Files.isDirectory(parent)) {
      Map<String, SetFiles> sets = setsIn(List.of(parent));
      SetFiles named = sets.get(key(parent, String.valueOf(place.getFileName())));
      if (named != null) {
        return named.withTraining();
      }
    }
    throw new NoSuchFileException(
        place + ": folder of IDX files, or file, must exist, or files there begin with that name");
  }

  /** One file, with all that has the same name but for the part and the kind. */
  private SetFiles alone() throws IOException {
    Optional<IdxNames> name = IdxNames.of(place);
    Path folder = place.toAbsolutePath().getParent();
    if (name.isPresent() && name.get().images() && folder != null) {
      SetFiles set = setsIn(List.of(folder)).get(key(folder, name.get().set()));
      if (set != null && !name.get().test()) {
        return set;
      }
      SetFiles testing = new SetFiles(name.get().set());
      testing.trainImages.add(place);
      if (set != null) {
        testing.trainLabels.addAll(set.testLabels);
      }
      return testing;
    }
    SetFiles file = new SetFiles("");
    file.trainImages.add(place);
    return file;
  }

  private SetFiles only(Map<String, SetFiles> sets) throws IOException {
    if (sets.isEmpty()) {
      throw new NoSuchFileException(
          place
              + ": folder must hold IDX files with names such as train-images-idx3-ubyte,"
              + " t10k-images.idx3-ubyte or emnist-letters-train-images-idx3-ubyte.gz; a file of"
              + " another name can be named itself, as in idx:"
              + place.resolve("FILE"));
    }
    if (sets.size() > 1) {
      throw new NoSuchFileException(
          place
              + ": folder must hold one set of IDX files, holds "
              + sets.size()
              + "; name one: "
              + sets.values().stream()
                  .map(
                      set -> {
                        Path first = set.first();
                        return "idx:" + (set.set.isEmpty() ? first : first.resolveSibling(set.set));
                      })
                  .collect(Collectors.joining(", ")));
    }
    return sets.values().iterator().next().withTraining();
  }

  /** The folder itself; else the folders that torchvision and others put into it. */
  private static Map<String, SetFiles> sets(Path root) throws IOException {
    Map<String, SetFiles> sets = setsIn(List.of(root));
    if (sets.isEmpty()) {
      sets = setsIn(List.of(root.resolve("raw"), root.resolve("gzip")));
    }
    if (sets.isEmpty()) {
      List<Path> below = new ArrayList<>();
      for (Path child : children(root)) {
        if (Files.isDirectory(child)) {
          below.add(child);
          below.add(child.resolve("raw"));
        }
      }
      sets = setsIn(below);
    }
    return sets;
  }

  /** The sets that have images in one of some folders. */
  private static Map<String, SetFiles> setsIn(List<Path> folders) throws IOException {
    Map<String, SetFiles> sets = new TreeMap<>();
    for (Path folder : folders) {
      if (!Files.isDirectory(folder)) {
        continue;
      }
      for (Path child : children(folder)) {
        Optional<IdxNames> name = IdxNames.of(child);
        if (name.isEmpty()) {
          continue;
        }
        // Kaggle unpacks each file into a folder of the file's name.
        for (Path file : Files.isDirectory(child) ? children(child) : List.of(child)) {
          if (Files.isRegularFile(file) && IdxNames.of(file).isPresent()) {
            sets.computeIfAbsent(
                    key(folder, name.get().set()), key -> new SetFiles(name.get().set()))
                .add(file, name.get());
          }
        }
      }
    }
    sets.values().removeIf(set -> set.trainImages.isEmpty() && set.testImages.isEmpty());
    return sets;
  }

  private static String key(Path folder, String set) {
    return folder.toAbsolutePath() + "\n" + set;
  }

  private static List<Path> children(Path folder) throws IOException {
    TreeSet<Path> sorted = new TreeSet<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
      stream.forEach(sorted::add);
    }
    return List.copyOf(sorted);
  }

  /** The first file that can be read, packed and unpacked ones being the same. */
  private IdxFile readFirst(List<Path> files) throws IOException {
    IOException problem = null;
    List<String> reasons = new ArrayList<>();
    for (Path file : files) {
      try {
        IdxFile content = IdxFile.read(file);
        for (String reason : reasons) {
          notices.add("took " + file + ", as another file is damaged: " + reason);
        }
        return content;
      } catch (MalformedIdxException e) {
        problem = problem == null ? e : problem;
        reasons.add(String.valueOf(e.getMessage()));
      }
    }
    throw problem == null ? new NoSuchFileException(place + ": no file") : problem;
  }

  private @Nullable IdxFile labels(List<Path> files, IdxFile images) throws IOException {
    if (files.isEmpty()) {
      notices.add(images.source() + ": no labels beside it");
      return null;
    }
    IdxFile labels = readFirst(files);
    labels.requireCountOf(images);
    return labels;
  }

  /** Either the published names of the classes, or the numbers that there are. */
  private record Classes(List<String> names, int first, boolean published) {
    private IdxClasses.@Nullable Labels of(@Nullable IdxFile labels) throws MalformedIdxException {
      if (labels == null) {
        return null;
      }
      return published
          ? IdxClasses.named(labels, names, first)
          : IdxClasses.numbered(labels, names);
    }
  }

  private static Classes classes(
      String set, @Nullable IdxFile trainLabels, @Nullable IdxFile testLabels)
      throws MalformedIdxException {
    List<IdxFile> labels = new ArrayList<>();
    if (trainLabels != null) {
      labels.add(trainLabels);
    }
    if (testLabels != null) {
      labels.add(testLabels);
    }
    List<String> numbers = IdxClasses.namesOf(labels);
    IdxSet published = KnownSets.named(set).orElse(null);
    if (published != null && fit(numbers, published)) {
      return new Classes(published.labelNames(), published.firstLabel(), true);
    }
    return new Classes(numbers, 0, false);
  }

  private static boolean fit(List<String> numbers, IdxSet published) {
    int end = published.firstLabel() + published.labelNames().size();
    return numbers.stream()
        .mapToInt(Integer::parseInt)
        .allMatch(number -> number >= published.firstLabel() && number < end);
  }
}
