package vae4j.io;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes files whole or not at all: into a temporary file in the same folder, flushed to the disk,
 * then moved into place. Whatever fails on the way, the temporary file goes and a file that was
 * there stays as it was.
 *
 * <p>A file that is replaced hands its owner, group and permissions on to the new one, as far as
 * the system lets them be set. Of a symbolic link, also of one to a file that does not exist yet,
 * the target is replaced and not the link. What exists and is no regular file (a device, a named
 * pipe, {@code /dev/stdout}) is opened and written to; it is never created, moved or deleted. Only
 * there, and on a file whose name cannot be given to another (such as one that is mounted into a
 * container), does a failure leave a part of the content.
 */
public final class AtomicFiles {
  /** The prefix of temporary files; they end in {@code .tmp}. */
  public static final String TEMPORARY = ".vae4j.";

  private static final Logger LOG = LoggerFactory.getLogger(AtomicFiles.class);
  private static final int MOST_LINKS = 40;

  private AtomicFiles() {}

  /** The content of a file. */
  @FunctionalInterface
  public interface Content {
    /**
     * Writes all of it.
     *
     * @param out where to; buffered, left open
     * @throws IOException if that fails
     */
    void writeTo(OutputStream out) throws IOException;
  }

  /**
   * Writes one file, replacing what was there.
   *
   * @param file a path of the default file system; its folder must exist
   * @param content what to write
   * @throws IOException if the content fails or the file cannot be written; the message names the
   *     file and the reason in one line
   */
  public static void write(Path file, Content content) throws IOException {
    try {
      OptionalInt descriptor = descriptor(file);
      if (descriptor.isPresent()) {
        writeThrough(open(file, descriptor.getAsInt()), content);
      } else if (isSpecial(file)) {
        try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.WRITE)) {
          writeThrough(out, content);
        }
      } else {
        replace(target(file), content);
      }
    } catch (IOException e) {
      throw new IOException("cannot write " + file + ": " + reason(e), e);
    }
  }

  /**
   * Writes one text file in UTF-8, replacing what was there.
   *
   * @param file a path of the default file system; its folder must exist
   * @param text what to write
   * @throws IOException if the file cannot be written; the message names the file and the reason
   */
  public static void writeString(Path file, String text) throws IOException {
    write(file, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
  }

  /**
   * Finds out what would keep {@link #write} from writing, before there is anything to write. No
   * file is touched.
   *
   * @param file a path of the default file system
   * @throws IOException if the file cannot be written; the message names the file and the reason
   */
  public static void requireWritable(Path file) throws IOException {
    try {
      if (isSpecial(file) || descriptor(file).isPresent()) {
        return;
      }
      Path target = target(file);
      if (!Files.exists(target) && !Files.isWritable(folder(target))) {
        throw new AccessDeniedException(target.toString());
      }
    } catch (IOException e) {
      throw new IOException("cannot write " + file + ": " + reason(e), e);
    }
  }

  /**
   * Whether what is written to a path reaches this process's standard output.
   *
   * @param file a path of the default file system, such as {@code /dev/stdout}
   */
  public static boolean isStandardOutput(Path file) {
    try {
      return descriptor(file).orElse(-1) == 1;
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean isSpecial(Path file) {
    return Files.exists(file) && !Files.isRegularFile(file) && !Files.isDirectory(file);
  }

  private static void writeThrough(OutputStream to, Content content) throws IOException {
    BufferedOutputStream out = new BufferedOutputStream(to, 1 << 16);
    content.writeTo(out);
    out.flush();
  }

  /**
   * The descriptor of this process that a path stands for, as {@code /dev/stdout} and {@code
   * /dev/fd/63} do. What it is open on may have no path, or hold what others have written to it.
   */
  private static OptionalInt descriptor(Path file) throws IOException {
    Path folder = Path.of("/proc/self/fd");
    folder = Files.isDirectory(folder) ? folder : Path.of("/dev/fd");
    if (!Files.isDirectory(folder)) {
      return OptionalInt.empty();
    }
    Path real = folder.toRealPath();
    Path path = file.toAbsolutePath();
    for (int links = 0; links < MOST_LINKS; links++) {
      Path parent = path.getParent();
      Path name = path.getFileName();
      if (parent == null || name == null || !Files.isDirectory(parent)) {
        return OptionalInt.empty();
      }
      if (parent.toRealPath().equals(real) && name.toString().matches("[0-9]{1,9}")) {
        return OptionalInt.of(Integer.parseInt(name.toString()));
      }
      if (!Files.isSymbolicLink(path)) {
        return OptionalInt.empty();
      }
      path = path.resolveSibling(Files.readSymbolicLink(path));
    }
    return OptionalInt.empty();
  }

  /** Standard output and error stay open; of others what is there already is kept. */
  private static OutputStream open(Path file, int descriptor) throws IOException {
    return switch (descriptor) {
      case 1 -> new FileOutputStream(FileDescriptor.out);
      case 2 -> new FileOutputStream(FileDescriptor.err);
      default -> Files.newOutputStream(file, StandardOpenOption.APPEND);
    };
  }

  /** The file that links lead to, which may not exist. */
  private static Path target(Path file) throws IOException {
    Path target = file.toAbsolutePath();
    for (int links = 0; Files.isSymbolicLink(target); links++) {
      if (links == MOST_LINKS) {
        throw new IOException("its links lead to one another");
      }
      target = target.resolveSibling(Files.readSymbolicLink(target));
    }
    if (target.getParent() == null || Files.isDirectory(target)) {
      throw new IOException("it is a folder");
    }
    if (!Files.isDirectory(folder(target))) {
      throw new IOException("folder " + folder(target) + " does not exist");
    }
    // A new file in its place would pass over what its owner forbids.
    if (Files.exists(target) && !Files.isWritable(target)) {
      throw new AccessDeniedException(target.toString());
    }
    return target;
  }

  private static Path folder(Path target) {
    return Objects.requireNonNull(target.getParent());
  }

  private static void replace(Path target, Content content) throws IOException {
    Path folder = folder(target);
    // Not the target's name with something added, which may be longer than a name can be.
    Path temporary = folder.resolve(TEMPORARY + UUID.randomUUID() + ".tmp");
    boolean replaces = Files.exists(target);
    create(temporary, replaces);
    Thread deletion = new Thread(() -> deleteQuietly(temporary));
    boolean deleted = deleteAtExit(deletion);
    try {
      // Not a FileChannel: an interrupted thread must still be able to save what it has.
      try (FileOutputStream file = new FileOutputStream(temporary.toFile());
          BufferedOutputStream out = new BufferedOutputStream(file, 1 << 16)) {
        content.writeTo(out);
        out.flush();
        file.getFD().sync();
      }
      if (replaces) {
        copyOwnerAndPermissions(target, temporary);
      }
      moveIntoPlace(temporary, target);
    } finally {
      Files.deleteIfExists(temporary);
      if (deleted) {
        keepAtExit(deletion);
      }
    }
    flushFolder(folder);
  }

  /**
   * The replacement may be as secret as the file: until it is whole, only its owner can read it.
   */
  private static void create(Path temporary, boolean secret) throws IOException {
    if (secret && temporary.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      Files.createFile(
          temporary,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    } else {
      // Created apart from being opened: createTempFile would leave a file that only we read.
      Files.createFile(temporary);
    }
  }

  /** As far as the system lets them be set: only root gives files away. */
  private static void copyOwnerAndPermissions(Path from, Path to) throws IOException {
    PosixFileAttributeView view = Files.getFileAttributeView(to, PosixFileAttributeView.class);
    if (view == null) {
      return;
    }
    PosixFileAttributes old = Files.readAttributes(from, PosixFileAttributes.class);
    PosixFileAttributes made = view.readAttributes();
    if (!old.group().equals(made.group())) {
      attempt(() -> view.setGroup(old.group()));
    }
    if (!old.owner().equals(made.owner())) {
      attempt(() -> view.setOwner(old.owner()));
    }
    // Last, so that nobody but the old owner and group ever has what these allow.
    attempt(() -> view.setPermissions(old.permissions()));
  }

  private static void attempt(Change change) {
    try {
      change.run();
    } catch (IOException e) {
      LOG.debug("an attribute of a replaced file is not kept", e);
    }
  }

  private static void moveIntoPlace(Path temporary, Path target) throws IOException {
    try {
      Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileSystemException e) {
      if (!Files.isRegularFile(target)) {
        throw e;
      }
      // A mount point, or another user's file in a folder such as /tmp: only its content changes.
      LOG.debug("{} is written in place", target, e);
      try (OutputStream out =
          Files.newOutputStream(
              target, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
        Files.copy(temporary, out);
      }
    }
  }

  /** A signal that ends the process in the middle of it leaves no temporary file. */
  private static boolean deleteAtExit(Thread deletion) {
    try {
      Runtime.getRuntime().addShutdownHook(deletion);
      return true;
    } catch (IllegalStateException e) {
      return false; // The process is ending already, and this is written all the same.
    }
  }

  private static void keepAtExit(Thread deletion) {
    try {
      Runtime.getRuntime().removeShutdownHook(deletion);
    } catch (IllegalStateException e) {
      LOG.debug("the process ends", e);
    }
  }

  private static void deleteQuietly(Path temporary) {
    try {
      Files.deleteIfExists(temporary);
    } catch (IOException e) {
      LOG.debug("{} stays", temporary, e);
    }
  }

  /** Makes the move itself outlast a power cut, where folders can be flushed. */
  private static void flushFolder(Path folder) {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException e) {
      // Windows cannot open a folder; the file is in place and whole without it.
    }
  }

  private static String reason(IOException e) {
    if (e instanceof AccessDeniedException) {
      return "permission denied";
    }
    if (e instanceof FileSystemException failure && failure.getReason() != null) {
      return failure.getReason();
    }
    if (e instanceof NoSuchFileException) {
      return "its folder takes no new files";
    }
    String message = e.getMessage();
    return message == null ? e.getClass().getSimpleName() : message;
  }

  /** Sets one attribute. */
  private interface Change {
    void run() throws IOException;
  }
}
