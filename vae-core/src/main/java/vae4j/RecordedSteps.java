package vae4j;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import vae4j.backend.Recording;
import vae4j.backend.Storage;
import vae4j.data.Batch;
import vae4j.graph.Plan;
import vae4j.graph.parameter.Weights;
import vae4j.loss.LossTerms;

/**
 * The whole training step of one batch size, update included, recorded on a GPU. Steps are queued,
 * and their losses come back later and in order. It belongs to a {@link TrainingSession} and is
 * used by the same thread.
 */
public final class RecordedSteps implements AutoCloseable {
  private final VaeConfig config;
  private final Weights weights;
  private final Plan plan;
  private final Recording recording;
  private final @Nullable Storage indices;
  private final Deque<Map<String, Double>> termWeights = new ArrayDeque<>();

  RecordedSteps(
      VaeConfig config,
      Weights weights,
      Plan plan,
      Recording recording,
      @Nullable Storage indices) {
    this.config = config;
    this.weights = weights;
    this.plan = plan;
    this.recording = recording;
    this.indices = indices;
  }

  /** Kernels and copies of a step. */
  public long kernels() {
    return recording.kernels();
  }

  /** Images N of each step. */
  public int batchSize() {
    return plan.batch();
  }

  /**
   * Queues a step on images of the table that it was recorded with.
   *
   * @param images [N], their indices in the data set
   * @param labels [N], the classes of a conditional model; others ignore them
   * @param noise source of ε
   * @param weightsOfTerms by term; 1 for those that are not named
   * @return the losses of steps that have come in, oldest first
   * @throws IllegalArgumentException if a label is no class of the model
   */
  public List<LossTerms> run(
      int[] images, int[] labels, Noise noise, Map<String, Double> weightsOfTerms) {
    float[] numbers = new float[images.length];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = images[i];
    }
    return run(numbers, labels, noise, weightsOfTerms);
  }

  /**
   * Queues a step on images that are copied to the device.
   *
   * @param batch N images
   * @param noise source of ε
   * @param weightsOfTerms by term; 1 for those that are not named
   * @return the losses of steps that have come in, oldest first
   * @throws IllegalArgumentException if a label is no class of the model
   */
  public List<LossTerms> run(Batch batch, Noise noise, Map<String, Double> weightsOfTerms) {
    return run(batch.images().data().asFloat(), batch.labels(), noise, weightsOfTerms);
  }

  private List<LossTerms> run(
      float[] images, int[] labels, Noise noise, Map<String, Double> weightsOfTerms) {
    List<float[]> feeds = new ArrayList<>();
    feeds.add(images);
    if (config.classes() > 0) {
      Conditioned.requireClasses(config, labels);
      feeds.add(Session.oneHot(config, labels, 0, labels.length));
    }
    if (config.variational()) {
      feeds.add(noise.of(0, plan.batch(), config.latent()));
    }
    plan.weigh(plan.batch(), weightsOfTerms);
    termWeights.add(weightsOfTerms);
    List<LossTerms> losses = new ArrayList<>();
    weights.update(store -> losses.addAll(terms(recording.run(feeds.toArray(float[][]::new)))));
    return losses;
  }

  /**
   * Waits for all steps.
   *
   * @return the losses that had not come in yet, oldest first
   */
  public List<LossTerms> finish() {
    List<LossTerms> losses = new ArrayList<>();
    weights.update(store -> losses.addAll(terms(recording.finish())));
    return losses;
  }

  private List<LossTerms> terms(List<double[][]> results) {
    List<LossTerms> losses = new ArrayList<>();
    for (double[][] ofStep : results) {
      Map<String, Double> values = new LinkedHashMap<>();
      int i = 0;
      for (String name : plan.losses().keySet()) {
        values.put(name, Plan.mean(ofStep[i++]));
      }
      losses.add(new LossTerms(values, termWeights.remove()));
    }
    return losses;
  }

  /** Frees the recording; steps that were not waited for may be left out. */
  @Override
  public void close() {
    recording.close();
    if (indices != null) {
      indices.close();
    }
  }
}
