package vae4j.examples;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import org.nd4j.linalg.api.ndarray.INDArray;
import vae4j.Provenance;
import vae4j.Vae;
import vae4j.VaeConfig;
import vae4j.data.ImageDataset;
import vae4j.datasets.FashionMnist;
import vae4j.eval.features.FeatureNetwork;
import vae4j.latent.GaussianMixture;
import vae4j.train.LearningRate;
import vae4j.train.Trainer;
import vae4j.train.TrainerConfig;

/**
 * Samples images of a class from a conditional VAE, and asks a classifier which class they show.
 */
public final class ConditionalSamples {
  private static final int CLASSES = 10;

  private ConditionalSamples() {}

  /**
   * Trains a conditional VAE on Fashion-MNIST, or loads one, and prints how often the classifier
   * finds the class that was asked for.
   *
   * @param args a model file, or nothing
   * @throws IOException if data or model cannot be read
   */
  public static void main(String[] args) throws IOException {
    if (args.length == 0) {
      double share = run(FashionMnist.train(), 5, 100);
      System.out.printf(Locale.ROOT, "class found in %.1f %% of samples%n", 100 * share);
      return;
    }
    try (Vae vae = Vae.load(Path.of(args[0]))) {
      for (double temperature : new double[] {1, 0.8, 0.6}) {
        System.out.printf(
            Locale.ROOT,
            "temperature %.1f: class found in %.1f %% of samples%n",
            temperature,
            100 * share(vae, 1000, temperature));
      }
    }
  }

  /**
   * Trains and samples.
   *
   * @param train labelled images of 10 classes, 32×32×1
   * @param epochs of the training
   * @param perClass samples of each class
   * @return the share of samples whose class the classifier finds, in [0, 1]
   */
  static double run(ImageDataset train, int epochs, int perClass) {
    VaeConfig config =
        VaeConfig.conv(train.shape())
            .conditional(CLASSES)
            .prior(new GaussianMixture(50))
            .latent(16)
            .build();
    // The larger weight of the KL brings the latents of each class nearer to its prior.
    TrainerConfig training =
        TrainerConfig.defaults()
            .withEpochs(epochs)
            .withBatchSize(50)
            .withLearningRate(LearningRate.cosine(0.002))
            .withBeta(2);
    try (Vae vae = Vae.create(config, 42)) {
      new Trainer(training).fit(vae, train);
      return share(vae, perClass, 1);
    }
  }

  /**
   * Samples from a model.
   *
   * @param vae conditional, trained on Fashion-MNIST or MNIST
   * @param perClass samples of each class
   * @param temperature of the samples, 1 for the prior itself
   * @return the share of samples whose class the classifier finds, in [0, 1]
   */
  static double share(Vae vae, int perClass, double temperature) {
    int found = 0;
    Provenance provenance = Objects.requireNonNull(vae.provenance(), "the model is not trained");
    String network =
        FeatureNetwork.nameFor(provenance.dataset())
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "no classifier is known for images of " + provenance.dataset()));
    try (FeatureNetwork classifier = FeatureNetwork.open(network, vae.backend())) {
      for (int label = 0; label < CLASSES; label++) {
        try (INDArray images = vae.given(label).sample(perClass, label, temperature)) {
          for (float[] logits : classifier.look(images).logits()) {
            found += argmax(logits) == label ? 1 : 0;
          }
        }
      }
    }
    return found / (double) (CLASSES * perClass);
  }

  private static int argmax(float[] values) {
    int best = 0;
    for (int i = 1; i < values.length; i++) {
      best = values[i] > values[best] ? i : best;
    }
    return best;
  }
}
