package vae4j;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.nd4j.linalg.api.buffer.DataType;
import vae4j.backend.AvailableMemory;
import vae4j.backend.Backend;
import vae4j.backend.kernel.MemoryUse;
import vae4j.graph.Graph;
import vae4j.graph.Mode;
import vae4j.graph.Plan;
import vae4j.graph.PlanSpec;
import vae4j.graph.Value;

/**
 * Memory that something needs at most, found from shapes alone before anything is allocated.
 *
 * @param parts what it is for → how much, in the order in which it is allocated
 */
public record MemoryNeed(Map<String, MemoryUse> parts) {
  /** Compiled primitives, threads' buffers, and what malloc does not give back. */
  private static final long OVERHEAD = 32L << 20;

  /** As much again as this part of all else. */
  private static final long OVERHEAD_PART = 32;

  /** Copies the parts. */
  public MemoryNeed {
    parts = Collections.unmodifiableMap(new LinkedHashMap<>(parts));
  }

  /**
   * Of a training.
   *
   * @param config the model
   * @param backend computes
   * @param batchSize images in a step, positive
   * @param moments vectors that the optimiser keeps, each as long as the parameters
   * @param trainImages images to train on, positive
   * @param testImages images to validate on, 0 for none
   * @return an upper estimate
   */
  public static MemoryNeed ofTraining(
      VaeConfig config,
      Backend backend,
      int batchSize,
      int moments,
      long trainImages,
      long testImages) {
    Graph graph = VaeGraph.of(config);
    long vector = graph.layout().length() * bytes(backend);
    int largest = (int) Math.min(batchSize, Math.max(trainImages, testImages));
    Map<String, MemoryUse> parts = new LinkedHashMap<>();
    parts.put("weights", MemoryUse.ofNative(vector));
    boolean sliced = VaeGraph.slice(graph, backend, largest) < largest;
    parts.put("gradients", MemoryUse.ofNative(sliced ? 2 * vector : vector));
    parts.put("optimizer", MemoryUse.ofNative(moments * vector));
    Set<Integer> trained = sizes(graph, backend, batchSize, trainImages);
    Set<Integer> validated = sizes(graph, backend, batchSize, testImages);
    PlanSpec training = VaeGraph.loss(config, graph, Mode.TRAIN);
    PlanSpec validation = VaeGraph.loss(config, graph, Mode.INFER);
    MemoryUse layers = MemoryUse.NONE;
    for (int size : trained) {
      layers = layers.plus(plan(graph, training, size, backend));
    }
    for (int size : validated) {
      layers = layers.plus(plan(graph, validation, size, backend));
    }
    parts.put("layers", layers);
    // One that is trained on, and the next, which is first put together on the heap.
    long images = (long) largest * config.input().size() * Float.BYTES;
    parts.put("batches", new MemoryUse(2 * images, 2 * images, 0));
    parts.put("overhead", overhead(parts));
    return new MemoryNeed(parts);
  }

  private static MemoryUse overhead(Map<String, MemoryUse> parts) {
    long others = parts.values().stream().mapToLong(MemoryUse::nativeBytes).sum();
    return MemoryUse.ofNative(OVERHEAD + others / OVERHEAD_PART);
  }

  /** The batch sizes that plans are made for. */
  private static Set<Integer> sizes(Graph graph, Backend backend, int batchSize, long images) {
    Set<Integer> sizes = new LinkedHashSet<>();
    int rest = (int) (images % batchSize);
    for (int count : images < batchSize ? new int[] {rest} : new int[] {batchSize, rest}) {
      if (count > 0) {
        int slice = VaeGraph.slice(graph, backend, count);
        sizes.add(slice);
        if (count % slice > 0) {
          sizes.add(count % slice);
        }
      }
    }
    return sizes;
  }

  /**
   * Refuses a plan that does not fit.
   *
   * @throws InsufficientMemoryException if it does not fit
   */
  static void requirePlan(
      VaeConfig config, Graph graph, PlanSpec spec, int batch, Backend backend) {
    new MemoryNeed(Map.of("layers", plan(graph, spec, batch, backend)))
        .require(
            "a batch of " + batch + " images of " + config.input(),
            backend.availableMemory(),
            () -> "");
  }

  private static MemoryUse plan(Graph graph, PlanSpec spec, int batch, Backend backend) {
    requireAddressable(graph, batch);
    return Plan.memory(graph, spec, batch, backend, (int) bytes(backend));
  }

