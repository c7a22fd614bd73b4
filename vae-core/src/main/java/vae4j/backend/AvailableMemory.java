package vae4j.backend;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.bytedeco.javacpp.Pointer;

/**
 * Memory that there is at this moment for arrays.
 *
 * @param nativeBytes that may be allocated outside the heap, or on the device
 * @param nativeLimit what sets that limit, for people, such as {@code the machine}
 * @param heapBytes that are free on Java's heap, garbage not counted as free
 */
public record AvailableMemory(long nativeBytes, String nativeLimit, long heapBytes) {
  /** The system property that limits native memory. */
  static final String MAX_BYTES = "org.bytedeco.javacpp.maxbytes";

  private static final long NO_LIMIT = 1L << 60;

  /**
   * On the host: the least of what the machine has free, what the control groups of a container
   * still allow (versions 1 and 2), what {@code -Dorg.bytedeco.javacpp.maxbytes} says if it is set,
   * and JavaCPP's limit on the whole process.
   */
  public static AvailableMemory ofHost() {
    return ofHost(Path.of("/"));
  }

  /**
   * On a device with memory of its own.
   *
   * @param bytes that are free on it
   * @param name of the device
   * @return the memory, with this machine's heap
   */
  public static AvailableMemory ofDevice(long bytes, String name) {
    return new AvailableMemory(bytes, name, heap());
  }

  /** The same with the system's files below another root. */
  static AvailableMemory ofHost(Path root) {
    AvailableMemory least = new AvailableMemory(NO_LIMIT, "the machine", heap());
    OptionalLong machine = machine(root);
    if (machine.isPresent()) {
      least = least.limited(machine.getAsLong(), "the machine");
    }
    OptionalLong container = ControlGroups.available(root);
    if (container.isPresent()) {
      least = least.limited(container.getAsLong(), "the container");
    }
    if (System.getProperty(MAX_BYTES) != null && Pointer.maxBytes() > 0) {
      least = least.limited(Pointer.maxBytes() - Pointer.totalBytes(), MAX_BYTES);
    }
    if (Pointer.maxPhysicalBytes() > 0) {
      least =
          least.limited(
              Pointer.maxPhysicalBytes() - Pointer.physicalBytes(),
              "org.bytedeco.javacpp.maxphysicalbytes");
    }
    return least;
  }

  private AvailableMemory limited(long bytes, String by) {
    return bytes < nativeBytes ? new AvailableMemory(Math.max(0, bytes), by, heapBytes) : this;
  }

  /** {@code MemAvailable} and free swap; where Linux does not tell, what the machine has in all. */
  private static OptionalLong machine(Path root) {
    Path file = root.resolve("proc/meminfo");
    if (Files.isReadable(file)) {
      try {
        long kibibytes = -1;
        for (String line : Files.readAllLines(file)) {
          if (line.startsWith("MemAvailable:")) {
            kibibytes = Math.max(0, kibibytes) + Long.parseLong(line.replaceAll("[^0-9]", ""));
          } else if (line.startsWith("SwapFree:") && kibibytes >= 0) {
            kibibytes += Long.parseLong(line.replaceAll("[^0-9]", ""));
          }
        }
        if (kibibytes >= 0) {
          return OptionalLong.of(1024 * kibibytes);
        }
      } catch (IOException | NumberFormatException e) {
        return wholeMachine();
      }
    }
    return wholeMachine();
  }

  private static OptionalLong wholeMachine() {
    return ManagementFactory.getOperatingSystemMXBean()
            instanceof com.sun.management.OperatingSystemMXBean system
        ? OptionalLong.of(system.getTotalMemorySize())
        : OptionalLong.empty();
  }

  /** The same after garbage was collected from the heap. */
  public AvailableMemory afterCollection() {
    System.gc();
    return new AvailableMemory(nativeBytes, nativeLimit, heap());
  }

  /** Free memory of the largest pool, which with generational collectors is the old one. */
  private static long heap() {
    Runtime runtime = Runtime.getRuntime();
    long largest = 0;
    long free = runtime.maxMemory() - (runtime.totalMemory() - runtime.freeMemory());
    for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
      MemoryUsage usage = pool.getUsage();
      if (pool.getType() == MemoryType.HEAP && usage.getMax() > largest) {
        largest = usage.getMax();
        free = largest - usage.getUsed();
      }
    }
    return Math.max(0, free);
  }
}
