package vae4j.cuda.fake;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A CUDA driver for machines without a GPU: the sources in {@code src/test/cuda}, built by g++ into
 * {@code target/fake-driver}. It runs the kernels of {@code src/main/cuda} on the host and refuses
 * what the real driver refuses; what it found is printed, and {@link #message} has it.
 *
 * <p>{@link #load} comes before any of CUDA's classes: the bindings then take this driver for the
 * machine's. There is one in a JVM, and tests that use it do not run side by side.
 */
public final class FakeDriver {
  private static final Path KERNELS = Path.of("src/main/cuda");
  private static final Path SOURCES = Path.of("src/test/cuda");
  private static final Path TARGET = Path.of("target/fake-driver");
  private static final String REAL = "VAE4J_REAL_DRIVER";

  private static boolean loaded;
  private static List<String> keys = List.of();

  /**
   * What tests set, then what they read. The environment has other defaults for those: with {@code
   * VAE4J_FAKE_LATE=1} tests that do not set {@link #LATE} are late too.
   */
  public enum Control {
    /** Whether {@code cuInit} was called, 0 or 1; a reset leaves it. */
    INITIALISED,
    /** GPUs, at most 4. */
    DEVICES,
    /** 1000 · major + 10 · minor. */
    DRIVER_VERSION,
    /** Compute capability, 10 · major + minor. */
    CAPABILITY,
    /** Memory of each device, in bytes. */
    TOTAL_MEMORY,
    /** Multiprocessors of each device. */
    MULTIPROCESSORS,
    /** Whether devices can reach one another's memory, 0 or 1. */
    PEER_ACCESS,
    /** n: the n-th allocation on a device from now fails; 0: none. */
    FAIL_ALLOCATION,
    /** n: the n-th allocation of pinned memory from now fails; 0: none. */
    FAIL_HOST_ALLOCATION,
    /** 1: work is done when something waits for it, no earlier. */
    LATE,
    /** n: the device is lost at the n-th kernel that runs from now; 0: never. */
    LOST_AFTER,
    /** What calls return once it is lost. */
    LOST_RESULT,
    /** 1: no capture succeeds. */
    CAPTURE_FAILS,
    /** 1: blocks, threads and independent nodes of graphs run last to first. */
    REVERSED,
    /** 1: a launch overwrites the caller's parameters once it has copied them. */
    POISON_PARAMETERS,
    /** 1: what is wrong is not printed, and {@link FakeDriver#message} alone tells of it. */
    QUIET,
    /** Allocations on devices that live. */
    LIVE_DEVICE,
    /** Their bytes. */
    LIVE_DEVICE_BYTES,
    /** Allocations of pinned memory that live. */
    LIVE_HOST,
    /** Modules that live. */
    LIVE_MODULES,
    /** Kernels of those modules. */
    FUNCTIONS,
    /** Streams that live. */
    LIVE_STREAMS,
    /** Events that live. */
    LIVE_EVENTS,
    /** Graphs that live. */
    LIVE_GRAPHS,
    /** Executable graphs that live. */
    LIVE_EXECUTABLES,
    /** Contexts that live, once for each time they were retained. */
    LIVE_CONTEXTS,
    /** Objects that lived when their context ended, unless it had failed. */
    LEAKED,
    /** Allocations on devices so far. */
    ALLOCATIONS,
    /** Launches of kernels so far, captured ones too. */
    LAUNCHES,
    /** Launches of graphs so far. */
    GRAPH_LAUNCHES,
    /** Kernels that ran so far, those of graphs each time. */
    KERNELS_RUN,
    /** Calls that copy so far. */
    COPIES,
    /** Bytes that those copied to devices. */
    BYTES_TO_DEVICE,
    /** Bytes that those copied to the host. */
    BYTES_TO_HOST,
    /** Waits for streams, events and contexts so far. */
    SYNCHRONISES,
    /** Work that is queued and not done. */
    PENDING,
    /** Failures on a device so far; {@link FakeDriver#message} tells of the last. */
    FAULTS
  }

  private FakeDriver() {}

  /** Whether it can be built and loaded here. */
  public static boolean available() {
    return unavailable().isEmpty();
  }

  /** Why it cannot be built and loaded here, in one line; empty if it can. */
  public static Optional<String> unavailable() {
    if (System.getenv(REAL) != null) {
      return Optional.of(REAL + " is set: tests run on the machine's GPU");
    }
    if (!System.getProperty("os.name").equals("Linux")
        || !System.getProperty("os.arch").equals("amd64")) {
      return Optional.of(
          "the driver without a GPU is for Linux on x86-64, this is "
              + System.getProperty("os.name")
              + " on "
              + System.getProperty("os.arch"));
    }
    boolean compiler =
        Arrays.stream(
                Optional.ofNullable(System.getenv("PATH")).orElse("").split(File.pathSeparator))
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, "g++")));
    if (!compiler) {
      return Optional.of("the driver without a GPU is built by g++, which is not on the PATH");
    }
    return Files.isReadable(KERNELS.resolve("all.cu"))
        ? Optional.empty()
        : Optional.of("no kernels in " + KERNELS.toAbsolutePath());
  }

  /**
   * Builds it if its sources are new, and loads it.
   *
   * @throws IllegalStateException if it is not available or does not compile
   */
  public static synchronized void load() {
    if (loaded) {
      return;
    }
    unavailable()
        .ifPresent(
            reason -> {
              throw new IllegalStateException(reason);
            });
    Path folder = build();
    for (String library : List.of("libcudart.so.13", "libshim.so", "libcuda.so.1")) {
      System.load(folder.resolve(library).toAbsolutePath().toString());
    }
    keys = List.of(text(2).trim().split(" ", -1));
    List<String> names = Stream.of(Control.values()).map(Enum::name).toList();
    if (!keys.equals(names)) {
      throw new IllegalStateException("Control is not what driver_controls.inc lists: " + keys);
    }
    loaded = true;
  }

  /** The folder with the libraries of the present sources. */
  private static Path build() {
    try {
      Path done = TARGET.resolve(fingerprint());
      Files.createDirectories(TARGET);
      // Another JVM may build the same.
      try (FileChannel channel =
              FileChannel.open(
                  TARGET.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          var lock = channel.lock()) {
        if (lock.isValid() && !Files.isDirectory(done)) {
          Path work = Files.createTempDirectory(TARGET, "build");
          compile(work);
          Files.move(work, done, StandardCopyOption.ATOMIC_MOVE);
        }
      }
      return done;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void compile(Path folder) throws IOException {
    Process process =
        new ProcessBuilder(
                "sh", SOURCES.resolve("build.sh").toString(), KERNELS.toString(), folder.toString())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      if (process.waitFor() != 0) {
        throw new IllegalStateException("the driver without a GPU does not compile:\n" + output);
      }
    } catch (InterruptedException e) {
      process.destroy();
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the driver without a GPU is built", e);
    }
  }

  private static String fingerprint() throws IOException {
    List<Path> files = new ArrayList<>();
    for (Path folder : List.of(KERNELS, SOURCES)) {
      try (Stream<Path> all = Files.list(folder)) {
        all.filter(Files::isRegularFile)
            .filter(file -> !file.getFileName().toString().startsWith("sanitize"))
            .sorted(Comparator.naturalOrder())
            .forEach(files::add);
      }
    }
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (Path file : files) {
        digest.update(file.toString().getBytes(StandardCharsets.UTF_8));
        digest.update(Files.readAllBytes(file));
      }
      return HexFormat.of().formatHex(digest.digest(), 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * What a control or a count is now.
   *
   * @param control which
   */
  public static long get(Control control) {
    return get(keys.indexOf(control.name()));
  }

  /**
   * Sets a control.
   *
   * @param control which
   * @param value its value
   */
  public static void set(Control control, long value) {
    set(keys.indexOf(control.name()), value);
  }

  /**
   * Everything as when it was loaded: nothing lives, counts are 0; it stays initialised. Does
   * nothing where it is not loaded.
   */
  public static void reset() {
    if (loaded) {
      reset0();
    }
  }

  /** What the last refusal or failure was about; empty if there was none. */
  public static String message() {
    return text(0);
  }

  /** Memory that was written where nothing is allocated any more, or not yet; empty if none was. */
  public static String damage() {
    return text(1);
  }

  private static native long get(int key);

  private static native void set(int key, long value);

  private static native void reset0();

  private static native String text(int which);
}
