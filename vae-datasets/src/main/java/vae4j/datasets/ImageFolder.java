package vae4j.datasets;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.Stream;
import org.datavec.api.io.labels.ParentPathLabelGenerator;
import org.datavec.api.io.labels.PathLabelGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vae4j.data.ImageDataset;
import vae4j.data.ImageShape;
import vae4j.datasets.content.Sha256;
import vae4j.datasets.picture.BrokenPictureException;
import vae4j.datasets.picture.ImageFormat;
import vae4j.datasets.picture.PictureDecoder;

/**
 * The PNG, JPEG, GIF, BMP, TIFF and WebP files in a folder and its sub-folders.
 *
 * <p>A picture is decoded when it is read, so that there may be more pictures than memory; decoded
 * ones are kept as bytes while they fit into a quarter of the heap, so that a small folder is
 * decoded once and not in every epoch. Reading is safe from several threads.
 *
 * <p>Pictures are in the order of their relative paths, which does not depend on the file system.
 * Those in sub-folders are labelled with the name of the sub-folder of the root that they are in,
 * unless another label generator of DataVec is given; those in the root have no label. Files and
 * folders whose names start with a dot are left out, and so are files with other endings.
 */
public final class ImageFolder implements ImageDataset {
  private static final Logger LOG = LoggerFactory.getLogger(ImageFolder.class);
  private static final Set<String> ENDINGS =
      Set.of("png", "jpg", "jpeg", "jpe", "jfif", "gif", "bmp", "dib", "tif", "tiff", "webp");
  private static final float WHITE = 255f;

  private final String name;
  private final Path root;
  private final List<Path> files;
  private final ImageShape shape;
  private final int[] labels;
  private final List<String> labelNames;
  private final int skipped;
  private final String sha256;
  private final AtomicReferenceArray<byte[]> decoded;
  private final AtomicLong room;

  private ImageFolder(
      String name,
      Path root,
      List<Path> files,
      ImageShape shape,
      int[] labels,
      List<String> labelNames,
      int skipped,
      AtomicLong room)
      throws IOException {
    this.name = name;
    this.root = root;
    this.files = files;
    this.shape = shape;
    this.labels = labels;
    this.labelNames = labelNames;
    this.skipped = skipped;
    this.sha256 = sumOf(root, files);
    this.decoded = new AtomicReferenceArray<>(files.size());
    this.room = room;
  }

  /**
   * Opens a folder; its pictures get the shape of the first one.
   *
   * @param root the folder
   * @return its pictures
   * @throws IOException as {@link #open(Path, FolderOptions)}
   */
  public static ImageFolder open(Path root) throws IOException {
    return open(root, FolderOptions.defaults());
  }

  /**
   * Opens a folder.
   *
   * @param root the folder
   * @param options which shape the pictures get, and whether broken ones are left out
   * @return its pictures
   * @throws NoSuchFileException if there is no such folder, or no picture in it
   * @throws NotDirectoryException if it is no folder
   * @throws BrokenPictureException if the first picture is broken and broken ones are not left out
   * @throws IOException if the folder cannot be read
   */
  public static ImageFolder open(Path root, FolderOptions options) throws IOException {
    return open(root, options, new TopFolderLabels(root));
  }

  /**
   * Opens a folder whose labels are found in another way than by sub-folder.
   *
   * @param root the folder
   * @param options which shape the pictures get, and whether broken ones are left out
   * @param labels gives each picture's label from its path, such as DataVec's {@link
   *     ParentPathLabelGenerator} or {@link org.datavec.api.io.labels.PatternPathLabelGenerator};
   *     an empty label is none
   * @return its pictures
   * @throws NoSuchFileException if there is no such folder, or no picture in it
   * @throws NotDirectoryException if it is no folder
   * @throws BrokenPictureException if the first picture is broken and broken ones are not left out
   * @throws IOException if the folder cannot be read
   */
  public static ImageFolder open(Path root, FolderOptions options, PathLabelGenerator labels)
      throws IOException {
    List<Path> files = list(root);
    List<Path> whole = files;
    ImageShape shape;
    if (options.skipBroken()) {
      // The size of the set must be known before the first read: every picture is tried.
      whole = files.parallelStream().filter(ImageFolder::decodes).toList();
      if (whole.isEmpty()) {
        throw new NoSuchFileException(
            root
                + ": folder must hold a picture that can be decoded, all "
                + files.size()
                + " are broken");
      }
    }
    shape = shapeFor(whole.get(0), options);
    List<String> names = new ArrayList<>();
    for (Path file : whole) {
      names.add(String.valueOf(labels.getLabelForPath(file.toString())));
    }
    List<String> classes =
        List.copyOf(new TreeSet<>(names.stream().filter(label -> !label.isEmpty()).toList()));
    TreeMap<String, Integer> numbers = new TreeMap<>();
    for (String label : classes) {
      numbers.put(label, numbers.size());
    }
    int[] labelOf = new int[whole.size()];
    Arrays.setAll(labelOf, i -> numbers.getOrDefault(names.get(i), NO_LABEL));
    Path last = root.toAbsolutePath().normalize().getFileName();
    return new ImageFolder(
        "images/" + (last == null ? "" : last),
        root,
        whole,
        shape,
        labelOf,
        classes,
        files.size() - whole.size(),
        new AtomicLong(Runtime.getRuntime().maxMemory() / 4));
  }

