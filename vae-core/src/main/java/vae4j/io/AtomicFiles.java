package vae4j.io;

import java.io.BufferedOutputStream;
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
import java.util.UUID;

/**
 * Writes files whole or not at all: into a temporary file in the same folder, flushed to the disk,
 * then moved into place. Whatever fails on the way, the temporary file goes and a file that was
 * there stays as it was.
 */
public final class AtomicFiles {
  private AtomicFiles() {}

  /** What a file is to hold. */
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
   * @param file a path of the default file system; its folder must exist. A symbolic link is
   *     followed: what it points to is replaced
   * @param content what to write
   * @throws IOException if the content fails or the file cannot be written; the message names the
   *     file and the reason in one line
   */
  public static void write(Path file, Content content) throws IOException {
    try {
      Path target = Files.isSymbolicLink(file) ? file.toRealPath() : file.toAbsolutePath();
      Path folder = target.getParent();
      if (folder == null || Files.isDirectory(target)) {
        throw new IOException("it is a folder");
      }
      if (!Files.isDirectory(folder)) {
        throw new IOException("folder " + folder + " does not exist");
      }
      writeBeside(target, folder, content);
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

  private static void writeBeside(Path target, Path folder, Content content) throws IOException {
    Path temporary = folder.resolve("." + target.getFileName() + "." + UUID.randomUUID() + ".tmp");
    // Created apart from being opened: createTempFile would leave a file that only its owner reads.
    Files.createFile(temporary);
    try {
      // Not a FileChannel: an interrupted thread must still be able to save what it has.
      try (FileOutputStream file = new FileOutputStream(temporary.toFile());
          BufferedOutputStream out = new BufferedOutputStream(file, 1 << 16)) {
        content.writeTo(out);
        out.flush();
        file.getFD().sync();
      }
      Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(temporary);
    }
    flushFolder(folder);
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
}
