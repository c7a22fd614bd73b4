package vae4j.cli.run;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import vae4j.cli.console.Failure;

/**
 * Keeps two trainings from writing into one folder. The system gives the lock back when the process
 * ends, however it ends, so that a file that a killed one leaves behind does not block others.
 */
public final class RunLock implements AutoCloseable {
  public static final String NAME = ".lock";

  private final Path file;
  private final FileChannel channel;

  private RunLock(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /**
   * Takes a folder for this process.
   *
   * @throws IOException if another training has it, or its lock file cannot be written
   */
  public static RunLock on(Path folder) throws IOException {
    Path file = folder.resolve(NAME);
    while (true) {
      RunLock lock =
          new RunLock(
              file, FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE));
      try {
        lock.take(folder);
        if (lock.isInPlace()) {
          return lock;
        }
        // The other one was just done and has deleted the file that we have locked.
        lock.channel.close();
      } catch (IOException e) {
        lock.channel.close();
        throw e;
      }
    }
  }

  private void take(Path folder) throws IOException {
    FileLock taken;
    try {
      taken = channel.tryLock();
    } catch (OverlappingFileLockException e) {
      taken = null; // Another thread of this process has it.
    } catch (IOException e) {
      return; // Some network file systems have no locks; training works there all the same.
    }
    if (taken == null) {
      throw new IOException("another training writes into " + folder + " now");
    }
  }

  private boolean isInPlace() throws IOException {
    byte[] mark = UUID.randomUUID().toString().getBytes(StandardCharsets.UTF_8);
    channel.write(ByteBuffer.wrap(mark), 0);
    try {
      return java.util.Arrays.equals(mark, Files.readAllBytes(file));
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  @Override
  public void close() {
    try {
      Files.deleteIfExists(file);
      channel.close();
    } catch (IOException e) {
      throw Failure.unwritable(e);
    }
  }
}
