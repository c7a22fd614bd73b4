package vae4j.train;

import java.util.Map;
import java.util.TreeMap;
import vae4j.Presets;
import vae4j.data.Binarization;
import vae4j.loss.BetaSchedule;

/**
 * How a model is trained. Start from {@link #defaults()} and change what differs.
 *
 * @param epochs passes over the training pictures, positive
 * @param batchSize pictures in a step, positive
 * @param learningRate α as training goes on
 * @param optimizer what α is for
 * @param beta weight of the divergence as training goes on
 * @param binarization what is done to pixel values
 * @param seed of shuffling and noise; the model's weights have their own
 */
public record TrainerConfig(
    int epochs,
    int batchSize,
    LearningRate learningRate,
    Optimizer optimizer,
    BetaSchedule beta,
    Binarization binarization,
    long seed) {
  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if epochs or batch size are not positive
   */
  public TrainerConfig {
    requirePositive("epochs", epochs);
    requirePositive("batch size", batchSize);
  }

  /** 10 epochs, batches of 100, Adam with 5·10⁻⁴, β = 1, seed 42. */
  public static TrainerConfig defaults() {
    return new TrainerConfig(
        10,
        100,
        LearningRate.constant(5e-4),
        Optimizer.adam(),
        BetaSchedule.constant(1),
        Binarization.NONE,
        42);
  }

  /**
   * How a preset is trained.
   *
   * @param preset the preset
   * @return its settings, with the default seed
   */
  public static TrainerConfig of(Presets.Preset preset) {
    return defaults()
        .withEpochs(preset.epochs())
        .withBatchSize(preset.batchSize())
        .withLearningRate(LearningRate.constant(preset.learningRate()))
        .withBeta(BetaSchedule.constant(preset.beta()));
  }

  /**
   * The same with another number of epochs.
   *
   * @param value passes over the training pictures, positive
   * @return the settings
   */
  public TrainerConfig withEpochs(int value) {
    return new TrainerConfig(value, batchSize, learningRate, optimizer, beta, binarization, seed);
  }

  /**
   * The same with another batch size.
   *
   * @param value pictures in a step, positive
   * @return the settings
   */
  public TrainerConfig withBatchSize(int value) {
    return new TrainerConfig(epochs, value, learningRate, optimizer, beta, binarization, seed);
  }

  /**
   * The same with another learning rate.
   *
   * @param value α as training goes on
   * @return the settings
   */
  public TrainerConfig withLearningRate(LearningRate value) {
    return new TrainerConfig(epochs, batchSize, value, optimizer, beta, binarization, seed);
  }

  /**
   * The same with another optimiser.
   *
   * @param value the optimiser
   * @return the settings
   */
  public TrainerConfig withOptimizer(Optimizer value) {
    return new TrainerConfig(epochs, batchSize, learningRate, value, beta, binarization, seed);
  }

  /**
   * The same with another β.
   *
   * @param value as training goes on
   * @return the settings
   */
  public TrainerConfig withBeta(BetaSchedule value) {
    return new TrainerConfig(epochs, batchSize, learningRate, optimizer, value, binarization, seed);
  }

  /**
   * The same with another β, constant.
   *
   * @param value not negative
   * @return the settings
   */
  public TrainerConfig withBeta(double value) {
    return withBeta(BetaSchedule.constant(value));
  }

  /**
   * The same with other pixel values.
   *
   * @param value what is done to them
   * @return the settings
   */
  public TrainerConfig withBinarization(Binarization value) {
    return new TrainerConfig(epochs, batchSize, learningRate, optimizer, beta, value, seed);
  }

  /**
   * The same with another seed.
   *
   * @param value of shuffling and noise
   * @return the settings
   */
  public TrainerConfig withSeed(long value) {
    return new TrainerConfig(epochs, batchSize, learningRate, optimizer, beta, binarization, value);
  }

  /** The settings by name, for a model's provenance. */
  public Map<String, String> settings() {
    return new TreeMap<>(
        Map.of(
            "epochs", Integer.toString(epochs),
            "batchSize", Integer.toString(batchSize),
            "learningRate", learningRate.toString(),
            "optimizer", optimizer.toString(),
            "beta", beta.toString(),
            "binarization", binarization.toString()));
  }

  private static void requirePositive(String name, int value) {
    if (value <= 0) {
      throw new IllegalArgumentException(name + " must be positive, was " + value);
    }
  }
}
