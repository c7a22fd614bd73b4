package vae4j.examples;

import java.io.IOException;
import java.util.List;
import vae4j.backend.Backend;
import vae4j.backend.BackendOptions;
import vae4j.backend.Backends;
import vae4j.data.Binarization;
import vae4j.data.ImageDataset;
import vae4j.datasets.FashionMnist;
import vae4j.eval.Evaluation;
import vae4j.eval.latent.LatentMetrics;
import vae4j.eval.likelihood.ElboMetrics;
import vae4j.eval.metric.EvaluationImages;
import vae4j.sweep.Axis;
import vae4j.sweep.MemoryRunner;
import vae4j.sweep.Sweep;
import vae4j.sweep.SweepPlan;
import vae4j.sweep.SweepResult;
import vae4j.sweep.SweepResults;
import vae4j.train.TrainSettings;

/** Compares values of β: trains a VAE with each of them and two seeds, and prints a table. */
public final class CompareBetas {
  private CompareBetas() {}

  /**
   * Compares β = 1 and 4 on Fashion-MNIST.
   *
   * @param args not used
   * @throws IOException if the images cannot be read
   */
  public static void main(String[] args) throws IOException {
    TrainSettings settings = TrainSettings.none().with("latent", 16).with("epochs", 5);
    System.out.print(run(FashionMnist.train(), FashionMnist.test(), settings).markdown());
  }

  /**
   * Trains and measures four models.
   *
   * @param train images to train on
   * @param test images to measure on
   * @param settings of all models
   * @return means and standard deviations over the seeds
   */
  static SweepResults run(ImageDataset train, ImageDataset test, TrainSettings settings) {
    SweepPlan plan = new SweepPlan(List.of(Axis.of("beta", "1,4")), 2);
    Evaluation evaluation =
        new Evaluation(List.of(new ElboMetrics(), new LatentMetrics()), Binarization.NONE, 42);
    try (Backend backend = Backends.open("auto", BackendOptions.defaults())) {
      MemoryRunner runner =
          new MemoryRunner(backend, new EvaluationImages(train, test, null), settings, evaluation);
      List<SweepResult> results = new Sweep(plan, runner, Sweep.Listener.SILENT).run();
      return new SweepResults(plan, results);
    }
  }
}
