package vae4j.backend.kernel;

/**
 * Memory that something needs.
 *
 * @param nativeBytes outside Java's heap, or on the device, as long as it lives
 * @param heapBytes on Java's heap, as long as it lives
 * @param passingBytes outside Java's heap, while one of its operations runs
 */
public record MemoryUse(long nativeBytes, long heapBytes, long passingBytes) {
  /** No memory at all. */
  public static final MemoryUse NONE = new MemoryUse(0, 0, 0);

  /**
   * Memory outside the heap.
   *
   * @param bytes how much
   * @return the same as a use
   */
  public static MemoryUse ofNative(long bytes) {
    return new MemoryUse(bytes, 0, 0);
  }

  /**
   * Memory on the heap.
   *
   * @param bytes how much
   * @return the same as a use
   */
  public static MemoryUse ofHeap(long bytes) {
    return new MemoryUse(0, bytes, 0);
  }

  /**
   * Memory outside the heap that is free again after each operation.
   *
   * @param bytes how much
   * @return the same as a use
   */
  public static MemoryUse passing(long bytes) {
    return new MemoryUse(0, 0, bytes);
  }

  /**
   * Both at a time. Of operations that run one after another only the largest counts.
   *
   * @param other another use
   * @return the sum
   */
  public MemoryUse plus(MemoryUse other) {
    return new MemoryUse(
        nativeBytes + other.nativeBytes,
        heapBytes + other.heapBytes,
        Math.max(passingBytes, other.passingBytes));
  }

  /** All that lies outside the heap when it is most. */
  public long peakNativeBytes() {
    return nativeBytes + passingBytes;
  }
}
