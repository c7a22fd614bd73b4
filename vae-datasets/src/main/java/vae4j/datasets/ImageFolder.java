package vae4j.datasets;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Function;
import org.datavec.api.io.labels.ParentPathLabelGenerator;
import org.datavec.api.io.labels.PathLabelGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vae4j.data.ImageDataset;
import vae4j.data.ImageShape;
import vae4j.datasets.content.Sha256;
import vae4j.datasets.folder.FolderScan;
import vae4j.datasets.folder.ImageFile;
import vae4j.datasets.folder.ImageSurvey;
import vae4j.datasets.folder.LabelTable;
import vae4j.datasets.folder.SplitFolders;
import vae4j.datasets.image.BrokenImageException;
import vae4j.datasets.image.ImageDecoder;

/**
 * The PNG, JPEG, GIF, BMP, TIFF and WebP files in a folder and its sub-folders, as {@link
 * FolderScan} finds them.
 *
 * <p>An image is decoded when it is read, so that there may be more images than memory; decoded
 * ones are kept as bytes while they fit into a quarter of the heap, so that a small folder is
 * decoded once and not in every epoch. Reading is safe from several threads.
 *
 * <p>Images are in the order of their relative paths, which depends neither on the file system nor
 * on the locale. They are labelled by the table that the options name or that lies in the folder
 * ({@link LabelTable}); else with the name of the sub-folder of the root that they are in, unless
 * another label generator of DataVec is given; those in the root have no label.
 */
public final class ImageFolder implements ImageDataset {
  private static final Logger LOG = LoggerFactory.getLogger(ImageFolder.class);
  private static final float WHITE = 255f;

  private final String name;
  private final Path root;
  private final List<ImageFile> files;
  private final ImageShape shape;
  private final int[] labels;
  private final List<String> labelNames;
  private final int skipped;
  private final List<String> notes;
  private final String sha256;
  private final AtomicReferenceArray<byte[]> decoded;
  private final AtomicLong room;

  private ImageFolder(
      String name,
      Path root,
      List<ImageFile> files,
      ImageShape shape,
      int[] labels,
      List<String> labelNames,
      int skipped,
      List<String> notes,
      AtomicLong room)
      throws IOException {
    this.name = name;
    this.root = root;
    this.files = files;
    this.shape = shape;
    this.labels = labels;
    this.labelNames = labelNames;
    this.skipped = skipped;
    this.notes = List.copyOf(notes);
    this.sha256 = sumOf(files);
    this.decoded = new AtomicReferenceArray<>(files.size());
    this.room = room;
  }

  /**
   * Opens a folder; its images get the shape that {@link ImageSurvey} chooses.
   *
   * @param root the folder
   * @return its images
   * @throws IOException as {@link #open(Path, FolderOptions)}
   */
  public static ImageFolder open(Path root) throws IOException {
    return open(root, FolderOptions.defaults());
  }

  /**
   * Opens a folder.
   *
   * @param root the folder
   * @param options which shape the images get, what labels them, and whether broken ones are left
   *     out
   * @return its images
   * @throws NoSuchFileException if there is no such folder, or no image in it
   * @throws NotDirectoryException if it is no folder
   * @throws BrokenImageException if the header of an image shows that it is broken, and broken ones
   *     are not left out
   * @throws IOException if the folder or the table of labels cannot be read
   */
  public static ImageFolder open(Path root, FolderOptions options) throws IOException {
    Part part = Part.of(FolderScan.of(root), options);
    return of(nameOf(root), part, options);
  }

