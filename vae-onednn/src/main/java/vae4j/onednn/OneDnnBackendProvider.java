package vae4j.onednn;

import java.util.Optional;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.javacpp.Loader;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;
import vae4j.backend.Backend;
import vae4j.backend.BackendOptions;
import vae4j.backend.BackendProvider;
import vae4j.backend.Precision;

/** Makes the oneDNN backend known. It is available where its natives load. */
public final class OneDnnBackendProvider implements BackendProvider {
  /**
   * System property: {@code true} lets oneDNN compute bfloat16 without the processor's
   * instructions. That is slower than float32, and there to check results.
   */
  public static final String EMULATE = "vae4j.onednn.emulate-bf16";

  private static final int PRIORITY = 10;

  /** For {@link java.util.ServiceLoader}. */
  public OneDnnBackendProvider() {}

  @Override
  public String name() {
    return OneDnnBackend.NAME;
  }

  @Override
  public int priority() {
    return PRIORITY;
  }

  @Override
  public Optional<String> unavailable(BackendOptions options) {
    if (options.precision() != Precision.FLOAT32 && options.precision() != Precision.BF16) {
      return Optional.of("it computes in float32 and bf16, not in " + options.precision());
    }
    try {
      // ND4J first: the two share one OpenMP, and it is ND4J's that sets its threads.
      Nd4j.getBackend();
      Loader.load(dnnl.class);
      if (options.dataType() == DataType.BFLOAT16
          && !InstructionSet.bfloat16()
          && !(InstructionSet.avx512() && Boolean.getBoolean(EMULATE))) {
        return Optional.of(
            "bfloat16 needs a processor with AVX-512 BF16 or AMX, this one has "
                + InstructionSet.name());
      }
      return Optional.empty();
    } catch (LinkageError e) {
      return Optional.of("oneDNN's natives do not load: " + reason(e));
    }
  }

  private static String reason(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return String.valueOf(cause.getMessage()).lines().findFirst().orElse("no reason given");
  }

  @Override
  public Backend open(BackendOptions options) {
    unavailable(options)
        .ifPresent(
            problem -> {
              throw new IllegalStateException("backend onednn is unavailable: " + problem);
            });
    return new OneDnnBackend(options);
  }
}