  /**
   * No vector can be longer than a Java array: what is read and written has an index of 32 bits.
   */
  private static void requireAddressable(Graph graph, int batch) {
    long widest = 0;
    for (Value value : graph.values().values()) {
      widest = Math.max(widest, value.shape().size());
    }
    if (widest * batch > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%d images of %s at a time have %,d numbers in one layer, must be fewer than 2^31",
              batch,
              graph.value(VaeGraph.IMAGE).shape(),
              widest * batch));
    }
  }

  private static long bytes(Backend backend) {
    return backend.dataType() == DataType.DOUBLE ? Double.BYTES : Float.BYTES;
  }

  /**
   * Of what is encoded, decoded or measured batch by batch.
   *
   * @param config the model
   * @param backend computes
   * @param images how many, positive
   * @return an upper estimate
   */
  public static MemoryNeed ofEvaluation(VaeConfig config, Backend backend, long images) {
    Graph graph = VaeGraph.of(config);
    Map<String, MemoryUse> parts = new LinkedHashMap<>();
    parts.put("weights", MemoryUse.ofNative(graph.layout().length() * bytes(backend)));
    int chunk = (int) Math.min(images, Vae.imagesAtATime(graph));
    // Encoding, decoding and the loss have plans of their own.
    PlanSpec loss = VaeGraph.loss(config, graph, Mode.INFER);
    parts.put(
        "layers",
        plan(graph, VaeGraph.encoding(config), chunk, backend)
            .plus(plan(graph, VaeGraph.decoding(config), chunk, backend))
            .plus(plan(graph, loss, chunk, backend)));
    long batch = (long) chunk * config.input().size() * Float.BYTES;
    parts.put("batches", new MemoryUse(2 * batch, 2 * batch, 0));
    parts.put("latents", MemoryUse.ofHeap(2 * images * config.latent() * Float.BYTES));
    parts.put("overhead", overhead(parts));
    return new MemoryNeed(parts);
  }

  /**
   * The need without a part.
   *
   * @param part a name, such as {@code weights} when they are there already
   * @return the other parts
   */
  public MemoryNeed without(String part) {
    Map<String, MemoryUse> others = new LinkedHashMap<>(parts);
    others.remove(part);
    return new MemoryNeed(others);
  }

  /** All parts together. */
  public MemoryUse total() {
    return parts.values().stream().reduce(MemoryUse.NONE, MemoryUse::plus);
  }

  /**
   * Whether it fits.
   *
   * @param available how much there is
   */
  public boolean fits(AvailableMemory available) {
    return total().heapBytes() <= available.heapBytes() && nativeBytes() <= available.nativeBytes();
  }

  /** Outside the heap, and what the heap has yet to take from the machine. */
  private long nativeBytes() {
    long growth = Math.max(0, total().heapBytes() - Runtime.getRuntime().freeMemory());
    return total().peakNativeBytes() + growth;
  }

  /**
   * Refuses what does not fit.
   *
   * @param what needs it, such as {@code training}
   * @param available how much there is
   * @param advice says what would fit; asked only if this does not
   * @throws InsufficientMemoryException if it does not fit
   */
  public void require(String what, AvailableMemory available, Supplier<String> advice) {
    if (fits(available)) {
      return;
    }
    AvailableMemory collected = available.afterCollection();
    if (!fits(collected)) {
      throw new InsufficientMemoryException(what, this, collected, advice.get());
    }
  }

  /** Says what is missing: {@code needs about 9,312 MiB (…), 4,096 MiB are free in the machine}. */
  String shortage(AvailableMemory available) {
    String needs = "needs about " + this;
    if (total().heapBytes() > available.heapBytes()) {
      return needs
          + ", of which "
          + mebibytes(total().heapBytes())
          + " on Java's heap, where "
          + mebibytes(available.heapBytes())
          + " are free: more with -Xmx";
    }
    return needs
        + ", "
        + mebibytes(available.nativeBytes())
        + " are free in "
        + available.nativeLimit();
  }

  /**
   * For people: {@code 312 MiB (weights 2 MiB, gradients 2 MiB, layers 270 MiB, …)}, each with what
   * lies on the heap.
   */
  @Override
  public String toString() {
    return parts.entrySet().stream()
        .map(part -> part.getKey() + " " + mebibytes(all(part.getValue())))
        .collect(Collectors.joining(", ", mebibytes(all(total())) + " (", ")"));
  }

  private static long all(MemoryUse use) {
    return use.peakNativeBytes() + use.heapBytes();
  }

  /**
   * A number of bytes for people.
   *
   * @param bytes not negative
   * @return whole mebibytes, rounded up: {@code 4,096 MiB}
   */
  public static String mebibytes(long bytes) {
    return String.format(Locale.ROOT, "%,d MiB", (bytes >> 20) + (bytes % (1 << 20) > 0 ? 1 : 0));
  }
}
