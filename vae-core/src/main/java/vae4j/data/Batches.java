package vae4j.data;

import static vae4j.data.Checks.requirePositive;

import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.LongFunction;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * One pass over a data set in batches. The next batch is put together on a thread of its own while
 * the caller works on this one; the last one may be shorter and is never dropped.
 *
 * <p>A batch lives until the next one is asked for, or until this is closed.
 */
public final class Batches implements Iterator<Batch>, AutoCloseable {
  private final ImageDataset dataset;
  private final int batchSize;
  private final int[] order;
  private final Binarization binarization;
  private final LongFunction<RandomGenerator> randoms;
  private final ExecutorService producer =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread thread = new Thread(task, "vae4j-batches");
            thread.setDaemon(true);
            return thread;
          });
  private int start;
  private @Nullable Batch current;
  private @Nullable CompletableFuture<Batch> upcoming;

  private Batches(
      ImageDataset dataset,
      int batchSize,
      int[] order,
      Binarization binarization,
      LongFunction<RandomGenerator> randoms,
      int first) {
    requirePositive("batch size", batchSize);
    this.dataset = dataset;
    this.batchSize = batchSize;
    this.order = order;
    this.binarization = binarization;
    this.randoms = randoms;
    this.start = first;
    prepareNext();
  }

  /**
   * A pass in the set's own order.
   *
   * @param dataset the images
   * @param batchSize images in a batch, at least 1
   * @param binarization what is done to pixel values
   * @param random where stochastic binarisation draws from; used by this pass alone
   * @return the batches
   * @throws IllegalArgumentException if the batch size is not positive
   */
  public static Batches inOrder(
      ImageDataset dataset, int batchSize, Binarization binarization, RandomGenerator random) {
    int[] order = identity(dataset.size());
    return new Batches(dataset, batchSize, order, binarization, position -> random, 0);
  }

  /**
   * A pass in the set's own order, pixel values as they are.
   *
   * @param dataset the images
   * @param batchSize images in a batch, at least 1
   * @return the batches
   * @throws IllegalArgumentException if the batch size is not positive
   */
  public static Batches inOrder(ImageDataset dataset, int batchSize) {
    return inOrder(dataset, batchSize, Binarization.NONE, new SplittableRandom(0));
  }

  /**
   * A pass in a random order (Fisher and Yates' shuffle), or what is left of it.
   *
   * @param dataset the images
   * @param batchSize images in a batch, at least 1
   * @param binarization of pixel values
   * @param shuffle source of the order
   * @param randoms for each place in the pass the source of stochastic binarisation
   * @param first place of the first image, a multiple of the batch size; 0 for a whole pass
   * @return the batches
   * @throws IllegalArgumentException if the batch size is not positive
   */
  public static Batches shuffled(
      ImageDataset dataset,
      int batchSize,
      Binarization binarization,
      RandomGenerator shuffle,
      LongFunction<RandomGenerator> randoms,
      int first) {
    int[] order = shuffledOrder(dataset.size(), shuffle);
    return new Batches(dataset, batchSize, order, binarization, randoms, first);
  }

  /**
   * The order of the images in a pass of {@link #shuffled}.
   *
   * @param size images of the data set
   * @param shuffle source of the order
   * @return each index once
   */
  public static int[] shuffledOrder(int size, RandomGenerator shuffle) {
    int[] order = identity(size);
    for (int i = order.length - 1; i > 0; i--) {
      int j = shuffle.nextInt(i + 1);
      int swapped = order[i];
      order[i] = order[j];
      order[j] = swapped;
    }
    return order;
  }

  /**
   * A pass in a random order.
   *
   * @param dataset the images
   * @param batchSize images in a batch, at least 1
   * @param binarization of pixel values
   * @param random source of the order and of stochastic binarisation, used by this pass alone
   * @return the batches
   * @throws IllegalArgumentException if the batch size is not positive
   */
  public static Batches shuffled(
      ImageDataset dataset, int batchSize, Binarization binarization, RandomGenerator random) {
    return shuffled(dataset, batchSize, binarization, random, position -> random, 0);
  }

  /** Number of batches in the whole pass, the last short one included. */
  public int count() {
    return (order.length + batchSize - 1) / batchSize;
  }

  @Override
  public boolean hasNext() {
    return upcoming != null;
  }

  /**
   * The next batch; the one before is closed.
   *
   * @throws NoSuchElementException after the last
   * @throws java.io.UncheckedIOException if an image's file cannot be read; so does every call
   *     after it
   */
  @Override
  public Batch next() {
    if (upcoming == null) {
      throw new NoSuchElementException("no batch after the last of " + count());
    }
    closeCurrent();
    Batch batch = await(upcoming);
    current = batch;
    prepareNext();
    return batch;
  }

  /** Frees the current batch and stops preparing more. */
  @Override
  public void close() {
    closeCurrent();
    if (upcoming != null) {
      // A failure of a batch that was not asked for is not reported.
      CompletableFuture<Void> unused = upcoming.thenAccept(Batch::close);
      upcoming = null;
    }
    producer.shutdown();
  }

  private void prepareNext() {
    if (start >= order.length) {
      upcoming = null;
      producer.shutdown();
      return;
    }
    int from = start;
    int to = Math.min(order.length, from + batchSize);
    start = to;
    upcoming = CompletableFuture.supplyAsync(() -> assemble(from, to), producer);
  }

  private Batch assemble(int from, int to) {
    int[] indices = Arrays.copyOfRange(order, from, to);
    return Batch.of(dataset, indices, binarization, image -> randoms.apply(from + image));
  }

  private static Batch await(CompletableFuture<Batch> future) {
    try {
      return future.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      if (e.getCause() instanceof Error cause) {
        throw cause;
      }
      throw e;
    }
  }

  private void closeCurrent() {
    if (current != null) {
      current.close();
      current = null;
    }
  }

  private static int[] identity(int size) {
    int[] order = new int[size];
    for (int i = 0; i < size; i++) {
      order[i] = i;
    }
    return order;
  }
}
