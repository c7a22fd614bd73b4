package vae4j.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import vae4j.Vae;
import vae4j.backend.Backend;
import vae4j.datasets.Datasets;
import vae4j.eval.Evaluation;
import vae4j.eval.EvaluationResult;
import vae4j.eval.MetricGroup;
import vae4j.eval.features.FeatureNetwork;
import vae4j.io.AtomicFiles;

/**
 * Trains and measures the runs of a sweep one after another, and writes after each what all have
 * given so far.
 */
final class Sweep {
  private final Console console;
  private final Path out;
  private final SweepPlan plan;
  private final Function<SweepPlan.Run, ModelArguments> arguments;
  private final ModelEvaluation evaluation;
  private final boolean plots;

  /**
   * A sweep that has not begun.
   *
   * @param console is told how it goes
   * @param out its folder
   * @param plan its runs
   * @param arguments what each is trained with
   * @param evaluation how each is measured
   * @param plots whether each is drawn into its folder
   */
  Sweep(
      Console console,
      Path out,
      SweepPlan plan,
      Function<SweepPlan.Run, ModelArguments> arguments,
      ModelEvaluation evaluation,
      boolean plots) {
    this.console = console;
    this.out = out;
    this.plan = plan;
    this.arguments = arguments;
    this.evaluation = evaluation;
    this.plots = plots;
  }

  /**
   * Does what is not done yet.
   *
   * @param backend computes
   * @param opened the images
   * @param asked what is measured; empty for all that can be in a quick look
   * @param bound whether the importance-weighted bound is measured as well
   * @return the exit code
   */
  int run(Backend backend, Datasets.Opened opened, Set<MetricGroup> asked, boolean bound) {
    Evaluation.Images images = ModelEvaluation.images(opened);
    Metrics metrics = new Metrics(backend, images, evaluation, asked, bound, new HashMap<>());
    List<SweepRun> runs =
        plan.runs().stream().map(run -> planned(run, backend, opened, metrics)).toList();
    runs.forEach(SweepRun::requirePlanned);
    SweepReport report = new SweepReport(backend, opened.test(), evaluation.binarization());
    try {
      Files.createDirectories(out);
    } catch (IOException e) {
      throw Failure.unwritable(e);
    }
    console.out().println("plan    " + plan.text());
    console.out().println("folder  " + out);
    write(runs, report);
    int done = 0;
    long started = System.nanoTime();
    for (int i = 0; i < runs.size(); i++) {
      SweepRun run = runs.get(i);
      String number = String.format(Locale.ROOT, "run %d/%d", i + 1, runs.size());
      if (run.result().isPresent()) {
        console.out().println(number + "  " + run.run().name() + "  is done");
        continue;
      }
      console.out().println(number + "  " + run.run().name());
      if (!run.trained() && !train(run, backend, opened)) {
        console.out().println("interrupted; the same command again goes on with this run");
        return ExitCode.INTERRUPTED;
      }
      measure(run, backend, images, metrics.of(run.plan()));
      write(runs, report);
      done++;
      long left = runs.stream().filter(each -> each.result().isEmpty()).count();
      double seconds = (System.nanoTime() - started) / 1e9 / done;
      console
          .out()
          .println(
              number
                  + "  took "
                  + duration(seconds)
                  + (left == 0 ? "" : "; to go: " + left + ", about " + duration(seconds * left)));
    }
    console.out().println();
    console.out().print(results(runs).markdown());
    console.notice("report: " + out.resolve("report.html"));
    return ExitCode.DONE;
  }

  private SweepRun planned(
      SweepPlan.Run run, Backend backend, Datasets.Opened opened, Metrics metrics) {
    TrainPlan training =
        arguments
            .apply(run)
            .plan(opened.dataset(), opened.train().shape(), opened.train().labelNames().size());
    TrainingMemory.require(training, opened, backend);
    JsonObject config =
        new RunTraining(console, console.out(), training, opened, plots).config(backend);
    JsonObject measured = new JsonObject();
    JsonArray groups = new JsonArray();
    Set<MetricGroup> chosen = metrics.of(training);
    chosen.forEach(group -> groups.add(group.toString()));
    measured.add("metrics", groups);
    measured.addProperty(
        "samples", chosen.contains(MetricGroup.IWAE) ? evaluation.samples() : null);
    measured.addProperty("seed", evaluation.seed());
    config.add("evaluation", measured);
    return new SweepRun(run, out.resolve("runs").resolve(run.name()), training, config);
  }

