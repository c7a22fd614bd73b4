package vae4j.cli.run;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import vae4j.cli.console.Console;
import vae4j.cli.console.LossText;
import vae4j.cli.console.ProgressDisplay;
import vae4j.loss.LossTerms;
import vae4j.train.Decision;
import vae4j.train.EpochMetrics;
import vae4j.train.TrainPlan;
import vae4j.train.Training;
import vae4j.train.TrainingHistory;
import vae4j.train.TrainingListener;

/** Tells how training goes, keeps its numbers, and saves the model after each epoch. */
public final class EpochReport implements TrainingListener, AutoCloseable {
  /** Time between printed lines where there is no terminal. */
  private static final long LINE_NANOS = 15_000_000_000L;

  private final Console console;
  private final PrintStream report;
  private final TrainPlan plan;
  private final RunFolder folder;
  private final List<EpochMetrics> lines = new ArrayList<>();
  private ProgressDisplay bar = ProgressDisplay.NONE;
  private long lastLine = System.nanoTime();

  public EpochReport(Console console, PrintStream report, TrainPlan plan, RunFolder folder) {
    this.console = console;
    this.report = report;
    this.plan = plan;
    this.folder = folder;
  }

  @Override
  public Decision onStep(Training training, Step step, LossTerms loss) {
    String task = "epoch " + step.epoch() + "/" + step.epochs();
    String note = String.format(Locale.ROOT, "objective %.1f", loss.objective());
    if (console.interactive()) {
      if (bar == ProgressDisplay.NONE) {
        bar = console.progress(task, "steps", step.batches());
      }
      bar.to(step.batch(), note);
    } else if (System.nanoTime() - lastLine > LINE_NANOS) {
      lastLine = System.nanoTime();
      console.notice(task + "  step " + step.batch() + "/" + step.batches() + "  " + note);
    }
    return Decision.CONTINUE;
  }

  @Override
  public Decision onEpoch(Training training, EpochMetrics metrics) {
    close();
    boolean trained = metrics.split() == EpochMetrics.Split.TRAIN;
    String split = trained ? "train" : "test ";
    report.printf(
        Locale.ROOT,
        "epoch %d/%d  %s  %s  %,.0f images/s%n",
        metrics.epoch(),
        plan.training().epochs(),
        split,
        LossText.nats(metrics.loss()),
        metrics.imagesPerSecond());
    if (plan.inGdlUnits()) {
      report.printf(
          "            %s  in GDL units: %s%n",
          split, LossText.gdl(metrics.loss(), plan.model().input()));
    }
    lines.add(metrics);
    folder.addMetrics(metrics.toJson());
    lastLine = System.nanoTime();
    return Decision.CONTINUE;
  }

  @Override
  public Decision onEpochEnd(Training training, int epoch) {
    folder.save(training.vae());
    return Decision.CONTINUE;
  }

  /** The history so far, of a training that did not end. */
  public TrainingHistory history() {
    return new TrainingHistory(lines, true);
  }

  /** Takes the progress bar away. */
  @Override
  public void close() {
    bar.close();
    bar = ProgressDisplay.NONE;
  }
}