  /**
   * Opens a folder whose labels are found in another way than by sub-folder or table.
   *
   * @param root the folder
   * @param options which shape the images get, and whether broken ones are left out
   * @param labels gives each image's label from its path, such as DataVec's {@link
   *     ParentPathLabelGenerator} or {@link org.datavec.api.io.labels.PatternPathLabelGenerator};
   *     an empty label is none. Names that are not ASCII are given as they read in UTF-8, whatever
   *     the locale
   * @return its images
   * @throws NoSuchFileException if there is no such folder, or no image in it
   * @throws NotDirectoryException if it is no folder
   * @throws BrokenImageException if the header of an image shows that it is broken, and broken ones
   *     are not left out
   * @throws IOException if the folder cannot be read
   */
  public static ImageFolder open(Path root, FolderOptions options, PathLabelGenerator labels)
      throws IOException {
    Part part = Part.whole(FolderScan.of(root), options);
    Function<ImageFile, String> label =
        image -> String.valueOf(labels.getLabelForPath(root + "/" + image.name()));
    return of(nameOf(root), part.labelled(label), options);
  }

  /**
   * Opens a folder in two parts. Where it has sub-folders {@code train} and {@code test} (see
   * {@link SplitFolders}) those are the two, and labels are the sub-folders in them; where the
   * options name another folder to test on, that is the second; else the second is drawn by lot
   * ({@link #split}). Both have the shape of the first, and the classes of both.
   *
   * @param root the folder
   * @param options how it is read
   * @return the images to train on and to test on; the first has all notes
   * @throws NoSuchFileException if there is no such folder, or no image in it
   * @throws NotDirectoryException if it is no folder
   * @throws BrokenImageException if the header of an image shows that it is broken, and broken ones
   *     are not left out
   * @throws IllegalArgumentException if the folder to test on is the folder itself
   * @throws IOException if a folder or the table of labels cannot be read
   */
  public static Split openSplit(Path root, FolderOptions options) throws IOException {
    FolderScan scan = FolderScan.of(root);
    Optional<SplitFolders> folders = SplitFolders.of(scan);
    Path testRoot =
        options.testDirectory() != null
            ? options.testDirectory()
            : folders.map(SplitFolders::test).orElse(null);
    FolderScan trainScan = folders.isPresent() ? FolderScan.of(folders.get().train()) : scan;
    List<String> notes = new ArrayList<>();
    folders.ifPresent(found -> notes.add(note(root, found, testRoot)));
    if (testRoot == null) {
      ImageFolder whole = of(nameOf(root), Part.of(trainScan, options), options);
      return whole.noting(notes).split(options.testFraction(), options.splitSeed());
    }
    FolderScan testScan = FolderScan.of(testRoot);
    if (Files.isSameFile(trainScan.root(), testRoot)) {
      throw new IllegalArgumentException(
          "folder to test on must be another than that to train on, was " + testRoot);
    }
    Part train = Part.of(trainScan.without(testRoot), options);
    Part test = Part.of(testScan, options);
    ImageSurvey survey = survey(train, options);
    List<String> classes = classes(options, train.labels(), test.labels());
    List<String> unseen = new ArrayList<>(new TreeSet<>(test.labels()));
    unseen.removeAll(train.labels());
    unseen.remove("");
    if (!unseen.isEmpty()) {
      notes.add("classes of test images that no training image has: " + String.join(", ", unseen));
    }
    notes.add(survey.note());
    notes.addAll(train.notes());
    test.notes().forEach(note -> notes.add("test images: " + note));
    AtomicLong room = new AtomicLong(Runtime.getRuntime().maxMemory() / 4);
    return new Split(
        train.dataset(nameOf(root) + "/train", survey.shape(), classes, notes, room),
        test.dataset(nameOf(root) + "/test", survey.shape(), classes, List.of(), room));
  }

