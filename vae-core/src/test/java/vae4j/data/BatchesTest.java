package vae4j.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntConsumer;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;

@Timeout(60)
class BatchesTest {
  private static final ImageShape SHAPE = new ImageShape(2, 3, 1);

  @ParameterizedTest
  @CsvSource({"10, 4, 3, 2", "8, 4, 2, 4", "3, 5, 1, 3", "3, 1, 3, 1"})
  void theLastShortBatchIsKept(int images, int batchSize, int count, int last) {
    List<Integer> sizes = new ArrayList<>();
    try (Batches batches = inOrder(images, batchSize)) {
      assertThat(batches.count()).isEqualTo(count);
      while (batches.hasNext()) {
        Batch batch = batches.next();
        sizes.add(batch.size());
        assertThat(batch.images().shape()).containsExactly(batch.size(), 2, 3, 1);
        assertThat(batch.images().dataType()).isEqualTo(DataType.FLOAT);
      }
    }
    assertThat(sizes).hasSize(count).endsWith(last);
    assertThat(sizes.subList(0, count - 1)).allMatch(size -> size == batchSize);
  }

  @Test
  void inOrderKeepsTheOrderAndPixelsGoWithTheirLabels() {
    assertThat(labels(inOrder(10, 3))).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 100, 1000})
  void shuffledShowsEveryImageOnce(int batchSize) {
    List<Integer> labels = labels(shuffled(100, batchSize, 1));

    assertThat(labels)
        .containsExactlyInAnyOrderElementsOf(IntStream.range(0, 100).boxed().toList());
    assertThat(labels).isNotEqualTo(IntStream.range(0, 100).boxed().toList());
  }

  @Test
  void theSameSeedGivesTheSameOrderAndAnotherSeedAnother() {
    assertThat(labels(shuffled(50, 8, 5))).isEqualTo(labels(shuffled(50, 8, 5)));
    assertThat(labels(shuffled(50, 8, 5))).isNotEqualTo(labels(shuffled(50, 8, 6)));
  }

  @Test
  void theOrderDoesNotDependOnTheBatchSize() {
    assertThat(labels(shuffled(50, 8, 5))).isEqualTo(labels(shuffled(50, 50, 5)));
  }

  @Test
  void allOrdersAreEquallyLikely() {
    Map<List<Integer>, Integer> counts = new HashMap<>();
    RandomGenerator random = new SplittableRandom(9);
    for (int i = 0; i < 600; i++) {
      ImageDataset three = new NumberedImages(3, new ImageShape(1, 1, 1));
      List<Integer> order = labels(Batches.shuffled(three, 3, Binarization.NONE, random));
      counts.merge(order, 1, Integer::sum);
    }
    assertThat(counts).hasSize(6);
    // Each of 3! orders comes 100 ± 9.1 times; five deviations fail for 1 seed in 290,000.
    assertThat(counts.values()).allMatch(count -> count >= 54 && count <= 146);
  }

  @Test
  void binarizesPixels() {
    ImageDataset bright = new NumberedImages(1024, new ImageShape(1, 1, 1));
    try (Batches batches =
        Batches.inOrder(bright, 1024, Binarization.THRESHOLD, new SplittableRandom(1))) {
      // Images 513 to 1023 are above ½ = 512 / 1024.
      assertThat(batches.next().images().sumNumber().intValue()).isEqualTo(511);
    }
  }

  @Test
  void aBatchLivesUntilTheNextIsAskedFor() {
    try (Batches batches = inOrder(4, 2)) {
      Batch first = batches.next();
      assertThat(first.images().wasClosed()).isFalse();
      assertThat(batches.hasNext()).isTrue();
      assertThat(first.images().wasClosed()).isFalse();

      Batch second = batches.next();
      assertThat(first.images().wasClosed()).isTrue();
      assertThat(second.images().wasClosed()).isFalse();
      assertThat(batches.hasNext()).isFalse();
      assertThat(second.images().wasClosed()).isFalse();
    }
  }

  @Test
  void thereIsNoBatchAfterTheLast() {
    try (Batches batches = inOrder(3, 2)) {
      batches.next();
      batches.next();
      assertThatExceptionOfType(NoSuchElementException.class)
          .isThrownBy(batches::next)
          .withMessage("no batch after the last of 2");
    }
  }

  @Test
  void closingInTheMiddleFreesTheBatchAndEndsThePass() {
    Batches batches = inOrder(6, 2);
    Batch first = batches.next();

    batches.close();

    assertThat(first.images().wasClosed()).isTrue();
    assertThat(batches.hasNext()).isFalse();
    assertThatExceptionOfType(NoSuchElementException.class).isThrownBy(batches::next);
    assertThatNoException().isThrownBy(batches::close);
  }

  @Test
  void closingDoesNotWaitForABatchInTheMakingAndItsThreadEnds() throws InterruptedException {
    CountDownLatch reading = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    AtomicReference<Thread> reader = new AtomicReference<>();
    ImageDataset slow =
        reading(
            index -> {
              reader.set(Thread.currentThread());
              reading.countDown();
              awaitQuietly(goOn);
            });
    Batches batches = Batches.inOrder(slow, 2, Binarization.NONE, new SplittableRandom(1));
    reading.await();

    batches.close();
    goOn.countDown();

    assertThat(reader.get()).isNotSameAs(Thread.currentThread());
    reader.get().join(30_000);
    assertThat(reader.get().isAlive()).isFalse();
  }

  @Test
  void theThreadEndsWithThePass() throws InterruptedException {
    AtomicReference<Thread> reader = new AtomicReference<>();
    ImageDataset dataset = reading(index -> reader.set(Thread.currentThread()));
    labels(Batches.inOrder(dataset, 2, Binarization.NONE, new SplittableRandom(1)));

    reader.get().join(30_000);
    assertThat(reader.get().isAlive()).isFalse();
  }

  @Test
  void aReadThatFailsReachesTheCallerAsItIs() {
    UncheckedIOException failure = new UncheckedIOException(new IOException("three.png is gone"));
    try (Batches batches = inOrderFailing(failure)) {
      assertThat(batches.next().labels()).containsExactly(0, 1);
      assertThatThrownBy(batches::next).isSameAs(failure);
    }
  }

  @Test
  void anErrorOnTheOtherThreadReachesTheCallerAsItIs() {
    OutOfMemoryError failure = new OutOfMemoryError("pretended");
    try (Batches batches = inOrderFailing(failure)) {
      batches.next();
      assertThatThrownBy(batches::next).isSameAs(failure);
    }
  }

  @Test
  void closingHidesAFailureThatNobodyAskedFor() {
    Batches batches = inOrderFailing(new IllegalStateException("nobody asked"));
    batches.next();

    assertThatNoException().isThrownBy(batches::close);
  }

  @Test
  void anEmptySetHasNoBatches() {
    try (Batches batches = inOrder(0, 2)) {
      assertThat(batches.count()).isZero();
      assertThat(batches.hasNext()).isFalse();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -3})
  void refusesABatchSizeThatIsNotPositive(int batchSize) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> inOrder(4, batchSize))
        .withMessage("batch size must be positive, was " + batchSize);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> shuffled(4, batchSize, 1))
        .withMessage("batch size must be positive, was " + batchSize);
  }

  private static Batches inOrder(int images, int batchSize) {
    return Batches.inOrder(
        new NumberedImages(images, SHAPE), batchSize, Binarization.NONE, new SplittableRandom(1));
  }

  private static Batches shuffled(int images, int batchSize, long seed) {
    return Batches.shuffled(
        new NumberedImages(images, SHAPE),
        batchSize,
        Binarization.NONE,
        new SplittableRandom(seed));
  }

  private static Batches inOrderFailing(Throwable failure) {
    ImageDataset failing =
        reading(
            index -> {
              if (index == 3) {
                if (failure instanceof Error error) {
                  throw error;
                }
                throw (RuntimeException) failure;
              }
            });
    return Batches.inOrder(failing, 2, Binarization.NONE, new SplittableRandom(1));
  }

  /** Six images that do something when they are read. */
  private static ImageDataset reading(IntConsumer hook) {
    NumberedImages images = new NumberedImages(6, SHAPE);
    return new ImageDataset() {
      @Override
      public String name() {
        return images.name();
      }

      @Override
      public ImageShape shape() {
        return images.shape();
      }

      @Override
      public int size() {
        return images.size();
      }

      @Override
      public void read(int index, float[] target, int offset) {
        hook.accept(index);
        images.read(index, target, offset);
      }

      @Override
      public int label(int index) {
        return images.label(index);
      }

      @Override
      public List<String> labelNames() {
        return images.labelNames();
      }

      @Override
      public String sha256() {
        return images.sha256();
      }
    };
  }

  /** All labels of a pass, after a look at whether every pixel is its image's. */
  private static List<Integer> labels(Batches pass) {
    List<Integer> labels = new ArrayList<>();
    try (Batches batches = pass) {
      while (batches.hasNext()) {
        Batch batch = batches.next();
        float[] pixels = batch.images().ravel().toFloatVector();
        int perImage = pixels.length / batch.size();
        for (int n = 0; n < batch.size(); n++) {
          labels.add(batch.labels()[n]);
          for (int i = 0; i < perImage; i++) {
            assertThat(pixels[n * perImage + i]).isEqualTo(batch.labels()[n] / 1024f);
          }
        }
      }
    }
    return labels;
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