  /**
   * Draws a test set by lot. The same folder and seed give the same split on every machine.
   *
   * @param testFraction share of the pictures to test on, in (0, 1); at least one picture goes to
   *     either side
   * @param seed what the draw depends on
   * @return the two sets, each in the order of the whole, with the classes of the whole
   * @throws IllegalArgumentException if the fraction is not in (0, 1)
   * @throws IOException if there are fewer than two pictures, or one has gone
   */
  public Split split(double testFraction, long seed) throws IOException {
    FolderOptions.requireFraction(testFraction);
    if (size() < 2) {
      throw new IOException(root + ": folder must hold at least 2 pictures to be split, holds 1");
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

  /** How many broken files were left out when the folder was opened. */
  public int skipped() {
    return skipped;
  }

  /** The pictures' files, in the order of the pictures. */
  public List<Path> files() {
    return files;
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
      byte[] bytes = PictureDecoder.decode(files.get(index), shape);
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
        room);
  }

  /**
   * All pictures, sorted. DataVec's FileSplit is not used for this: it makes a file where the
   * folder is missing, prints and passes over a sub-folder it may not read, and misses names like
   * A.PNG.
   */
  private static List<Path> list(Path root) throws IOException {
    if (!Files.exists(root)) {
      throw new NoSuchFileException(root + ": folder of pictures must exist");
    }
    if (!Files.isDirectory(root)) {
      throw new NotDirectoryException(root + ": must be a folder of pictures, is a file");
    }
    TreeMap<String, Path> found = new TreeMap<>();
    int others = 0;
    try (Stream<Path> all = Files.walk(root, FileVisitOption.FOLLOW_LINKS)) {
      for (Path file : (Iterable<Path>) all::iterator) {
        String relative = relative(root, file);
        if (relative.isEmpty() || isHidden(relative) || !Files.isRegularFile(file)) {
          continue;
        }
        if (ENDINGS.contains(ending(relative))) {
          found.put(relative, file);
        } else {
          others++;
        }
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    if (found.isEmpty()) {
      throw new NoSuchFileException(
          root + ": folder must hold " + ImageFormat.NAMES + " files, holds " + others + " others");
    }
    if (others > 0) {
      LOG.info("{}: {} pictures, {} other files left out", root, found.size(), others);
    }
    return List.copyOf(found.values());
  }

  private static boolean decodes(Path file) {
    try {
      PictureDecoder.check(file);
      return true;
    } catch (IOException e) {
      LOG.warn("left out: {}", e.getMessage());
      return false;
    }
  }

  private static ImageShape shapeFor(Path first, FolderOptions options) throws IOException {
    ImageShape own = PictureDecoder.shapeOf(first);
    boolean ownSize = options.height() == 0;
    return new ImageShape(
        ownSize ? own.height() : options.height(),
        ownSize ? own.width() : options.width(),
        options.channels() == 0 ? own.channels() : options.channels());
  }

  private static String sumOf(Path root, List<Path> files) throws IOException {
    StringBuilder list = new StringBuilder();
    for (Path file : files) {
      list.append(relative(root, file)).append('\t').append(Files.size(file)).append('\n');
    }
    return Sha256.ofText(list.toString());
  }

  private static String relative(Path root, Path file) {
    return root.relativize(file).toString().replace(File.separatorChar, '/');
  }

  private static boolean isHidden(String relative) {
    return relative.startsWith(".") || relative.contains("/.");
  }

  private static String ending(String name) {
    return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
  }
}
