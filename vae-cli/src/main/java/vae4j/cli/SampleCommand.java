package vae4j.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import vae4j.Vae;
import vae4j.backend.Backend;
import vae4j.cli.console.Console;
import vae4j.cli.console.ExitCode;
import vae4j.cli.option.BackendArguments;
import vae4j.cli.option.ClassOption;
import vae4j.cli.option.Counts;
import vae4j.cli.option.DrawingFile;
import vae4j.cli.option.ModelFileArgument;
import vae4j.plot.figure.Samples;

/** {@code vae sample}: images decoded from latent vectors drawn from the prior. */
@Command(
    name = "sample",
    description = "Draws new images: latent vectors drawn from the prior, decoded.")
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
      description = "Seed of the latent vectors. Default: ${DEFAULT-VALUE}.")
  private long seed;

  @Option(
      names = "--temperature",
      paramLabel = "T",
      defaultValue = "1",
      description = {
        "Factor of the prior's standard deviations; below 1 samples are more typical and less",
        "varied. Default: ${DEFAULT-VALUE}."
      })
  private double temperature;

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
            "notice: an autoencoder has no prior; latent vectors are drawn from N(0, I)");
      }
      drawing.write(Samples.draw(label.ofSamples(vae, count), count, seed, temperature), console);
    }
    return ExitCode.DONE;
  }
}
