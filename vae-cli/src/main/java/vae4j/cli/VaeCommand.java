package vae4j.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** {@code vae} itself. */
@Command(
    name = "vae",
    description = "Trains variational autoencoders and shows what they learnt.",
    mixinStandardHelpOptions = true,
    scope = ScopeType.INHERIT,
    sortOptions = false,
    versionProvider = Version.class,
    subcommands = {
      TrainCommand.class,
      EvaluateCommand.class,
      SweepCommand.class,
      EncodeCommand.class,
      DecodeCommand.class,
      ReconstructCommand.class,
      SampleCommand.class,
      LatentCommand.class,
      TraverseCommand.class,
      InterpolateCommand.class,
      InspectCommand.class
    },
    footer = {
      "",
      "A file named with --out is replaced if it is there; a run folder only with --force.",
      "Names of data sets, presets, backends and so on may be in upper or lower case.",
      "Exit codes: 0 done, 1 failure, 2 wrong usage, 3 bad data or model file,",
      "130 interrupted."
    })
final class VaeCommand implements Runnable {
  @Spec private CommandSpec spec;

  /** Not asked here: the command line may be wrong before it is known. */
  @Option(
      names = "--stacktrace",
      scope = ScopeType.INHERIT,
      description = "Print the stack trace of an error.")
  boolean stacktrace;

  /** The message for an unknown command. */
  static String unknown(CommandSpec spec, String word) {
    return "command must be one of "
        + String.join(", ", spec.subcommands().keySet())
        + ", was "
        + word;
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), unknown(spec, "none"));
  }
}
