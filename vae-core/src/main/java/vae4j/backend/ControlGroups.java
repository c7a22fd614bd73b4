package vae4j.backend;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;

/**
 * Memory limits of containers: the control groups that this process is in, of version 2 ({@code
 * memory.max}) or 1 ({@code memory.limit_in_bytes}), with those above it. Linux's documentation:
 * admin-guide/cgroup-v2, cgroup-v1/memory.
 */
final class ControlGroups {
  /** Version 1 says "no limit" with a number near 2⁶³. */
  private static final long NO_LIMIT = 1L << 60;

  private ControlGroups() {}

  /** The free memory of the narrowest group; empty if none has a limit. */
  static OptionalLong available(Path root) {
    OptionalLong least = OptionalLong.empty();
    try {
      for (String line : Files.readAllLines(root.resolve("proc/self/cgroup"))) {
        String[] parts = line.split(":", 3);
        if (parts.length < 3) {
          continue;
        }
        boolean second = parts[1].isEmpty();
        if (second || List.of(parts[1].split(",")).contains("memory")) {
          Path mount = root.resolve(second ? "sys/fs/cgroup" : "sys/fs/cgroup/memory");
          least = least(least, alongThePath(mount, parts[2], second));
        }
      }
    } catch (IOException e) {
      return least; // No Linux, or no control groups.
    }
    return least;
  }

  /** A container may see its own group as the root, so that the path leads nowhere. */
  private static OptionalLong alongThePath(Path mount, String path, boolean second) {
    OptionalLong least = OptionalLong.empty();
    Path group = mount.resolve(path.replaceAll("^/+", "")).normalize();
    while (group != null && group.startsWith(mount)) {
      least = least(least, second ? second(group) : first(group));
      group = group.getParent();
    }
    return least;
  }

  private static OptionalLong second(Path group) {
    return left(
        number(group.resolve("memory.max")),
        number(group.resolve("memory.current")),
        statistic(group, "inactive_file"));
  }

  private static OptionalLong first(Path group) {
    return left(
        number(group.resolve("memory.limit_in_bytes")),
        number(group.resolve("memory.usage_in_bytes")),
        statistic(group, "total_inactive_file"));
  }

  /** Files that were read are counted as used, and go when memory is wanted. */
  private static OptionalLong left(OptionalLong limit, OptionalLong used, OptionalLong reclaimed) {
    if (limit.isEmpty() || limit.getAsLong() >= NO_LIMIT) {
      return OptionalLong.empty();
    }
    long held = Math.max(0, used.orElse(0) - reclaimed.orElse(0));
    return OptionalLong.of(Math.max(0, limit.getAsLong() - held));
  }

  private static OptionalLong number(Path file) {
    try {
      String text = Files.readString(file).strip();
      return text.matches("[0-9]{1,18}")
          ? OptionalLong.of(Long.parseLong(text))
          : OptionalLong.empty();
    } catch (IOException e) {
      return OptionalLong.empty();
    }
  }

  private static OptionalLong statistic(Path group, String name) {
    try {
      return Files.readAllLines(group.resolve("memory.stat")).stream()
          .filter(line -> line.matches(name + " [0-9]{1,18}"))
          .mapToLong(line -> Long.parseLong(line.substring(name.length() + 1)))
          .findFirst();
    } catch (IOException e) {
      return OptionalLong.empty();
    }
  }

  private static OptionalLong least(OptionalLong one, OptionalLong other) {
    if (one.isEmpty() || other.isEmpty()) {
      return one.isEmpty() ? other : one;
    }
    return one.getAsLong() <= other.getAsLong() ? one : other;
  }
}