  /** Trains a model into its folder; false if it was interrupted. */
  private boolean train(SweepRun run, Backend backend, Datasets.Opened opened) {
    run.forgetEvaluation();
    RunTraining training = new RunTraining(console, console.out(), run.plan(), opened, plots);
    try (Vae vae = Vae.create(run.plan().model(), run.run().seed(), backend);
        RunFolder folder = RunFolder.open(run.folder(), true, run.config())) {
      return !training.run(vae, folder).history().stopped();
    }
  }

  /** Measures the model that is in the folder, so that it does not matter when it was trained. */
  private void measure(
      SweepRun run, Backend backend, Evaluation.Images images, Set<MetricGroup> metrics) {
    try (Vae vae = Vae.load(run.model(), backend)) {
      EvaluationResult found = evaluation.measure(vae, images, metrics);
      run.writeEvaluation(evaluation.document(run.model(), vae, run.run().setting().beta(), found));
    } catch (IOException e) {
      throw Failure.badFile(e);
    }
  }

  private SweepResults results(List<SweepRun> runs) {
    List<SweepResult> done = runs.stream().map(SweepRun::result).flatMap(Optional::stream).toList();
    return new SweepResults(plan, common(runs.get(runs.size() - 1).config()), done);
  }

  /** What a run's configuration says of all of them. */
  private static JsonObject common(JsonObject config) {
    JsonObject common = config.deepCopy();
    common.remove("seed");
    common.getAsJsonObject("training").remove("seed");
    common.getAsJsonObject("training").remove("kl_weight");
    common.getAsJsonObject("model").remove("latent");
    common.getAsJsonObject("model").remove("likelihood");
    return common;
  }

  private void write(List<SweepRun> runs, SweepReport report) {
    SweepResults results = results(runs);
    try {
      AtomicFiles.writeString(out.resolve("sweep.json"), Documents.print(results.json()));
      if (results.runs().isEmpty()) {
        return;
      }
      AtomicFiles.writeString(out.resolve("sweep.csv"), results.csv());
      AtomicFiles.writeString(out.resolve("sweep.md"), results.markdown());
      Map<SweepPlan.Setting, Path> models =
          runs.stream()
              .filter(run -> run.result().isPresent())
              .collect(
                  Collectors.toMap(
                      run -> run.run().setting(), SweepRun::model, (first, other) -> first));
      report.of(results, models).write(out.resolve("report.html"));
    } catch (IOException e) {
      throw Failure.unwritable(e);
    }
  }

  private static String duration(double seconds) {
    if (seconds < 99.5) {
      return String.format(Locale.ROOT, "%.0f s", seconds);
    }
    double minutes = seconds / 60;
    return minutes < 99.5
        ? String.format(Locale.ROOT, "%.0f min", minutes)
        : String.format(Locale.ROOT, "%.1f h", minutes / 60);
  }

  /**
   * The metrics that are possible, found out before the first is trained.
   *
   * @param backend computes
   * @param images all models are measured on
   * @param evaluation how
   * @param asked empty for all that can be in a quick look
   * @param bound whether the importance-weighted bound comes on top
   * @param known the answers so far, by the number of latents
   */
  private record Metrics(
      Backend backend,
      Evaluation.Images images,
      ModelEvaluation evaluation,
      Set<MetricGroup> asked,
      boolean bound,
      Map<Integer, Set<MetricGroup>> known) {
    Set<MetricGroup> of(TrainPlan plan) {
      return known.computeIfAbsent(plan.model().latent(), latents -> choose(plan));
    }

    private Set<MetricGroup> choose(TrainPlan plan) {
      Set<MetricGroup> chosen = EnumSet.noneOf(MetricGroup.class);
      try (Vae vae = Vae.create(plan.model(), plan.training().seed(), backend)) {
        chosen.addAll(asked.isEmpty() ? evaluation.possible(vae, images) : asked);
        if (bound) {
          chosen.add(MetricGroup.IWAE);
        }
        for (MetricGroup group : chosen) {
          group
              .unavailable(vae, images.train(), images.test(), images.factors())
              .ifPresent(
                  reason -> {
                    throw new IllegalArgumentException(reason);
                  });
        }
      }
      if (chosen.contains(MetricGroup.FID)) {
        // Whether its weights are there.
        FeatureNetwork.nameFor(images.test().name())
            .ifPresent(name -> FeatureNetwork.open(name, backend).close());
      }
      return chosen;
    }
  }
}
