package vae4j.datasets.folder;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import vae4j.datasets.image.ImageFormat;

/**
 * The images in a folder and its sub-folders, in the order of their names.
 *
 * <ul>
 *   <li>An image is a file with an image's ending, whatever it holds, or one whose ending says
 *       nothing and whose content is in one of the formats.
 *   <li>Files and folders whose names start with a dot are left out.
 *   <li>Links are followed; one to a folder that it is in is left out, and so is one to nothing.
 *   <li>A sub-folder that cannot be read is an error.
 * </ul>
 *
 * <p>DataVec's FileSplit is not used for this: it makes a file where the folder is missing, prints
 * and passes over a sub-folder it may not read, and misses names like A.PNG.
 */
public final class FolderScan {
  private static final Set<String> IMAGES =
      Set.of("png", "jpg", "jpeg", "jpe", "jfif", "gif", "bmp", "dib", "tif", "tiff", "webp");

  /** Endings that say that a file is something else: these are not opened. */
  private static final Set<String> OTHERS =
      Set.of(
          "txt", "csv", "tsv", "json", "jsonl", "xml", "yaml", "yml", "md", "html", "htm", "pdf",
          "py", "java", "ipynb", "sh", "log", "mat", "npy", "npz", "pkl", "pt", "h5", "parquet",
          "zip", "gz", "tar", "tgz", "7z", "rar", "mp4", "avi", "mov", "mkv", "wav", "mp3", "svg",
          "heic", "heif", "avif", "db", "ini");

  private final Path root;
  private final List<ImageFile> images = new ArrayList<>();
  private final LeftOut leftOut;

  private FolderScan(Path root, LeftOut leftOut) {
    this.root = root;
    this.leftOut = leftOut;
  }

  /**
   * Lists a folder.
   *
   * @param root the folder
   * @return what is in it
   * @throws NoSuchFileException if there is no such folder, or no image in it
   * @throws NotDirectoryException if it is no folder
   * @throws IOException if it or a sub-folder cannot be read
   */
  public static FolderScan of(Path root) throws IOException {
    if (!Files.exists(root)) {
      throw new NoSuchFileException(root + ": folder of images must exist");
    }
    if (!Files.isDirectory(root)) {
      throw new NotDirectoryException(root + ": must be a folder of images, is a file");
    }
    FolderScan scan = new FolderScan(root, new LeftOut());
    Set<Object> above = new HashSet<>();
    above.add(key(root, Files.readAttributes(root, BasicFileAttributes.class)));
    scan.walk(root, "", above);
    // Two names that are not UTF-8 may read alike; their paths do not.
    scan.images.sort(
        Comparator.comparing(ImageFile::name).thenComparing(image -> image.path().toUri()));
    if (scan.images.isEmpty()) {
      throw new NoSuchFileException(
          root
              + ": folder must hold "
              + ImageFormat.NAMES
              + " files, holds "
              + scan.leftOut().map(text -> text + " instead").orElse("none"));
    }
    return scan;
  }

  /** The folder. */
  public Path root() {
    return root;
  }

  /** The images, in the order of their names. */
  public List<ImageFile> images() {
    return images;
  }

  /** A description of skipped files such as {@code 12 files (10 .txt, 2 hidden)}; empty if none. */
  public Optional<String> leftOut() {
    return leftOut.text();
  }

  /**
   * This folder without a part of it.
   *
   * @param part a folder that may lie in this one
   * @return the other images
   * @throws NoSuchFileException if there are no others
   */
  public FolderScan without(Path part) throws NoSuchFileException {
    Path end = part.toAbsolutePath().normalize();
    FolderScan rest = new FolderScan(root, leftOut);
    for (ImageFile image : images) {
      if (!image.path().toAbsolutePath().normalize().startsWith(end)) {
        rest.images.add(image);
      }
    }
    if (rest.images.isEmpty()) {
      throw new NoSuchFileException(root + ": folder must hold images outside of " + part);
    }
    return rest;
  }

  private void walk(Path folder, String prefix, Set<Object> above) throws IOException {
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      for (Path entry : entries) {
        add(entry, prefix, above);
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
  }

  private void add(Path entry, String prefix, Set<Object> above) throws IOException {
    String name = FileNames.last(entry);
    if (name.startsWith(".")) {
      leftOut.add("hidden");
      return;
    }
    BasicFileAttributes attributes;
    try {
      attributes = Files.readAttributes(entry, BasicFileAttributes.class);
    } catch (FileSystemException e) {
      if (Files.isSymbolicLink(entry)) {
        leftOut.add("link to nothing");
        return;
      }
      throw e;
    }
    if (attributes.isDirectory()) {
      Object key = key(entry, attributes);
      if (!above.add(key)) {
        leftOut.add("link to a folder that it is in");
        return;
      }
      walk(entry, prefix + name + "/", above);
      above.remove(key);
    } else if (!attributes.isRegularFile()) {
      leftOut.add("special file");
    } else if (isImage(entry, name)) {
      images.add(new ImageFile(prefix + name, entry));
    } else {
      String ending = FileNames.ending(name);
      leftOut.add(ending.isEmpty() ? "without ending" : "." + ending);
    }
  }

  private static boolean isImage(Path file, String name) {
    String ending = FileNames.ending(name);
    if (IMAGES.contains(ending) || OTHERS.contains(ending)) {
      return IMAGES.contains(ending);
    }
    try {
      return ImageFormat.of(file).isPresent();
    } catch (IOException e) {
      return false; // it is counted with the others of its ending
    }
  }

  /** The identity of a folder, independent of the link by which it is reached. */
  private static Object key(Path folder, BasicFileAttributes attributes) throws IOException {
    Object key = attributes.fileKey();
    return key == null ? folder.toRealPath() : key;
  }
}
