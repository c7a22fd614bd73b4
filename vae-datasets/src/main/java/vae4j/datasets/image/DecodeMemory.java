package vae4j.datasets.image;

import java.util.concurrent.Semaphore;

/**
 * The memory that images may take while they are decoded: half of the heap, shared by all threads.
 *
 * <p>An image is asked for its need before anything is allocated. One that needs more than all
 * there is for decoding does not fit; else it waits until others are done.
 */
final class DecodeMemory {
  private static final long MEBIBYTE = 1L << 20;
  private static final long LARGEST_STRIP = 64 * MEBIBYTE;
  private static final DecodeMemory SHARED = new DecodeMemory(Runtime.getRuntime().maxMemory());

  private final int most;
  private final long strip;
  private final Semaphore free;

  /** For a heap of so many bytes. */
  private DecodeMemory(long heap) {
    this(
        (int) Math.min(Integer.MAX_VALUE, Math.max(1, heap / 2 / MEBIBYTE)),
        Math.min(LARGEST_STRIP, Math.max(MEBIBYTE, heap / 16)));
  }

  /** For so many MiB, and strips of so many bytes. */
  DecodeMemory(int most, long strip) {
    this.most = most;
    this.strip = strip;
    this.free = new Semaphore(most, true);
  }

  /** That of this process. */
  static DecodeMemory shared() {
    return SHARED;
  }

  /** The most that one image may need, in MiB. */
  long mebibytes() {
    return most;
  }

  /** Bytes of decoded pixels that are held at a time; longer images are read strip by strip. */
  long stripBytes() {
    return strip;
  }

  /** Bytes in MiB, rounded up. */
  static long inMebibytes(long bytes) {
    return (bytes + MEBIBYTE - 1) / MEBIBYTE;
  }

  /** Waits for so much memory, which is at most all there is; give it back afterwards. */
  void take(long bytes) {
    free.acquireUninterruptibly(permits(bytes));
  }

  /** Gives back what was taken. */
  void giveBack(long bytes) {
    free.release(permits(bytes));
  }

  private static int permits(long bytes) {
    return Math.toIntExact(inMebibytes(bytes));
  }
}
