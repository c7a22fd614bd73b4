package vae4j.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import vae4j.Vae;
import vae4j.backend.Backend;

/** {@code vae sample}: what codes drawn from the prior decode to. */
@Command(name = "sample", description = "Draws new images: codes drawn from the prior, decoded.")
final class SampleCommand implements Callable<Integer> {
  @Mixin private ModelFileArgument model = new ModelFileArgument();

  @Option(
      names = "--count",
      paramLabel = "N",
      defaultValue = "100",
      description = "How many. Default: ${DEFAULT-VALUE}.")
  private int count;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "42",
      description = "Seed of the codes. Default: ${DEFAULT-VALUE}.")
  private long seed;

  @Mixin private ClassOption label = new ClassOption();
  @Mixin private DrawingFile drawing = new DrawingFile();
  @Mixin private BackendArguments backends = new BackendArguments();
  private final Console console;

  SampleCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    Counts.requirePositive("count", count);
    drawing.requireWritable();
    try (Backend backend = backends.open(console);
        Vae vae = model.load(backend)) {
      Counts.requireDrawable("count", count, 1, vae.config().input());
      if (!vae.config().variational()) {
        console.notice(
            "notice: a plain autoencoder has no prior; the codes are normal all the same");
      }
      drawing.write(Drawings.samples(label.ofSamples(vae, count), count, seed), console);
    }
    return ExitCode.DONE;
  }
}
