package vae4j.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class ParallelLoopTest {
  @ParameterizedTest
  @CsvSource({"1, 10", "2, 10", "3, 10", "4, 3", "4, 1", "4, 0", "3, 100001", "8, 9"})
  void everyIterationIsDoneOnce(int threads, int iterations) {
    AtomicIntegerArray done = new AtomicIntegerArray(iterations + 1);
    try (ParallelLoop workers = new ParallelLoop(threads)) {
      assertThat(workers.threads()).isEqualTo(threads);
      workers.share(
          iterations,
          (from, to, worker) -> {
            assertThat(worker).isBetween(0, threads - 1);
            for (int i = from; i < to; i++) {
              done.incrementAndGet(i);
            }
          });
    }
    for (int i = 0; i < iterations; i++) {
      assertThat(done.get(i)).as("iteration %d", i).isEqualTo(1);
    }
  }

  @Test
  void eachWorkerHasItsOwnPartTheSameInEveryRun() {
    try (ParallelLoop workers = new ParallelLoop(3)) {
      for (int run = 0; run < 20; run++) {
        Map<Integer, String> parts = new ConcurrentHashMap<>();
        workers.share(10, (from, to, worker) -> parts.put(worker, from + "-" + to));
        assertThat(parts).isEqualTo(Map.of(0, "0-3", 1, "3-6", 2, "6-10"));
      }
    }
  }

  @Test
  void theyRunAtTheSameTime() {
    CountDownLatch all = new CountDownLatch(3);
    try (ParallelLoop workers = new ParallelLoop(3)) {
      // Each part waits for the others; one after another they would wait for ever.
      workers.share(
          3,
          (from, to, worker) -> {
            all.countDown();
            awaitQuietly(all);
          });
    }
    assertThat(all.getCount()).isZero();
  }

  @Test
  void oneThreadIsTheCallers() {
    Thread caller = Thread.currentThread();
    try (ParallelLoop workers = new ParallelLoop(1)) {
      workers.share(
          5,
          (from, to, worker) -> {
            assertThat(Thread.currentThread()).isSameAs(caller);
            assertThat(from).isZero();
            assertThat(to).isEqualTo(5);
          });
    }
  }

  @Test
  void aFailureOnAnotherThreadArrivesWithItsCause() {
    IllegalArgumentException failure = new IllegalArgumentException("row 7 is odd");
    try (ParallelLoop workers = new ParallelLoop(3)) {
      assertThatIllegalStateException()
          .isThrownBy(() -> workers.share(9, throwingIn(2, failure)))
          .withMessage("a worker failed: row 7 is odd")
          .withCause(failure);
      assertThatIllegalStateException()
          .isThrownBy(() -> workers.share(9, throwingIn(1, new AssertionError("an error"))))
          .withMessage("a worker failed: an error");
    }
  }

  @Test
  void aFailureOnTheCallersThreadArrivesAsItIsOnceTheOthersAreDone() {
    IllegalArgumentException failure = new IllegalArgumentException("mine");
    AtomicBoolean otherDone = new AtomicBoolean();
    try (ParallelLoop workers = new ParallelLoop(2)) {
      assertThatThrownBy(
              () ->
                  workers.share(
                      2,
                      (from, to, worker) -> {
                        if (worker == 0) {
                          throw failure;
                        }
                        sleepQuietly(50);
                        otherDone.set(true);
                      }))
          .isSameAs(failure);
      assertThat(otherDone).isTrue();
    }
  }

  @Test
  void theyGoOnAfterAFailure() {
    try (ParallelLoop workers = new ParallelLoop(2)) {
      assertThatIllegalStateException()
          .isThrownBy(() -> workers.share(4, throwingIn(1, new IllegalStateException("once"))));
      AtomicIntegerArray done = new AtomicIntegerArray(2);
      workers.share(4, (from, to, worker) -> done.set(worker, to - from));
      assertThat(done.get(0)).isEqualTo(2);
      assertThat(done.get(1)).isEqualTo(2);
    }
  }

  @Test
  void anInterruptWaitsUntilTheLoopIsDone() {
    AtomicBoolean otherDone = new AtomicBoolean();
    try (ParallelLoop workers = new ParallelLoop(2)) {
      workers.share(
          2,
          (from, to, worker) -> {
            if (worker == 0) {
              Thread.currentThread().interrupt();
            } else {
              sleepQuietly(50);
              otherDone.set(true);
            }
          });
    }
    assertThat(otherDone).isTrue();
    assertThat(Thread.interrupted()).as("the interrupt is kept").isTrue();
  }

  private static ParallelLoop.Part throwingIn(int failing, Throwable failure) {
    return (from, to, worker) -> {
      if (worker == failing) {
        if (failure instanceof Error error) {
          throw error;
        }
        throw (RuntimeException) failure;
      }
    };
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void sleepQuietly(long milliseconds) {
    try {
      Thread.sleep(milliseconds);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
