package vae4j.backend.nd4j;

import java.util.Optional;
import vae4j.backend.Backend;
import vae4j.backend.BackendOptions;
import vae4j.backend.BackendProvider;

/** Makes the portable backend known. It is available wherever ND4J's natives load. */
public final class Nd4jBackendProvider implements BackendProvider {
  /** For {@link java.util.ServiceLoader}. */
  public Nd4jBackendProvider() {}

  @Override
  public String name() {
    return Nd4jBackend.NAME;
  }

  @Override
  public int priority() {
    return 0;
  }

  @Override
  public Optional<String> unavailable(BackendOptions options) {
    return switch (options.precision()) {
      case FLOAT32, FLOAT64 -> Optional.empty();
      default -> Optional.of("it computes in float32 and float64, not in " + options.precision());
    };
  }

  @Override
  public Backend open(BackendOptions options) {
    return new Nd4jBackend(options);
  }
}
