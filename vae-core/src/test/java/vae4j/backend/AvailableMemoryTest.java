package vae4j.backend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On files like those of Linux, whose numbers are the kernel documentation's. */
class AvailableMemoryTest {
  private static final long MIB = 1 << 20;

  @TempDir Path root;

  @Test
  void theMachinesFreeMemoryAndSwapCount() throws IOException {
    write("proc/meminfo", "MemTotal: 1000000 kB\nMemAvailable: 2048 kB\nSwapFree: 1024 kB\n");

    AvailableMemory available = AvailableMemory.ofHost(root);

    assertThat(available.nativeBytes()).isEqualTo(3 * MIB);
    assertThat(available.nativeLimit()).isEqualTo("the machine");
    assertThat(available.heapBytes()).isBetween(1L, Runtime.getRuntime().maxMemory());
  }

  @Test
  void aContainersGroupOfVersion2CountsWithoutTheFilesThatWereRead() throws IOException {
    machineOf(100);
    write("proc/self/cgroup", "0::/pod/box\n");
    write("sys/fs/cgroup/pod/box/memory.max", 50 * MIB + "\n");
    write("sys/fs/cgroup/pod/box/memory.current", 30 * MIB + "\n");
    write("sys/fs/cgroup/pod/box/memory.stat", "anon 5\ninactive_file " + 20 * MIB + "\n");

    AvailableMemory available = AvailableMemory.ofHost(root);

    assertThat(available.nativeBytes()).isEqualTo(40 * MIB);
    assertThat(available.nativeLimit()).isEqualTo("the container");
  }

  @Test
  void theNarrowestGroupAboveCounts() throws IOException {
    machineOf(100);
    write("proc/self/cgroup", "0::/pod/box\n");
    write("sys/fs/cgroup/pod/box/memory.max", "max\n");
    write("sys/fs/cgroup/pod/memory.max", 20 * MIB + "\n");
    write("sys/fs/cgroup/pod/memory.current", 15 * MIB + "\n");

    assertThat(AvailableMemory.ofHost(root).nativeBytes()).isEqualTo(5 * MIB);
  }

  /** Inside a container the group is mounted as the root, and its path leads nowhere. */
  @Test
  void aContainersGroupOfVersion1Counts() throws IOException {
    machineOf(100);
    write("proc/self/cgroup", "5:cpu,cpuacct:/docker/1\n4:memory:/docker/1\n");
    write("sys/fs/cgroup/memory/memory.limit_in_bytes", 64 * MIB + "\n");
    write("sys/fs/cgroup/memory/memory.usage_in_bytes", 48 * MIB + "\n");
    write("sys/fs/cgroup/memory/memory.stat", "total_inactive_file " + 8 * MIB + "\n");

    assertThat(AvailableMemory.ofHost(root).nativeBytes()).isEqualTo(24 * MIB);
  }

  @Test
  void groupsWithoutALimitDoNotCount() throws IOException {
    machineOf(100);
    write("proc/self/cgroup", "4:memory:/\n");
    write("sys/fs/cgroup/memory/memory.limit_in_bytes", "9223372036854771712\n");

    AvailableMemory available = AvailableMemory.ofHost(root);

    assertThat(available.nativeBytes()).isEqualTo(100 * MIB);
    assertThat(available.nativeLimit()).isEqualTo("the machine");
  }

  @Test
  void theSystemItselfTells() {
    assertThat(AvailableMemory.ofHost().nativeBytes()).isPositive();
  }

  private void machineOf(int mebibytes) throws IOException {
    write("proc/meminfo", "MemAvailable: " + 1024 * mebibytes + " kB\nSwapFree: 0 kB\n");
  }

  private void write(String path, String text) throws IOException {
    Path file = root.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}
