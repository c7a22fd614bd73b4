package vae4j.examples;

import java.io.IOException;
import java.util.Locale;
import vae4j.Vae;
import vae4j.data.ImageDataset;
import vae4j.datasets.FashionMnist;
import vae4j.eval.EvaluationReport;
import vae4j.eval.Evaluator;
import vae4j.loss.LossTerms;
import vae4j.train.Decision;
import vae4j.train.EpochMetrics;
import vae4j.train.Presets;
import vae4j.train.Trainer;
import vae4j.train.Training;
import vae4j.train.TrainingHistory;
import vae4j.train.TrainingListener;

/**
 * The variational autoencoder of Foster 2023, "Generative Deep Learning", 2nd edition, chapter 3,
 * as the preset {@code gdl-vae}: trained on Fashion-MNIST, measured on the images it never saw.
 *
 * <p>The book's loss is 500 times the mean binary cross-entropy over 1024 pixels, plus the KL. Here
 * every loss is in nats per image, which makes that β = 1024/500; times 500/1024 the objective is
 * the book's loss again.
 */
public final class FashionMnistExample {
  private FashionMnistExample() {}

  /**
   * The result.
   *
   * @param parameters how many the model has
   * @param history each epoch's losses
   * @param test the losses on the whole test set, after training
   */
  public record Result(long parameters, TrainingHistory history, EvaluationReport test) {
    /** The last epoch's running mean while training, in the book's units. */
    public double lossOfTheBook() {
      LossTerms loss = history.last(EpochMetrics.Split.TRAIN).orElseThrow().loss();
      return loss.objective() / Presets.GDL_BETA;
    }
  }

  /**
   * Trains and measures.
   *
   * @param train images [32, 32, 1] to train on
   * @param test images [32, 32, 1] to measure on
   * @param epochs passes over the training images; the book's model has 5
   * @return what came out
   */
  public static Result run(ImageDataset train, ImageDataset test, int epochs) {
    Presets.Preset preset = Presets.named("gdl-vae");
    TrainingListener printer =
        new TrainingListener() {
          @Override
          public Decision onEpoch(Training training, EpochMetrics metrics) {
            System.out.printf(
                Locale.ROOT,
                "epoch %d %s: reconstruction %.2f, kl %.2f, %.0f images/s%n",
                metrics.epoch(),
                metrics.split(),
                metrics.loss().reconstruction(),
                metrics.loss().kl(),
                metrics.imagesPerSecond());
            return Decision.CONTINUE;
          }
        };
    try (Vae vae = Vae.create(preset.config(), 42)) {
      Trainer trainer = new Trainer(preset.training().withEpochs(epochs), printer);
      TrainingHistory history = trainer.fit(vae, train, test);
      EvaluationReport report =
          Evaluator.defaults().evaluate(vae, test, preset.training().beta().last());
      return new Result(vae.parameterCount(), history, report);
    }
  }

  /**
   * The book's 5 epochs on the whole set.
   *
   * @param args none
   * @throws IOException if Fashion-MNIST can neither be found nor downloaded
   */
  public static void main(String[] args) throws IOException {
    Result result = run(FashionMnist.train(), FashionMnist.test(), 5);
    System.out.println(result.test());
    System.out.printf(Locale.ROOT, "loss in the book's units: %.2f%n", result.lossOfTheBook());
  }
}
