package vae4j.cli.option;

import java.util.Iterator;
import java.util.stream.Stream;
import picocli.CommandLine.Option;
import vae4j.backend.Backend;
import vae4j.backend.BackendOptions;
import vae4j.backend.BackendProvider;
import vae4j.backend.Backends;
import vae4j.backend.Precision;
import vae4j.cli.console.Console;

/** Options of commands that compute. */
public final class BackendArguments {
  /** The values of {@code --backend} on this class path. */
  public static final class Names implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Stream.concat(
              Stream.of(Backends.AUTO), Backends.providers().stream().map(BackendProvider::name))
          .iterator();
    }
  }

  @Option(
      names = "--backend",
      paramLabel = "NAME",
      defaultValue = Backends.AUTO,
      completionCandidates = Names.class,
      description = {
        "What computes: ${COMPLETION-CANDIDATES}, or the class of a BackendProvider on the class",
        "path. Default: ${DEFAULT-VALUE}."
      })
  public String backend = Backends.AUTO;

  @Option(
      names = "--threads",
      paramLabel = "N",
      defaultValue = "0",
      description = "CPU threads; 0, the default, for one on each processor.")
  public int threads;

  @Option(
      names = "--precision",
      paramLabel = "NAME",
      defaultValue = "float32",
      description = {
        "What activations are computed in: float32, bf16 (where the processor has it), tf32 or fp16",
        "(on GPUs), or float64 (to check; slow). Default: ${DEFAULT-VALUE}."
      })
  public String precision = Precision.FLOAT32.toString();

  @Option(
      names = "--device",
      paramLabel = "N",
      defaultValue = "0",
      description = "The GPU of the cuda backend, from ${DEFAULT-VALUE}, the default.")
  public int device;

  /** Opens the backend and says which it is; the caller's to close. */
  public Backend open(Console console) {
    return open(console, device);
  }

  /** The same on a given GPU. */
  public Backend open(Console console, int device) {
    BackendOptions options =
        BackendOptions.defaults()
            .withThreads(threads)
            .withPrecision(Precision.parse(precision))
            .withDevice(device);
    Backend opened = Backends.open(backend, options);
    console.notice("backend " + opened.name() + " (" + opened.description() + ")");
    return opened;
  }
}
