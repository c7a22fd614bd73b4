package vae4j.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.nd4j.linalg.api.ndarray.INDArray;
import vae4j.Noise;
import vae4j.TrainingSession;
import vae4j.Vae;
import vae4j.backend.Backend;
import vae4j.backend.Storage;
import vae4j.data.ArrayRows;
import vae4j.data.Batch;
import vae4j.graph.parameter.ParameterStore;
import vae4j.loss.ExtraTerm;
import vae4j.loss.LossMean;
import vae4j.loss.LossTerms;

/**
 * A model and copies of it on further devices, which share each batch: every one computes the
 * gradient of its part, the parts are added up on the first, and the first's new weights are copied
 * to the others. So a step is the same as on one device but for the order of sums (Goyal et al.
 * 2017, "Accurate, Large Minibatch SGD", section 4).
 */
final class Replicas implements GradientReducer, AutoCloseable {
  private final Vae model;
  private final TrainingSession session;
  private final List<Copy> copies = new ArrayList<>();

  /** Those that had a part of the last batch, the first one included. */
  private int busy;

  /** A copy of the model, and memory on the first device for its gradients. */
  private record Copy(Vae vae, TrainingSession session, ParameterStore received) {
    void close() {
      received.close();
      session.close();
      vae.close();
    }
  }

  /**
   * Makes the copies.
   *
   * @param model on the first device
   * @param session of the model
   * @param others the further devices, one copy on each
   * @param extraTerms of the session
   * @throws IllegalArgumentException if an image's output depends on the others of its batch
   */
  Replicas(Vae model, TrainingSession session, List<Backend> others, ExtraTerm... extraTerms) {
    if (!others.isEmpty() && session.graph().acrossBatch()) {
      throw new IllegalArgumentException(
          "a model with an op across the batch cannot be trained on several devices");
    }
    this.model = model;
    this.session = session;
    try {
      for (Backend backend : others) {
        Vae vae = Vae.create(model.config(), 0, backend);
        copies.add(
            new Copy(
                vae,
                vae.trainingSession(extraTerms),
                new ParameterStore(session.graph().layout(), model.backend())));
      }
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  /** Copies the model's weights to the others. */
  void spread() {
    model.readParameters(
        weights -> {
          for (Copy copy : copies) {
            copy.vae.updateParameters(
                target ->
                    weights
                        .groups()
                        .forEach(
                            (group, values) ->
                                copy.vae
                                    .backend()
                                    .copyFrom(model.backend(), values, target.group(group))));
          }
        });
  }

  /**
   * The mean loss of a batch, and of each part of it the gradient on its device.
   *
   * @param batch images of the model's shape
   * @param noise source of ε
   * @param termWeights chosen from the terms of the first part
   */
  LossTerms lossAndGradients(
      Batch batch, Noise noise, UnaryOperator<Map<String, Double>> termWeights) {
    int count = batch.size();
    int parts = Math.min(count, 1 + copies.size());
    busy = parts;
    int[] bounds = new int[parts + 1];
    for (int i = 0; i <= parts; i++) {
      bounds[i] = (int) ((long) count * i / parts);
    }
    try (ArrayRows rows = new ArrayRows(batch.images())) {
      for (int i = 0; i < parts; i++) {
        INDArray part = rows.get(bounds[i], bounds[i + 1]);
        int[] labels = Arrays.copyOfRange(batch.labels(), bounds[i], bounds[i + 1]);
        session(i).forward(part, labels, noise, bounds[i], count);
      }
    }
    Map<String, Double> chosen = termWeights.apply(session.terms());
    for (int i = 0; i < parts; i++) {
      session(i).backward(chosen);
    }
    LossMean mean = new LossMean();
    for (int i = 0; i < parts; i++) {
      mean.add(new LossTerms(session(i).terms(), chosen), bounds[i + 1] - bounds[i]);
    }
    return mean.mean();
  }

  private TrainingSession session(int index) {
    return index == 0 ? session : copies.get(index - 1).session;
  }

  /** Adds the gradients of the others to the first's, and brings statistics up to date. */
  @Override
  public boolean reduce(Backend backend, Storage gradient, long step) {
    for (int i = 1; i < busy; i++) {
      Copy copy = copies.get(i - 1);
      copy.session
          .gradients()
          .groups()
          .forEach(
              (group, values) -> {
                Storage received = copy.received.group(group);
                backend.copyFrom(copy.vae.backend(), values, received);
                backend.add(received, session.gradients().group(group));
              });
    }
    return true;
  }

  @Override
  public void close() {
    copies.forEach(Copy::close);
  }
}
