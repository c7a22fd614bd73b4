package vae4j.train;

import com.google.gson.JsonObject;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import vae4j.MemoryNeed;
import vae4j.VaeConfig;
import vae4j.backend.AvailableMemory;
import vae4j.backend.Backend;
import vae4j.data.Binarization;
import vae4j.data.Checks;
import vae4j.data.ImageShape;
import vae4j.io.JsonFields;
import vae4j.io.MalformedModelException;
import vae4j.loss.ExtraTerm;
import vae4j.loss.KlWeight;

/**
 * Settings of a training. Start from {@link #defaults()} and change what differs.
 *
 * @param epochs passes over the training images, positive
 * @param batchSize images in a step, positive
 * @param learningRate α as training goes on
 * @param optimizer what α is for
 * @param beta weight of the KL as training goes on
 * @param binarization what is done to pixel values
 * @param extraTerms weights of loss terms beside the model's, by name: {@code total_correlation}
 * @param seed of shuffling and noise; the model's weights have their own
 */
public record TrainerConfig(
    int epochs,
    int batchSize,
    LearningRate learningRate,
    Optimizer optimizer,
    KlWeight beta,
    Binarization binarization,
    Map<String, Double> extraTerms,
    long seed) {
  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if epochs or batch size are not positive
   */
  public TrainerConfig {
    Checks.requirePositive("epochs", epochs);
    Checks.requirePositive("batch size", batchSize);
    extraTerms = Collections.unmodifiableMap(new TreeMap<>(extraTerms));
    extraTerms.forEach(
        (name, weight) -> {
          ExtraTerm.named(name);
          if (!Double.isFinite(weight)) {
            throw new IllegalArgumentException(
                "weight of " + name + " must be finite, was " + weight);
          }
        });
  }

  /** 10 epochs, batches of 100, Adam with 5·10⁻⁴, β = 1, seed 42. */
  public static TrainerConfig defaults() {
    return new TrainerConfig(
        10,
        100,
        LearningRate.constant(5e-4),
        Optimizer.adam(),
        KlWeight.constant(1),
        Binarization.NONE,
        Map.of(),
        42);
  }

  /**
   * The same with another number of epochs.
   *
   * @param value passes over the training images, positive
   * @return the settings
   */
  public TrainerConfig withEpochs(int value) {
    return new TrainerConfig(
        value, batchSize, learningRate, optimizer, beta, binarization, extraTerms, seed);
  }

  /**
   * The same with another batch size.
   *
   * @param value images in a step, positive
   * @return the settings
   */
  public TrainerConfig withBatchSize(int value) {
    return new TrainerConfig(
        epochs, value, learningRate, optimizer, beta, binarization, extraTerms, seed);
  }

  /**
   * The same with another learning rate.
   *
   * @param value α as training goes on
   * @return the settings
   */
  public TrainerConfig withLearningRate(LearningRate value) {
    return new TrainerConfig(
        epochs, batchSize, value, optimizer, beta, binarization, extraTerms, seed);
  }

  /**
   * The same with another optimiser.
   *
   * @param value the optimiser
   * @return the settings
   */
  public TrainerConfig withOptimizer(Optimizer value) {
    return new TrainerConfig(
        epochs, batchSize, learningRate, value, beta, binarization, extraTerms, seed);
  }

  /**
   * The same with another β.
   *
   * @param value as training goes on
   * @return the settings
   */
  public TrainerConfig withBeta(KlWeight value) {
    return new TrainerConfig(
        epochs, batchSize, learningRate, optimizer, value, binarization, extraTerms, seed);
  }

  /**
   * The same with another β, constant.
   *
   * @param value not negative
   * @return the settings
   */
  public TrainerConfig withBeta(double value) {
    return withBeta(KlWeight.constant(value));
  }

  /**
   * The same with other pixel values.
   *
   * @param value what is done to them
   * @return the settings
   */
  public TrainerConfig withBinarization(Binarization value) {
    return new TrainerConfig(
        epochs, batchSize, learningRate, optimizer, beta, value, extraTerms, seed);
  }

  /**
   * The same with a loss term beside the model's.
   *
   * @param name {@code total_correlation}
   * @param weight in the objective
   * @return the settings
   */
  public TrainerConfig withExtraTerm(String name, double weight) {
    Map<String, Double> terms = new TreeMap<>(extraTerms);
    terms.put(name, weight);
    return new TrainerConfig(
        epochs, batchSize, learningRate, optimizer, beta, binarization, terms, seed);
  }

  /**
   * The same with another seed.
   *
   * @param value of shuffling and noise
   * @return the settings
   */
  public TrainerConfig withSeed(long value) {
    return new TrainerConfig(
        epochs, batchSize, learningRate, optimizer, beta, binarization, extraTerms, value);
  }

  /**
   * Memory that a training with these settings needs at most, found before anything is allocated.
   *
   * @param model what is trained
   * @param backend computes
   * @param trainImages images to train on
   * @param testImages images to validate on, 0 for none
   * @return an upper estimate
   * @throws IllegalArgumentException if the model has too many parameters for any memory
   */
  public MemoryNeed memoryNeed(VaeConfig model, Backend backend, int trainImages, int testImages) {
    return MemoryNeed.ofTraining(
        model, backend, batchSize, optimizer.moments(), trainImages, testImages);
  }

  /**
   * The largest batch size, up to this one, whose training fits.
   *
   * @param model what is trained
   * @param backend computes
   * @param trainImages images to train on
   * @param testImages images to validate on, 0 for none
   * @param available how much memory there is
   * @return the size; 0 if not even batches of one image fit
   */
  public int fittingBatchSize(
      VaeConfig model,
      Backend backend,
      int trainImages,
      int testImages,
      AvailableMemory available) {
    int fits = 0;
    int tooLarge = batchSize + 1;
    while (tooLarge - fits > 1) {
      int size = fits + (tooLarge - fits) / 2;
      if (fits(withBatchSize(size), model, backend, trainImages, testImages, available)) {
        fits = size;
      } else {
        tooLarge = size;
      }
    }
    return fits;
  }

  private static boolean fits(
      TrainerConfig settings,
      VaeConfig model,
      Backend backend,
      int trainImages,
      int testImages,
      AvailableMemory available) {
    try {
      return settings.memoryNeed(model, backend, trainImages, testImages).fits(available);
    } catch (IllegalArgumentException e) {
      return false; // No memory is large enough.
    }
  }

  /**
   * The largest image, of the same proportions, whose training fits with this batch size.
   *
   * @param model what is trained
   * @param backend computes
   * @param trainImages images to train on
   * @param testImages images to validate on, 0 for none
   * @param available how much memory there is
   * @return its shape; empty if the model takes none that is small enough
   */
  public Optional<ImageShape> fittingShape(
      VaeConfig model,
      Backend backend,
      int trainImages,
      int testImages,
      AvailableMemory available) {
    ImageShape shape = model.input();
    for (int part = 2; part <= Math.min(shape.height(), shape.width()); part++) {
      ImageShape smaller =
          new ImageShape(shape.height() / part, shape.width() / part, shape.channels());
      VaeConfig config;
      try {
        config = model.withInput(smaller);
      } catch (IllegalArgumentException e) {
        return Optional.empty(); // Too small for the strides, and so are those after it.
      }
      if (fits(this, config, backend, trainImages, testImages, available)) {
        return Optional.of(smaller);
      }
    }
    return Optional.empty();
  }

  /** The settings as JSON: everything that a run is repeated from. */
  public JsonObject toJson() {
    return TrainerConfigCodec.write(this);
  }

  /**
   * Settings from JSON.
   *
   * @param json of {@link #toJson}
   * @return the settings
   * @throws MalformedModelException if a field is missing, unknown or out of range, or is a
   *     schedule or optimiser that is not the library's
   */
  public static TrainerConfig fromJson(JsonFields json) throws MalformedModelException {
    return TrainerConfigCodec.read(json);
  }
}
