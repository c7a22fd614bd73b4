package vae4j.cli;

import picocli.CommandLine.Option;

/** Options of every command. */
final class CommonArguments {
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this text.")
  boolean help;

  @Option(names = "--stacktrace", description = "Print the stack trace of an error.")
  boolean stacktrace;
}
