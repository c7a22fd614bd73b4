package vae4j.cuda.library.device;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import vae4j.cuda.driver.DeviceMemory;
import vae4j.cuda.driver.Gpu;

/**
 * Memory that passes use while they run, one after another as there is one stream. Whoever puts a
 * pass on the stream holds this object's lock, so that no other thread's comes between.
 */
final class Scratch implements AutoCloseable {
  /** Parts of it begin at multiples of this. */
  private static final int STEP = 256;

  private final Gpu gpu;
  private final List<DeviceMemory> kept = new ArrayList<>();
  private @Nullable DeviceMemory memory;
  private boolean recorded;

  Scratch(Gpu gpu) {
    this.gpu = gpu;
  }

  static long padded(long bytes) {
    return (bytes + STEP - 1) / STEP * STEP;
  }

  /** Makes room; what lay there is lost. */
  synchronized void reserve(long bytes) {
    if (memory != null && memory.bytes() >= bytes) {
      return;
    }
    DeviceMemory larger = new DeviceMemory(gpu, Math.max(bytes, STEP));
    if (memory != null) {
      // Recorded passes go on using the address that they were recorded with.
      if (recorded) {
        kept.add(memory);
      } else {
        memory.close();
      }
    }
    memory = larger;
    recorded = false;
  }

  /** Where it is, for a pass that is launched now. */
  synchronized long address() {
    recorded |= gpu.recording();
    return Objects.requireNonNull(memory).address();
  }

  /** Makes all of it NaN: nothing that was computed before is left. */
  synchronized void clear() {
    if (memory != null) {
      memory.fill((byte) -1);
    }
  }

  @Override
  public synchronized void close() {
    kept.forEach(DeviceMemory::close);
    kept.clear();
    if (memory != null) {
      memory.close();
      memory = null;
    }
  }
}
