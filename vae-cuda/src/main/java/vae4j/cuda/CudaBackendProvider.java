package vae4j.cuda;

import java.util.Optional;
import vae4j.backend.Backend;
import vae4j.backend.BackendOptions;
import vae4j.backend.BackendProvider;
import vae4j.cuda.driver.Devices;

/** Makes the GPU backend known. It is available where a GPU's driver answers. */
public final class CudaBackendProvider implements BackendProvider {
  private static final int PRIORITY = 20;

  /** For {@link java.util.ServiceLoader}. */
  public CudaBackendProvider() {}

  @Override
  public String name() {
    return CudaBackend.NAME;
  }

  @Override
  public int priority() {
    return PRIORITY;
  }

  @Override
  public Optional<String> unavailable(BackendOptions options) {
    return Devices.problem().map(Devices.Problem::reason);
  }

  /** A machine without a driver is no reason to warn. */
  @Override
  public boolean unneeded() {
    return Devices.problem().map(problem -> !problem.driver()).orElse(false);
  }

  @Override
  public Backend open(BackendOptions options) {
    unavailable(options)
        .ifPresent(
            problem -> {
              throw new IllegalStateException("backend cuda is unavailable: " + problem);
            });
    return new CudaBackend(options);
  }
}
