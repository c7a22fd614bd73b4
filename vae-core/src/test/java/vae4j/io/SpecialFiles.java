package vae4j.io;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Files that are no regular ones, made for a test; a test is skipped where they cannot be had. */
final class SpecialFiles {
  private SpecialFiles() {}

  /** A named pipe. */
  static Path pipe(Path path) throws IOException {
    assumeTrue(run("mkfifo", path.toString()) == 0, "this system makes no named pipes");
    return path;
  }

  /** A character device such as 1:3, which takes everything, or 1:7, which is always full. */
  static Path device(Path path, int major, int minor) throws IOException {
    String[] command = {"mknod", path.toString(), "c", "" + major, "" + minor};
    assumeTrue(run(command) == 0, "only root makes devices");
    assumeTrue(isOpen(path), "this folder's devices cannot be opened");
    return path;
  }

  /** {@code regular file}, {@code fifo}, {@code character special file}. */
  static String kind(Path path) throws IOException {
    Process process = new ProcessBuilder("stat", "-c", "%F", path.toString()).start();
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
  }

  /** All that comes out of a pipe until its writer closes it. */
  static CompletableFuture<byte[]> readInBackground(Path pipe) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return Files.readAllBytes(pipe);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  /** The path in {@code /proc} of the descriptor that a file is open on. */
  static Path descriptor(Path file) throws IOException {
    try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
      for (Path descriptor : descriptors.toList()) {
        if (Files.exists(descriptor) && Files.isSameFile(descriptor, file)) {
          return descriptor;
        }
      }
    }
    throw new IOException(file + " is not open");
  }

  /** The exit code of a command; 127 if there is no such command. */
  static int run(String... command) throws IOException {
    Process process;
    try {
      process = new ProcessBuilder(command).redirectErrorStream(true).start();
    } catch (IOException e) {
      return 127;
    }
    process.getInputStream().readAllBytes();
    try {
      process.waitFor(30, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
    return process.exitValue();
  }

  /** Temporary folders are often mounted without devices. */
  private static boolean isOpen(Path device) {
    try {
      Files.newOutputStream(device, StandardOpenOption.WRITE).close();
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
