package vae4j.classifiers;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import vae4j.data.ImageDataset;
import vae4j.datasets.DataOptions;
import vae4j.io.AtomicFiles;
import vae4j.io.Safetensors;

/** Trains the classifiers that come with the library, and writes their weights. */
@Command(
    name = "train",
    description = "Trains the classifiers whose features FID and KID compare.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
public final class TrainClassifiers implements Callable<Integer> {
  private static final int BAD_DATA = 3;

  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "NAME",
      arity = "0..*",
      description = "Which, of vae4j-digits-1, vae4j-fashion-1. Default: both.")
  private List<String> names = List.of();

  @Option(
      names = "--data-dir",
      paramLabel = "DIR",
      description = "Where the data sets are looked for first, before $$VAE_DATA_DIR.")
  private @Nullable Path dataDir;

  @Option(
      names = "--epochs",
      paramLabel = "N",
      description = "Passes over the training images. Default: each recipe's own.")
  private @Nullable Integer epochs;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      defaultValue = "vae-core/src/main/resources/vae4j/eval/features",
      description = "Where NAME.safetensors and NAME.json go. Default: ${DEFAULT-VALUE}.")
  private Path out = Path.of("");

  @Option(names = "--stacktrace", description = "Print the stack trace of an error.")
  private boolean stacktrace;

  /** For the command line. */
  public TrainClassifiers() {}

  /**
   * Trains and ends the process: 0 when done, 1 for a failure, 2 for wrong arguments, 3 where a
   * data set is missing or broken.
   *
   * @param args see {@code --help}
   */
  public static void main(String[] args) {
    CommandLine commandLine = commandLine();
    int code;
    try {
      code = commandLine.execute(args);
    } catch (Throwable e) {
      // Errors, which the command line lets pass.
      code = report(e, List.of(args).contains("--stacktrace"), commandLine.getErr());
    }
    System.exit(code);
  }

  static CommandLine commandLine() {
    TrainClassifiers train = new TrainClassifiers();
    CommandLine commandLine = new CommandLine(train);
    commandLine.setExecutionExceptionHandler(
        (e, command, parsed) -> report(e, train.stacktrace, command.getErr()));
    commandLine.setParameterExceptionHandler(
        (e, words) -> {
          e.getCommandLine().getErr().println(e.getMessage() + " (see --help)");
          return CommandLine.ExitCode.USAGE;
        });
    return commandLine;
  }

  private static int report(Throwable problem, boolean trace, PrintWriter err) {
    Throwable cause =
        problem instanceof BadDataException && problem.getCause() != null
            ? problem.getCause()
            : problem;
    String message = cause instanceof Exception ? cause.getMessage() : null;
    // An error's message, or a path alone, does not say what is wrong.
    String line = message != null && message.contains(" ") ? message : cause.toString();
    err.println(line.strip().replaceAll("\\s*\\R\\s*", " "));
    if (trace) {
      problem.printStackTrace(err);
    }
    err.flush();
    return problem instanceof BadDataException ? BAD_DATA : CommandLine.ExitCode.SOFTWARE;
  }

  /** A data set is missing or broken. */
  private static final class BadDataException extends UncheckedIOException {
    private static final long serialVersionUID = 1L;

    BadDataException(IOException cause) {
      super(cause);
    }
  }

  @Override
  public Integer call() throws IOException {
    List<Recipe> recipes;
    try {
      recipes = (names.isEmpty() ? Recipe.names() : names).stream().map(Recipe::named).toList();
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
    if (epochs != null && epochs <= 0) {
      throw new ParameterException(spec.commandLine(), "--epochs must be positive, was " + epochs);
    }
    DataOptions options = DataOptions.defaults().withDirectory(dataDir);
    for (Recipe recipe : recipes) {
      ImageDataset train;
      ImageDataset test;
      try {
        train = recipe.train(options);
        test = recipe.test(options);
      } catch (IOException e) {
        throw new BadDataException(e);
      }
      Files.createDirectories(out);
      train(recipe, train, test);
    }
    return 0;
  }

  private void train(Recipe recipe, ImageDataset train, ImageDataset test) throws IOException {
    int passes = epochs == null ? recipe.epochs() : epochs;
    int steps = (train.size() + Classifier.BATCH - 1) / Classifier.BATCH;
    Classifier classifier = Classifier.create(Recipe.SEED, passes * steps, recipe.kept());
    double accuracy = 0;
    for (int epoch = 0; epoch < passes; epoch++) {
      long started = System.nanoTime();
      classifier.fit(recipe.moved(train, epoch), Recipe.SEED, epoch);
      double seconds = (System.nanoTime() - started) / 1e9;
      accuracy = classifier.accuracy(test);
      say(
          "%s epoch %d/%d: test accuracy %.2f %%, %.0f s",
          recipe.weights(), epoch + 1, passes, 100 * accuracy, seconds);
    }
    Path weights = out.resolve(recipe.weights() + ".safetensors");
    Safetensors.write(weights, classifier.tensors());
    AtomicFiles.writeString(
        out.resolve(recipe.weights() + ".json"),
        Description.of(recipe, passes, train, test, accuracy));
    say("wrote %s", weights);
  }

  private void say(String format, Object... values) {
    spec.commandLine().getOut().println(String.format(Locale.ROOT, format, values));
    spec.commandLine().getOut().flush();
  }
}
