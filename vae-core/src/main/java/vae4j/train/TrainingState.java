package vae4j.train;

import com.google.gson.JsonObject;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import vae4j.Vae;
import vae4j.backend.Storage;
import vae4j.graph.parameter.Parameter;
import vae4j.graph.parameter.ParameterStore;

/**
 * A training between two steps: with the settings and the data, all that it depends on. Random
 * numbers are keyed by seed, purpose, epoch and place, and need no state.
 *
 * @param step steps done
 * @param epoch the epoch under way, from 0
 * @param position images of that epoch that are done
 * @param klWeight state of the schedule
 * @param tensors {@code weights/NAME} for each parameter, {@code optimizer/NAME} for each of the
 *     optimiser's vectors
 */
public record TrainingState(
    long step, int epoch, int position, JsonObject klWeight, Map<String, float[]> tensors) {
  private static final String WEIGHTS = "weights/";
  private static final String OPTIMIZER = "optimizer/";

  /** Copies map and document, not the arrays. */
  public TrainingState {
    klWeight = klWeight.deepCopy();
    tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
  }

  /** Reads a state from the backend. */
  static TrainingState of(
      Vae vae, Optimizer.State optimizer, long step, int epoch, int position, JsonObject klWeight) {
    Map<String, float[]> tensors = new LinkedHashMap<>();
    vae.readParameters(
        store -> {
          for (Parameter parameter : vae.parameterLayout()) {
            tensors.put(WEIGHTS + parameter.name(), values(store.of(parameter)));
          }
        });
    optimizer.vectors().forEach((name, vector) -> tensors.put(OPTIMIZER + name, values(vector)));
    return new TrainingState(step, epoch, position, klWeight, tensors);
  }

  private static float[] values(Storage storage) {
    float[] values = new float[Math.toIntExact(storage.length())];
    storage.read(values, 0);
    return values;
  }

  /** Writes the state to the backend. */
  void restore(Vae vae, Optimizer.State optimizer) {
    for (Parameter parameter : vae.parameterLayout()) {
      require(WEIGHTS + parameter.name(), parameter.length());
    }
    optimizer.vectors().forEach((name, vector) -> require(OPTIMIZER + name, vector.length()));
    vae.updateParameters(store -> write(vae, store));
    optimizer
        .vectors()
        .forEach(
            (name, vector) -> vector.write(Objects.requireNonNull(tensors.get(OPTIMIZER + name))));
    optimizer.restore(step);
  }

  private void write(Vae vae, ParameterStore store) {
    for (Parameter parameter : vae.parameterLayout()) {
      store.of(parameter).write(Objects.requireNonNull(tensors.get(WEIGHTS + parameter.name())));
    }
  }

  private void require(String name, long length) {
    float[] values = tensors.get(name);
    if (values == null || values.length != length) {
      throw new IllegalArgumentException(
          "training state must have "
              + length
              + " numbers of "
              + name
              + ", had "
              + (values == null ? "none" : values.length));
    }
  }
}
