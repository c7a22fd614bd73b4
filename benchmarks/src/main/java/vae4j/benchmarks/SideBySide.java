package vae4j.benchmarks;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import vae4j.benchmarks.contender.Inputs;
import vae4j.benchmarks.contender.Report;
import vae4j.data.ImageDataset;
import vae4j.io.AtomicFiles;

/**
 * Trains the same network on the same images with one library after another, each in a process of
 * its own, in turn A B C A B C …, and compares them.
 */
@Command(
    name = "side-by-side",
    description = "Compares libraries: the same network, the same Fashion-MNIST, in turn.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {
      "",
      "Exit codes: 0 all agree, 1 one failed or disagrees, 2 wrong usage, 3 no data set."
    })
public final class SideBySide implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--scenario",
      split = ",",
      paramLabel = "S",
      defaultValue = "reference",
      description =
          "Which, of reference, batch-32, batch-512, wide, colour-64, threads-1, encode, decode."
              + " Default: ${DEFAULT-VALUE}.")
  private List<Scenario> scenarios = List.of();

  @Option(names = "--all", description = "All scenarios.")
  private boolean all;

  @Option(
      names = "--contenders",
      split = ",",
      paramLabel = "C",
      description =
          "Which, of vae4j-onednn, vae4j-onednn-bf16, vae4j-nd4j, tensorflow, pytorch,"
              + " pytorch-channels-last, samediff. Default: all.")
  private @Nullable List<String> contenders;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "5",
      description = "How often each has its turn. Default: ${DEFAULT-VALUE}.")
  private int rounds;

  @Option(
      names = "--images",
      paramLabel = "N",
      description = "Images in a pass, a multiple of the batch. Default: each scenario's own.")
  private @Nullable Integer images;

  @Option(
      names = "--warm-up",
      paramLabel = "N",
      defaultValue = "1",
      description = "Passes before the timed ones. Default: ${DEFAULT-VALUE}.")
  private int warmUp;

  @Option(
      names = "--passes",
      paramLabel = "N",
      defaultValue = "2",
      description = "Timed passes. Default: ${DEFAULT-VALUE}.")
  private int passes;

  @Option(
      names = "--threads",
      paramLabel = "N",
      defaultValue = "0",
      description = "CPU threads; 0, the default, for one on each processor.")
  private int threads;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Of weights, order and noise. Default: ${DEFAULT-VALUE}.")
  private long seed;

  @Option(
      names = "--tolerance",
      paramLabel = "X",
      defaultValue = "0.02",
      description =
          "How far a last loss may be from the median of all, as a share. Default:"
              + " ${DEFAULT-VALUE}.")
  private double tolerance;

  @Option(
      names = "--minutes",
      paramLabel = "N",
      defaultValue = "30",
      description = "The longest that one process may take. Default: ${DEFAULT-VALUE}.")
  private long minutes;

  @Option(
      names = "--data-dir",
      paramLabel = "DIR",
      description = "Where Fashion-MNIST is looked for first, before $VAE_DATA_DIR.")
  private @Nullable Path dataDir;

  @Option(
      names = "--modules",
      paramLabel = "DIR",
      defaultValue = "benchmarks",
      description = "The folder of the packaged modules. Default: ${DEFAULT-VALUE}.")
  private Path modules = Path.of("");

  @Option(
      names = "--prepare",
      hidden = true,
      description =
          "Check the options and the data set, and print the modules that must be packaged.")
  private boolean prepare;

  @Option(names = Failures.STACKTRACE, description = "Print the stack trace of an error.")
  private boolean stacktrace;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description =
          "Where SCENARIO.json and the logs go. Default: target/side-by-side of the modules.")
  private @Nullable Path out;

  /** For the command line. */
  public SideBySide() {}

  /**
   * Runs it and ends the process: 0 if all agree, 1 if one failed, 2 for wrong arguments, 3 where
   * the data set is missing or broken.
   *
   * @param args see {@code --help}
   */
  public static void main(String[] args) {
    int[] code = new int[1];
    Failures.main(
        args,
        words -> {
          PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
          code[0] = commandLine().setOut(out).execute(args);
        });
    System.exit(code[0]);
  }

  static CommandLine commandLine() {
    SideBySide sideBySide = new SideBySide();
    CommandLine commandLine = new CommandLine(sideBySide);
    commandLine.registerConverter(Scenario.class, SideBySide::scenario);
    commandLine.setParameterExceptionHandler(
        (e, words) -> {
          e.getCommandLine().getErr().println(e.getMessage() + " (see --help)");
          return CommandLine.ExitCode.USAGE;
        });
    commandLine.setExecutionExceptionHandler(
        (e, command, parsed) -> Failures.report(e, sideBySide.stacktrace, command.getErr()));
    return commandLine;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    List<Competitor> entrants = entrants();
    requirePositive("--rounds", rounds);
    requirePositive("--passes", passes);
    if (!(tolerance > 0)) {
      throw wrong("--tolerance must be positive, was " + tolerance);
    }
    List<Scenario> chosen = all ? Scenario.all() : scenarios;
    ImageDataset data = Failures.images(dataDir);
    if (prepare) {
      // All that can be wrong is told before hundreds of megabytes are downloaded.
      chosen.forEach(scenario -> inputs(scenario, data));
      String modules =
          entrants.stream().map(Competitor::module).distinct().collect(Collectors.joining("\n"));
      spec.commandLine().getOut().println(modules);
      return 0;
    }
    Environment where = Environment.here(modules);
    spec.commandLine().getOut().println(where);
    boolean failed = false;
    for (Scenario scenario : chosen) {
      List<Ranking> standings = run(scenario, entrants, data, where);
      failed |= standings.stream().anyMatch(standing -> standing.failure() != null);
    }
    return failed ? 1 : 0;
  }

  private List<Ranking> run(
      Scenario scenario, List<Competitor> entrants, ImageDataset data, Environment where)
      throws IOException, InterruptedException {
    Path results = out == null ? modules.resolve("target/side-by-side") : out;
    Path folder = Files.createDirectories(results.resolve(scenario.name()));
    Inputs inputs = inputs(scenario, data);
    inputs.write(folder);
    PeerProcess process = new PeerProcess(modules, folder.toAbsolutePath(), minutes);
    List<Ranking> standings = entrants.stream().map(Ranking::new).toList();
    for (int round = 1; round <= rounds; round++) {
      for (Ranking standing : standings) {
        if (standing.isActive()) {
          turn(process, standing, inputs.task().threads());
          progress(scenario, round, standing);
        }
      }
    }
    Agreement.check(standings, tolerance);
    Path file = results.resolve(scenario.name() + ".json");
    AtomicFiles.writeString(
        file, Document.json(scenario, inputs.task(), tolerance, where, standings));
    var console = spec.commandLine().getOut();
    console.printf(
        "%n## %s%n%n%s: batch %d, %d threads, %d images × %d passes after %d, %d rounds%n%n",
        scenario.name(),
        inputs.task().mode().name().toLowerCase(Locale.ROOT),
        inputs.task().batch(),
        inputs.task().threads(),
        inputs.task().images(),
        passes,
        warmUp,
        rounds);
    console.println(Tables.speeds(inputs.task().mode(), standings));
    console.println(Tables.ratios(standings));
    console.println("All figures are in " + file);
    console.flush();
    return standings;
  }

  private Inputs inputs(Scenario scenario, ImageDataset data) {
    int processors = Runtime.getRuntime().availableProcessors();
    try {
      return Preparation.inputs(
          scenario,
          new Preparation.Extent(
              images == null ? scenario.images() : images,
              warmUp,
              passes,
              threads == 0 ? processors : threads,
              seed),
          data);
    } catch (IllegalArgumentException e) {
      throw wrong(scenario.name() + ": " + e.getMessage());
    }
  }

  private static void turn(PeerProcess process, Ranking standing, int threads)
      throws IOException, InterruptedException {
    try {
      standing.add(process.run(standing.entrant(), threads));
    } catch (PeerProcess.FailedException e) {
      standing.fail(String.valueOf(e.getMessage()));
    }
  }

  private void progress(Scenario scenario, int round, Ranking standing) {
    String what;
    if (standing.failure() != null) {
      what = "FAILED: " + standing.failure();
    } else if (standing.unavailable() != null) {
      what = "cannot run here: " + standing.unavailable();
    } else {
      Report last = standing.rounds().get(standing.rounds().size() - 1);
      what = String.format(Locale.ROOT, "%.0f images/s", last.imagesPerSecond());
    }
    var console = spec.commandLine().getErr();
    console.printf(
        "%s %d/%d %s: %s%n", scenario.name(), round, rounds, standing.entrant().name(), what);
    console.flush();
  }

  private List<Competitor> entrants() {
    if (contenders == null) {
      return Competitor.all();
    }
    List<Competitor> chosen = new ArrayList<>();
    for (String name : contenders) {
      chosen.add(
          Competitor.all().stream()
              .filter(entrant -> entrant.name().equals(name))
              .findFirst()
              .orElseThrow(
                  () ->
                      wrong(
                          "--contenders must be of "
                              + Competitor.all().stream()
                                  .map(Competitor::name)
                                  .collect(Collectors.joining(", "))
                              + ", was "
                              + name)));
    }
    return chosen;
  }

  private void requirePositive(String option, int value) {
    if (value <= 0) {
      throw wrong(option + " must be positive, was " + value);
    }
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  private static Scenario scenario(String name) {
    return Scenario.all().stream()
        .filter(scenario -> scenario.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new CommandLine.TypeConversionException(
                    "must be of "
                        + Scenario.all().stream()
                            .map(Scenario::name)
                            .collect(Collectors.joining(", "))
                        + ", was "
                        + name));
  }
}
