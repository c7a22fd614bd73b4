package vae4j.datasets.download;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a folder of the cache to one thread of one process at a time. A file lock keeps processes
 * apart but not threads, so that there is a lock in memory beside it.
 *
 * <p>The lock's file stays: to delete it would let two processes lock two files of the same name.
 */
final class CacheLock implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(CacheLock.class);
  private static final ConcurrentHashMap<Path, ReentrantLock> THREADS = new ConcurrentHashMap<>();

  private final ReentrantLock threads;
  private final @Nullable FileChannel channel;

  private CacheLock(ReentrantLock threads, @Nullable FileChannel channel) {
    this.threads = threads;
    this.channel = channel;
  }

  /** Waits until the folder, which exists, is ours alone. */
  static CacheLock on(Path folder) throws IOException {
    Path file = folder.resolve(".lock");
    ReentrantLock threads =
        THREADS.computeIfAbsent(file.toAbsolutePath().normalize(), path -> new ReentrantLock());
    try {
      threads.lockInterruptibly();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while another thread downloads to " + folder);
    }
    FileChannel channel = null;
    try {
      channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      lock(channel, folder);
      return new CacheLock(threads, channel);
    } catch (IOException | RuntimeException e) {
      threads.unlock();
      if (channel != null) {
        channel.close();
      }
      throw e;
    }
  }

  @Override
  public void close() throws IOException {
    try {
      if (channel != null) {
        // Closing the channel gives the file lock back.
        channel.close();
      }
    } finally {
      threads.unlock();
    }
  }

  private static void lock(FileChannel channel, Path folder) throws IOException {
    FileLock lock = channel.tryLock();
    if (lock == null) {
      LOG.info("another process downloads to {}: waiting for it", folder);
      lock = channel.lock();
    }
    if (!lock.isValid()) {
      throw new IOException("lock on " + folder + " was lost as soon as taken");
    }
  }
}