  /**
   * Draws a test set by lot. The same folder and seed give the same split on every machine.
   *
   * @param testFraction share of the images to test on, in (0, 1); at least one image goes to
   *     either side
   * @param seed what the draw depends on
   * @return the two sets, each in the order of the whole, with the classes of the whole
   * @throws IllegalArgumentException if the fraction is not in (0, 1)
   * @throws IOException if there are fewer than two images, or one has gone
   */
  public Split split(double testFraction, long seed) throws IOException {
    FolderOptions.requireFraction(testFraction);
    if (size() < 2) {
      throw new IOException(root + ": folder must hold at least 2 images to be split, holds 1");
    }
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < size(); i++) {
      order.add(i);
    }
    // java.util.Random's numbers and this shuffle are laid down in their specifications.
    Collections.shuffle(order, new Random(seed));
    int test = (int) Math.min(size() - 1L, Math.max(1, Math.round(testFraction * size())));
    return new Split(
        part("train", order.subList(test, size())), part("test", order.subList(0, test)));
  }

  /** Number of broken files were left out when the folder was opened. */
  public int skipped() {
    return skipped;
  }

  /**
   * Notices about the folder, a line each: how shape and labels were chosen, and what was left out.
   */
  public List<String> notes() {
    return notes;
  }

  /** The images' files, in the order of the images. */
  public List<Path> files() {
    return files.stream().map(ImageFile::path).toList();
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public ImageShape shape() {
    return shape;
  }

  @Override
  public int size() {
    return files.size();
  }

  @Override
  public void read(int index, float[] target, int offset) {
    byte[] bytes = bytesOf(Objects.checkIndex(index, size()));
    for (int i = 0; i < bytes.length; i++) {
      target[offset + i] = Byte.toUnsignedInt(bytes[i]) / WHITE;
    }
  }

  @Override
  public int label(int index) {
    return labels[Objects.checkIndex(index, size())];
  }

  @Override
  public List<String> labelNames() {
    return labelNames;
  }

  /**
   * SHA-256 of the list of files: of each one's relative path and length in bytes. The content is
   * not read, as there may be much of it.
   */
  @Override
  public String sha256() {
    return sha256;
  }

  private byte[] bytesOf(int index) {
    byte[] kept = decoded.get(index);
    if (kept != null) {
      return kept;
    }
    try {
      byte[] bytes = ImageDecoder.decode(files.get(index).path(), shape);
      if (room.addAndGet(-bytes.length) >= 0) {
        decoded.set(index, bytes);
      }
      return bytes;
    } catch (IOException e) {
      throw new UncheckedIOException(e.getMessage(), e);
    }
  }

  private ImageFolder part(String part, List<Integer> indices) throws IOException {
    List<Integer> sorted = indices.stream().sorted().toList();
    return new ImageFolder(
        name + "/" + part,
        root,
        sorted.stream().map(files::get).toList(),
        shape,
        sorted.stream().mapToInt(i -> labels[i]).toArray(),
        labelNames,
        skipped,
        notes,
        room);
  }

  private ImageFolder noting(List<String> first) throws IOException {
    List<String> all = new ArrayList<>(first);
    all.addAll(notes);
    return new ImageFolder(name, root, files, shape, labels, labelNames, skipped, all, room);
  }

  private static ImageFolder of(String name, Part part, FolderOptions options) throws IOException {
    ImageSurvey survey = survey(part, options);
    List<String> notes = new ArrayList<>();
    notes.add(survey.note());
    notes.addAll(part.notes());
    return part.dataset(
        name,
        survey.shape(),
        classes(options, part.labels(), List.of()),
        notes,
        new AtomicLong(Runtime.getRuntime().maxMemory() / 4));
  }

  private static ImageSurvey survey(Part part, FolderOptions options) throws IOException {
    return ImageSurvey.of(part.images(), options.height(), options.width(), options.channels());
  }

  private static List<String> classes(FolderOptions options, List<String> some, List<String> more)
      throws IOException {
    TreeSet<String> all = new TreeSet<>(some);
    all.addAll(more);
    all.remove("");
    if (options.labels() != null && all.isEmpty()) {
      throw new IOException(
          options.labels() + ": table of labels must name images of the folder, names none");
    }
    return LabelTable.sorted(all);
  }

  private static String note(Path root, SplitFolders folders, @Nullable Path test) {
    String note = "training images are those of " + folders.train();
    if (test != null) {
      note += ", test images those of " + test;
    }
    List<String> unused = new ArrayList<>(folders.others());
    Path own = folders.test();
    if (own != null && !own.equals(test)) {
      unused.add(String.valueOf(own.getFileName()));
    }
    return unused.isEmpty()
        ? note
        : note + "; not used in " + root + ": " + String.join(", ", unused);
  }

  private static String nameOf(Path root) {
    Path last = root.toAbsolutePath().normalize().getFileName();
    return "images/" + (last == null ? "" : last);
  }

  private static String sumOf(List<ImageFile> files) throws IOException {
    StringBuilder list = new StringBuilder();
    for (ImageFile file : files) {
      list.append(file.name()).append('\t').append(Files.size(file.path())).append('\n');
    }
    return Sha256.ofText(list.toString());
  }

  /** The images of one folder that can be read, with the label of each; an empty label is none. */
  private record Part(
      Path root, List<ImageFile> images, List<String> labels, int skipped, List<String> notes) {
    /** Labelled by table or sub-folder. */
    static Part of(FolderScan scan, FolderOptions options) throws IOException {
      Part part = whole(scan, options);
      Path table = options.labels();
      if (table != null) {
        return part.labelled(LabelTable.read(table, options.labelColumn(), part.root, part.images));
      }
      Optional<Path> found = LabelTable.in(part.root);
      if (found.isEmpty()) {
        if (options.labelColumn() != null) {
          throw new NoSuchFileException(
              part.root + ": folder must hold labels.csv for a column of it to be the label");
        }
        return part.labelled(ImageFile::topFolder);
      }
      String problem = "names none of the images";
      try {
        LabelTable own =
            LabelTable.read(found.get(), options.labelColumn(), part.root, part.images);
        if (!own.isEmpty()) {
          return part.labelled(own);
        }
      } catch (IOException e) {
        if (options.labelColumn() != null) {
          throw e;
        }
        problem = String.valueOf(e.getMessage());
      }
      // Nobody asked for this table: it may be something else.
      return part.labelled(ImageFile::topFolder)
          .noting(found.get().getFileName() + " is not taken as labels: " + problem);
    }

    /** Not labelled yet. */
    static Part whole(FolderScan scan, FolderOptions options) throws IOException {
      List<String> notes = new ArrayList<>();
      List<ImageFile> images = scan.images();
      scan.leftOut().ifPresent(text -> notes.add("left out: " + text));
      if (options.skipBroken()) {
        // The size of the set must be known before the first read: every image is tried.
        images = images.parallelStream().filter(ImageFolder::decodes).toList();
        if (images.isEmpty()) {
          throw new NoSuchFileException(
              scan.root()
                  + ": folder must hold an image that can be decoded, all "
                  + scan.images().size()
                  + " are broken");
        }
      }
      int broken = scan.images().size() - images.size();
      if (broken > 0) {
        notes.add("broken images left out: " + broken);
      }
      List<String> none = Collections.nCopies(images.size(), "");
      return new Part(scan.root(), List.copyOf(images), none, broken, notes);
    }

    Part labelled(LabelTable table) {
      return labelled(table::of).noting(table.note(images.size()));
    }

    Part labelled(Function<ImageFile, String> label) {
      return new Part(root, images, images.stream().map(label).toList(), skipped, notes);
    }

    Part noting(String note) {
      List<String> all = new ArrayList<>(notes);
      all.add(note);
      return new Part(root, images, labels, skipped, all);
    }

    ImageFolder dataset(
        String name, ImageShape shape, List<String> classes, List<String> all, AtomicLong room)
        throws IOException {
      Map<String, Integer> numbers = new HashMap<>();
      classes.forEach(label -> numbers.put(label, numbers.size()));
      int[] labelOf = new int[images.size()];
      Arrays.setAll(labelOf, i -> numbers.getOrDefault(labels.get(i), NO_LABEL));
      return new ImageFolder(name, root, images, shape, labelOf, classes, skipped, all, room);
    }
  }

  private static boolean decodes(ImageFile image) {
    try {
      ImageDecoder.check(image.path());
      return true;
    } catch (IOException e) {
      LOG.warn("left out: {}", e.getMessage());
      return false;
    }
  }
}
