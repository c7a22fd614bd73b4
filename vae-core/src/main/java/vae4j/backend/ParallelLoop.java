package vae4j.backend;

import static vae4j.data.Checks.requirePositive;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A fixed number of threads that share a loop. Which worker does which part depends only on the
 * loop's length and the number of threads, so that results are the same in every run.
 */
public final class ParallelLoop implements AutoCloseable {
  /** The part of a loop that one worker does. */
  @FunctionalInterface
  public interface Part {
    /**
     * Does iterations {@code from} to {@code to - 1}.
     *
     * @param from first iteration
     * @param to after the last
     * @param worker which worker, in [0, threads)
     */
    void run(int from, int to, int worker);
  }

  private final int threads;
  private final @Nullable ExecutorService executor;
  private volatile boolean closed;

  /**
   * Starts the threads; the caller of {@link #share} is one of them.
   *
   * @param threads how many, at least 1
   * @throws IllegalArgumentException if threads is not positive
   */
  public ParallelLoop(int threads) {
    requirePositive("threads", threads);
    this.threads = threads;
    this.executor =
        threads == 1
            ? null
            : Executors.newFixedThreadPool(
                threads - 1,
                task -> {
                  Thread thread = new Thread(task, "vae4j-worker");
                  thread.setDaemon(true);
                  return thread;
                });
  }

  /** Number of threads. */
  public int threads() {
    return threads;
  }

  /**
   * Runs a loop on all threads and returns when it is done.
   *
   * @param iterations length of the loop
   * @param part what is done; throws nothing checked
   * @throws IllegalStateException if a part failed on another thread, and then the cause says why;
   *     or after {@link #close}
   */
  public void share(int iterations, Part part) {
    if (closed) {
      throw new IllegalStateException("the threads are closed, with the backend they belong to");
    }
    ExecutorService others = executor;
    if (others == null || iterations < 2) {
      part.run(0, iterations, 0);
      return;
    }
    int parts = Math.min(threads, iterations);
    CountDownLatch latch = new CountDownLatch(parts - 1);
    AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    for (int worker = 1; worker < parts; worker++) {
      int index = worker;
      others.execute(
          () -> {
            try {
              part.run(bound(iterations, parts, index), bound(iterations, parts, index + 1), index);
            } catch (RuntimeException | Error e) {
              failure.set(e);
            } finally {
              latch.countDown();
            }
          });
    }
    try {
      part.run(0, bound(iterations, parts, 1), 0);
    } finally {
      awaitUninterruptibly(latch);
    }
    Throwable thrown = failure.get();
    if (thrown != null) {
      throw new IllegalStateException("a worker failed: " + thrown.getMessage(), thrown);
    }
  }

  /** Ends the threads. */
  @Override
  public void close() {
    closed = true;
    if (executor != null) {
      executor.shutdown();
    }
  }

  private static int bound(int iterations, int parts, int part) {
    return (int) ((long) iterations * part / parts);
  }

  /** Memory that the others write to must not be freed under them, so this waits in any case. */
  private static void awaitUninterruptibly(CountDownLatch latch) {
    boolean interrupted = false;
    while (true) {
      try {
        latch.await();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
