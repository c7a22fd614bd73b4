package vae4j.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

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
    PrintStream out = utf8(FileDescriptor.out);
    PrintStream err = utf8(FileDescriptor.err);
    Interruption interruption = new Interruption();
    interruption.listenToSignals();
    int code = run(args, new Console(out, err, Console.isTerminal(), interruption));
    out.flush();
    err.flush();
    System.exit(code);
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
    return run(args, new Console(out, err, false, new Interruption()));
  }

  static int run(String[] args, Console console) {
    CommandLine commands = new CommandLine(new VaeCommand(), new Parts(console));
    commands.setOut(console.outWriter());
    commands.setErr(console.errWriter());
    commands.setUsageHelpAutoWidth(false);
    commands.setCaseInsensitiveEnumValuesAllowed(true);
    // A negative number after an option is its value, not another option.
    commands.setUnmatchedOptionsAllowedAsOptionParameters(true);
    commands.setParameterExceptionHandler((e, words) -> usage(e, words, console));
    commands.setExecutionExceptionHandler(
        (e, command, parsed) -> Failure.report(e, console, wantsTrace(List.of(args))));
    return commands.execute(args);
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

  private static PrintStream utf8(FileDescriptor descriptor) {
    return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
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
