package vae4j.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;
import vae4j.cli.console.Console;
import vae4j.cli.console.ExitCode;
import vae4j.cli.console.Failure;
import vae4j.cli.console.Interruption;
import vae4j.cli.console.StandardStream;
import vae4j.cli.console.Uncaught;

/** The way into the {@code vae} command. */
public final class Main {
  private Main() {}

  /**
   * Runs a command and ends the process with its exit code.
   *
   * @param args the words after {@code vae}
   */
  public static void main(String[] args) {
    // Not System.out: its encoding depends on the locale, and the tables need more than ASCII.
    StandardStream out = StandardStream.to(new FileOutputStream(FileDescriptor.out));
    StandardStream err = StandardStream.to(new FileOutputStream(FileDescriptor.err));
    Interruption interruption = new Interruption();
    interruption.listenToSignals();
    Console console = new Console(out, err, Console.isTerminal(), interruption);
    Uncaught uncaught = new Uncaught(console, wantsTrace(List.of(args)));
    Thread.setDefaultUncaughtExceptionHandler(uncaught);
    int code = run(args, console);
    System.exit(code == ExitCode.DONE && uncaught.any() ? ExitCode.FAILURE : code);
  }

  /**
   * Runs a command as if from a script, not a terminal.
   *
   * @param args the words after {@code vae}
   * @param out receives results
   * @param err receives progress, notices and errors
   * @return the exit code: 0 done, 1 failure, 2 usage, 3 bad data or model file, 130 interrupted
   */
  public static int run(String[] args, PrintStream out, PrintStream err) {
    return run(
        args,
        new Console(StandardStream.to(out), StandardStream.to(err), false, new Interruption()));
  }

  static int run(String[] args, Console console) {
    return run(args, console, List.of());
  }

  /** With more commands than users have. */
  static int run(String[] args, Console console, List<Object> more) {
    int code;
    try {
      CommandLine commands = commands(console, List.of(args));
      more.forEach(commands::addSubcommand);
      code = commands.execute(args);
    } catch (Throwable e) {
      // An Error: picocli's handler hears of exceptions only.
      code = Failure.report(e, console, wantsTrace(List.of(args)));
    }
    return console.allWritten() || code != ExitCode.DONE ? code : ExitCode.FAILURE;
  }

  private static CommandLine commands(Console console, List<String> args) {
    CommandLine commands = new CommandLine(new VaeCommand(), new Parts(console));
    commands.setOut(console.outWriter());
    commands.setErr(console.errWriter());
    commands.setUsageHelpAutoWidth(false);
    commands.setCaseInsensitiveEnumValuesAllowed(true);
    // The last one counts, as a script's user expects; picocli would warn on System.err.
    commands.setOverwrittenOptionsAllowed(true);
    CommandLine.tracer().setLevel(CommandLine.TraceLevel.OFF);
    // A negative number after an option is its value, not another option.
    commands.setUnmatchedOptionsAllowedAsOptionParameters(true);
    commands.setParameterExceptionHandler((e, words) -> usage(e, words, console));
    commands.setExecutionExceptionHandler(
        (e, command, parsed) -> Failure.report(e, console, wantsTrace(args)));
    return commands;
  }

  private static int usage(ParameterException e, String[] words, Console console) {
    String command = e.getCommandLine().getCommandSpec().qualifiedName();
    String problem =
        e instanceof UnmatchedArgumentException unmatched && e.getCommandLine().getParent() == null
            ? VaeCommand.unknown(
                e.getCommandLine().getCommandSpec(), unmatched.getUnmatched().get(0))
            : Failure.oneLine(e);
    console.error(problem + " (see " + command + " --help)");
    if (wantsTrace(List.of(words))) {
      e.printStackTrace(console.err());
    }
    return ExitCode.USAGE;
  }

  private static boolean wantsTrace(List<String> words) {
    return words.contains("--stacktrace");
  }

  /** Makes the commands, each with the console it speaks to. */
  private record Parts(Console console) implements CommandLine.IFactory {
    @Override
    public <K> K create(Class<K> type) throws Exception {
      try {
        return type.cast(type.getDeclaredConstructor(Console.class).newInstance(console));
      } catch (NoSuchMethodException e) {
        return CommandLine.defaultFactory().create(type);
      }
    }
  }
}
