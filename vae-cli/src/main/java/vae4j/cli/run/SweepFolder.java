package vae4j.cli.run;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import vae4j.Vae;
import vae4j.VaeConfig;
import vae4j.backend.Backend;
import vae4j.cli.console.Console;
import vae4j.cli.console.Documents;
import vae4j.cli.console.ExitCode;
import vae4j.cli.console.Failure;
import vae4j.cli.option.DataArguments;
import vae4j.data.Binarization;
import vae4j.datasets.Datasets;
import vae4j.eval.EvaluationResult;
import vae4j.eval.features.FeatureNetwork;
import vae4j.eval.likelihood.ImportanceWeightedMetrics;
import vae4j.eval.metric.EvaluationImages;
import vae4j.eval.metric.MetricGroup;
import vae4j.io.AtomicFiles;
import vae4j.plot.report.SweepReport;
import vae4j.sweep.Axis;
import vae4j.sweep.Sweep;
import vae4j.sweep.SweepPlan;
import vae4j.sweep.SweepResult;
import vae4j.sweep.SweepResults;
import vae4j.sweep.SweepRunner;
import vae4j.train.TrainPlan;
import vae4j.train.TrainSettings;

/** The folder of a sweep: a run folder for each run, and the tables and the report of all. */
public final class SweepFolder implements SweepRunner, Sweep.Listener {
  private final Console console;
  private final Path out;
  private final SweepPlan plan;
  private final ModelEvaluation evaluation;
  private final boolean plots;
  private final Backend backend;
  private final Datasets.Opened opened;
  private final EvaluationImages images;
  private final SweepReport report;
  private final Map<SweepPlan.Run, SweepRun> runs = new LinkedHashMap<>();
  private final Map<SweepPlan.Run, List<MetricGroup>> groups = new LinkedHashMap<>();
  private long started = System.nanoTime();
  private int made;

  /**
   * Plans all runs, and refuses what cannot be done or differs from what is in the folder.
   *
   * @param console prints the progress
   * @param out the folder
   * @param plan the runs
   * @param settings those that are not varied
   * @param evaluation how each is measured
   * @param asked what is measured; empty for all that can be in a quick evaluation
   * @param plots whether each run is drawn into its folder
   * @param backend computes
   * @param opened the images
   */
  public SweepFolder(
      Console console,
      Path out,
      SweepPlan plan,
      TrainSettings settings,
      ModelEvaluation evaluation,
      List<String> asked,
      boolean plots,
      Backend backend,
      Datasets.Opened opened) {
    this.console = console;
    this.out = out;
    this.plan = plan;
    this.evaluation = evaluation;
    this.plots = plots;
    this.backend = backend;
    this.opened = opened;
    this.images = ModelEvaluation.images(opened);
    Map<VaeConfig, List<MetricGroup>> known = new LinkedHashMap<>();
    for (SweepPlan.Run run : plan.runs()) {
      TrainPlan training =
          run.settings(settings)
              .plan(opened.dataset(), opened.train().shape(), opened.train().labelNames().size());
      TrainingMemory.require(training, opened, backend);
      groups.put(run, known.computeIfAbsent(training.model(), model -> metricsOf(training, asked)));
      runs.put(run, planned(run, training));
    }
    runs.values().forEach(SweepRun::requirePlanned);
    Binarization binarization = runs.values().iterator().next().plan().training().binarization();
    report = new SweepReport(backend, opened.test(), binarization);
  }

  /** Makes what is not done yet, and returns the exit code. */
  public int run() {
    try {
      Files.createDirectories(out);
    } catch (IOException e) {
      throw Failure.unwritable(e);
    }
    console.out().println("plan    " + plan.text());
    console.out().println("folder  " + out);
    started = System.nanoTime();
    List<SweepResult> results = new Sweep(plan, this, this).run();
    if (results.size() < runs.size()) {
      console.out().println("interrupted; the same command again goes on with this run");
      return ExitCode.INTERRUPTED;
    }
    console.out().println();
    console.out().print(new SweepResults(plan, results).markdown());
    console.notice("report: " + out.resolve("report.html"));
    return ExitCode.DONE;
  }

  @Override
  public Optional<SweepResult> done(SweepPlan.Run run) {
    return of(run).result();
  }

  @Override
  public Optional<SweepResult> run(SweepPlan.Run run) {
    SweepRun folder = of(run);
    if (!folder.trained() && !train(folder)) {
      return Optional.empty();
    }
    // The model in the folder is measured, whether it was trained now or before.
    try (Vae vae = Vae.load(folder.model(), backend)) {
      List<MetricGroup> wanted = Objects.requireNonNull(groups.get(run));
      EvaluationResult found =
          evaluation.with(folder.plan().training().binarization()).measure(vae, images, wanted);
      double beta = folder.plan().training().beta().last();
      folder.writeEvaluation(evaluation.document(folder.model(), vae, beta, found));
    } catch (IOException e) {
      throw Failure.badFile(e);
    }
    made++;
    return folder.result();
  }

  @Override
  public void onRun(SweepPlan.Run run, int number, boolean done) {
    String of = String.format(Locale.ROOT, "run %d/%d", number, runs.size());
    console.out().println(of + "  " + run.name() + (done ? "  is done" : ""));
  }

