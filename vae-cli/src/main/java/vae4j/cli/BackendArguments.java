package vae4j.cli;

import picocli.CommandLine.Option;
import vae4j.backend.Backend;
import vae4j.backend.BackendOptions;
import vae4j.backend.Backends;

/** Options of commands that compute. */
final class BackendArguments {
  @Option(
      names = "--backend",
      paramLabel = "NAME",
      defaultValue = Backends.AUTO,
      description = "What computes: auto, nd4j, onednn, cuda. Default: ${DEFAULT-VALUE}.")
  String backend = Backends.AUTO;

  @Option(
      names = "--threads",
      paramLabel = "N",
      defaultValue = "0",
      description = "CPU threads; 0, the default, for one on each processor.")
  int threads;

  /** Opens the backend and says which it is; the caller's to close. */
  Backend open(Console console) {
    Backend opened = Backends.open(backend, BackendOptions.defaults().withThreads(threads));
    console.notice("backend " + opened.name() + " (" + opened.description() + ")");
    return opened;
  }
}
