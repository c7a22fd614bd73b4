package vae4j.cuda.library.device;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import vae4j.cuda.driver.Gpu;
import vae4j.cuda.library.KernelLibrary;
import vae4j.cuda.library.LibraryException;
import vae4j.cuda.library.cublas.CublasLtLibrary;
import vae4j.cuda.library.cudnn.CudnnLibrary;

/** Opens the libraries of this machine; the log says which, or why none. */
final class Opening {
  private final List<KernelLibrary> opened = new ArrayList<>();
  private final List<String> reasons = new ArrayList<>();

  private Opening() {}

  /** Those there are, the caller's to close. */
  static List<KernelLibrary> of(Gpu gpu, Logger log) {
    if (!LibrarySettings.on(System.getProperty(LibrarySettings.LIBRARIES))) {
      log.info("layers run on the backend's own kernels: {}=off", LibrarySettings.LIBRARIES);
      return List.of();
    }
    gpu.use();
    Opening opening = new Opening();
    opening.open(CudnnLibrary.unavailable(), CudnnLibrary::onGpu);
    opening.open(CublasLtLibrary.unavailable(), CublasLtLibrary::new);
    String reasons = String.join("; ", opening.reasons);
    if (opening.opened.isEmpty()) {
      log.info("layers run on the backend's own kernels: {}", reasons);
    } else {
      String names =
          opening.opened.stream().map(KernelLibrary::version).collect(Collectors.joining(", "));
      log.info("layers may run on {}{}", names, reasons.isEmpty() ? "" : "; " + reasons);
    }
    return opening.opened;
  }

  private void open(Optional<String> unavailable, Supplier<KernelLibrary> library) {
    if (unavailable.isPresent()) {
      reasons.add(unavailable.get());
      return;
    }
    try {
      opened.add(library.get());
    } catch (LibraryException | LinkageError e) {
      reasons.add(String.valueOf(e.getMessage()).lines().findFirst().orElse("no reason given"));
    }
  }
}
