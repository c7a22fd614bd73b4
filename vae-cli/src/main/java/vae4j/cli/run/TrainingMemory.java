package vae4j.cli.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import vae4j.InsufficientMemoryException;
import vae4j.MemoryNeed;
import vae4j.backend.AvailableMemory;
import vae4j.backend.Backend;
import vae4j.cli.console.Failure;
import vae4j.datasets.Datasets;
import vae4j.train.TrainPlan;

/** The memory of a training, looked at before it begins. */
public final class TrainingMemory {
  private TrainingMemory() {}

  /**
   * Refuses what does not fit, and says which options would.
   *
   * @return a line for people: what is needed, and what there is
   * @throws IllegalArgumentException if it does not fit: the options ask for too much
   */
  public static String require(TrainPlan plan, Datasets.Opened images, Backend backend) {
    AvailableMemory available = backend.availableMemory();
    int train = images.train().size();
    int test = images.test().size();
    try {
      MemoryNeed need = plan.training().memoryNeed(plan.model(), backend, train, test);
      need.require("training", available, () -> "");
      long heap = need.total().heapBytes();
      return String.format(
          Locale.ROOT,
          "needs about %s; free: %s, and %s of Java's heap for %s",
          need,
          MemoryNeed.mebibytes(available.nativeBytes()),
          MemoryNeed.mebibytes(available.heapBytes()),
          MemoryNeed.mebibytes(heap));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "images of %s are %s: %s; %s",
              images.dataset(),
              plan.model().input(),
              Failure.oneLine(e),
              advice(plan, images, backend, e)),
          e);
    }
  }

  private static String advice(
      TrainPlan plan, Datasets.Opened images, Backend backend, IllegalArgumentException problem) {
    AvailableMemory available =
        problem instanceof InsufficientMemoryException refusal
            ? refusal.available()
            : backend.availableMemory();
    int train = images.train().size();
    int test = images.test().size();
    List<String> options = new ArrayList<>();
    if (images.dataset().startsWith("images:")) {
      plan.training()
          .fittingShape(plan.model(), backend, train, test, available)
          .ifPresent(
              shape ->
                  options.add("--size " + shape.height() + "x" + shape.width() + " or smaller"));
    }
    int batch = plan.training().fittingBatchSize(plan.model(), backend, train, test, available);
    if (batch > 0) {
      options.add("--batch " + batch);
    }
    options.add("smaller --filters or --hidden");
    if (problem instanceof InsufficientMemoryException refusal
        && refusal.need().total().heapBytes() > available.heapBytes()) {
      // The old generation is two thirds of the heap.
      long gibibytes = 1 + ((refusal.need().total().heapBytes() * 3 / 2 + (256L << 20)) >> 30);
      options.add("VAE_JAVA_OPTS=-Xmx" + gibibytes + "g");
    }
    return "try " + String.join(", ", options);
  }
}