  @Override
  public void onResults(List<SweepResult> results, int left) {
    write(new SweepResults(plan, results));
    if (made > 0) {
      double seconds = (System.nanoTime() - started) / 1e9 / made;
      String remaining = left == 0 ? "" : "; to go: " + left + ", about " + text(seconds * left);
      console.out().println("took " + text(seconds) + " a run" + remaining);
    }
  }

  private SweepRun of(SweepPlan.Run run) {
    return Objects.requireNonNull(runs.get(run));
  }

  private SweepRun planned(SweepPlan.Run run, TrainPlan training) {
    JsonObject config =
        new RunTraining(console, console.out(), training, opened, plots, List.of()).config(backend);
    JsonObject measured = new JsonObject();
    JsonArray names = new JsonArray();
    List<MetricGroup> chosen = Objects.requireNonNull(groups.get(run));
    chosen.forEach(group -> names.add(group.name()));
    measured.add("metrics", names);
    chosen.stream()
        .filter(ImportanceWeightedMetrics.class::isInstance)
        .map(ImportanceWeightedMetrics.class::cast)
        .forEach(group -> measured.addProperty("samples", group.samples()));
    measured.addProperty("seed", evaluation.seed());
    config.add("evaluation", measured);
    return new SweepRun(run, out.resolve("runs").resolve(run.name()), training, config);
  }

  /** The groups of metrics for a model, checked before the first is trained. */
  private List<MetricGroup> metricsOf(TrainPlan training, List<String> asked) {
    List<MetricGroup> chosen;
    try (Vae vae = Vae.create(training.model(), training.training().seed(), backend)) {
      chosen = asked.isEmpty() ? evaluation.possible(vae, images) : evaluation.named(asked);
      evaluation.of(chosen).requireAvailable(vae, images);
    }
    if (chosen.stream().anyMatch(group -> group.name().equals("fid"))) {
      // Whether the weights of its network are there.
      FeatureNetwork.nameFor(images.test().name())
          .ifPresent(name -> FeatureNetwork.open(name, backend).close());
    }
    return chosen;
  }

  /** Trains a model into its folder; false if it was interrupted. */
  private boolean train(SweepRun run) {
    run.forgetEvaluation();
    RunTraining training =
        new RunTraining(console, console.out(), run.plan(), opened, plots, List.of());
    try (Vae vae = Vae.create(run.plan().model(), run.run().seed(), backend);
        RunFolder folder = RunFolder.open(run.folder(), true, run.config())) {
      return !training.run(vae, folder).history().stopped();
    }
  }

  private void write(SweepResults results) {
    JsonObject common = common();
    try {
      AtomicFiles.writeString(out.resolve("sweep.json"), Documents.print(results.toJson(common)));
      if (results.runs().isEmpty()) {
        return;
      }
      AtomicFiles.writeString(out.resolve("sweep.csv"), results.csv());
      AtomicFiles.writeString(out.resolve("sweep.md"), results.markdown());
      Map<SweepPlan.Setting, Path> models = new LinkedHashMap<>();
      results
          .runs()
          .forEach(result -> models.putIfAbsent(result.run().setting(), of(result.run()).model()));
      report.draw(results, facts(common, results), models).write(out.resolve("report.html"));
    } catch (IOException e) {
      throw Failure.unwritable(e);
    }
  }

  /** The settings that all runs have in common. */
  private JsonObject common() {
    List<JsonObject> configs = runs.values().stream().map(SweepRun::config).toList();
    return common(configs.get(0), configs);
  }

  private static JsonObject common(JsonObject first, List<JsonObject> all) {
    JsonObject common = new JsonObject();
    for (String name : first.keySet()) {
      if (all.stream().allMatch(each -> first.get(name).equals(each.get(name)))) {
        common.add(name, first.get(name));
      } else if (all.stream().allMatch(each -> each.get(name) instanceof JsonObject)) {
        common.add(
            name,
            common(
                first.getAsJsonObject(name),
                all.stream().map(each -> each.getAsJsonObject(name)).toList()));
      }
    }
    return common;
  }

  private Map<String, String> facts(JsonObject common, SweepResults results) {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("data set", opened.dataset());
    facts.put("train", DataArguments.describe(opened.train()));
    facts.put("test", DataArguments.describe(opened.test()));
    if (common.get("training") instanceof JsonObject training) {
      Documents.flat(training).forEach(facts::put);
    }
    for (Axis axis : plan.axes()) {
      facts.put(axis.name(), String.join(", ", axis.values()));
    }
    facts.put("seeds", Integer.toString(plan.seeds()));
    facts.put("runs done", results.runs().size() + " of " + runs.size());
    facts.put("backend", backend.name() + " (" + backend.description() + ")");
    return facts;
  }

  private static String text(double seconds) {
    if (seconds < 99.5) {
      return String.format(Locale.ROOT, "%.0f s", seconds);
    }
    double minutes = seconds / 60;
    return minutes < 99.5
        ? String.format(Locale.ROOT, "%.0f min", minutes)
        : String.format(Locale.ROOT, "%.1f h", minutes / 60);
  }
}
