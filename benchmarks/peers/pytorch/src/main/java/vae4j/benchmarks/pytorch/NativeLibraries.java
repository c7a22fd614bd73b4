package vae4j.benchmarks.pytorch;

import java.net.URL;
import java.util.List;
import org.bytedeco.javacpp.ClassProperties;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.openblas.global.openblas;
import org.bytedeco.pytorch.global.torch;

/**
 * Loads PyTorch's native libraries, each after those that it needs.
 *
 * <p>Left to themselves the bindings load {@code libtorch.so} before {@code libtorch_cpu.so}, which
 * it needs. The dynamic linker then looks for that one by its name: where an operating system or
 * {@code LD_LIBRARY_PATH} has another PyTorch, it finds the other's, and two versions of PyTorch in
 * one process end it with SIGSEGV. A library that is already loaded is not looked for.
 */
final class NativeLibraries {
  /** As the entries NEEDED of each (readelf -d) want it. */
  private static final List<String> IN_ORDER = List.of("gomp@.1", "c10", "torch_cpu", "torch");

  private NativeLibraries() {}

  /**
   * Loads them.
   *
   * @throws UnsatisfiedLinkError if one is missing or does not load
   */
  static void load() {
    if (!Loader.getPlatform().startsWith("linux")) {
      return; // Libraries of other systems have other names, and other rules of being found.
    }
    Loader.load(openblas.class);
    ClassProperties properties = Loader.loadProperties(torch.class, Loader.loadProperties(), true);
    for (String library : IN_ORDER) {
      URL[] places = Loader.findLibrary(torch.class, properties, library);
      Loader.loadLibrary(torch.class, places, library);
    }
  }
}
