package vae4j.graph;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import vae4j.backend.Backend;
import vae4j.backend.Recording;
import vae4j.backend.Scalar;
import vae4j.backend.Storage;
import vae4j.backend.kernel.MemoryUse;
import vae4j.graph.parameter.Parameter;
import vae4j.graph.parameter.ParameterStore;
import vae4j.graph.parameter.Weights;

/**
 * A part of a graph made ready for one batch size on one backend. All memory is allocated here; a
 * run allocates none. A plan is used by one thread at a time; the weights may be shared.
 *
 * <p>The weights are bound when the plan is made, the vectors of the gradients at each {@link
 * #forward(int, ParameterStore)}.
 */
public final class Plan implements AutoCloseable {
  /** Inference that is run more often is recorded, by backends that can. */
  private static final int RUNS_BEFORE_RECORDING = 2;

  private final PlanLayout layout;
  private final Graph graph;
  private final int batch;
  private final Backend backend;
  private final Weights weights;
  private final List<Storage> slots = new ArrayList<>();
  private final List<Step> steps = new ArrayList<>();
  private final Map<String, Storage> values = new HashMap<>();
  private final Map<String, Storage> losses = new LinkedHashMap<>();
  private final List<Scalar> scalars = new ArrayList<>();
  private final boolean training;
  private long version = -1;
  private @Nullable Recording recording;
  private int plainRuns;
  private int stepImages;
  private double gradientScale = 1;
  private @Nullable ParameterStore bound;

  /** An op and its arrays. */
  private record Step(
      Node node, OpKernel kernel, Operands operands, boolean backward, List<Addition> additions) {}

  /** The gradient of a value that several ops take. */
  private record Addition(Storage source, Storage target) {}

  /**
   * Makes a plan.
   *
   * @param graph the graph
   * @param spec which part of it
   * @param batch images N, at least 1
   * @param backend computes
   * @param weights of the graph, not this plan's to close
   * @throws IllegalArgumentException if a value that is needed is not given
   */
  public Plan(Graph graph, PlanSpec spec, int batch, Backend backend, Weights weights) {
    this.graph = graph;
    this.batch = batch;
    this.backend = backend;
    this.weights = weights;
    this.training = spec.mode() == Mode.TRAIN;
    this.layout = new PlanLayout(graph, spec, batch);
    for (PlanLayout.Slot slot : layout.slots) {
      slots.add(
          slot.activations
              ? backend.allocateActivations(slot.length)
              : backend.allocate(slot.length));
    }
    for (int i = 0; i < layout.nodes.size(); i++) {
      steps.add(step(i, spec.mode()));
    }
    for (String name : spec.feeds()) {
      values.put(name, value(graph.value(name).buffer()));
    }
    for (String name : spec.fetches()) {
      values.put(name, value(graph.value(name).buffer()));
    }
  }

  /**
   * Memory of a plan, found without making it.
   *
   * @param graph the graph
   * @param spec which part of it
   * @param batch images N, at least 1
   * @param backend computes
   * @param numberBytes of a number in {@link Backend#allocate}'s memory
   * @return an upper estimate
   */
  public static MemoryUse memory(
      Graph graph, PlanSpec spec, int batch, Backend backend, int numberBytes) {
    return new PlanLayout(graph, spec, batch).memory(backend, numberBytes);
  }

  private Step step(int index, Mode mode) {
    Node node = layout.nodes.get(index);
    Op op = node.op();
    Operands operands =
        new Operands(
            node.inputs().size(),
            node.outputs().size(),
            node.parameters().size(),
            op.terms().size());
    for (int i = 0; i < node.inputs().size(); i++) {
      operands.setInput(i, value(node.inputs().get(i).buffer()));
    }
    for (int i = 0; i < node.outputs().size(); i++) {
      operands.setOutput(i, value(node.outputs().get(i).buffer()));
    }
    for (int i = 0; i < node.parameters().size(); i++) {
      operands.setParameter(i, weights.store().of(node.parameters().get(i)));
    }
    for (int i = 0; i < op.terms().size(); i++) {
      Term term = op.terms().get(i);
      Storage loss = backend.allocate(term.perBatch() ? 1 : batch);
      losses.put(term.name(), loss);
      operands.setLoss(i, loss);
      Scalar weight = backend.scalar();
      scalars.add(weight);
      operands.setWeight(i, weight);
    }
    boolean backward = mode == Mode.TRAIN && layout.backward.get(index);
    if (backward && layout.early.get(index)) {
      operands.setEarly();
    }
    List<Addition> additions = backward ? gradients(index, node, operands) : List.of();
    OpKernel kernel = op.kernel(backend, node.inputShapes(), batch, mode);
    return new Step(node, kernel, operands, backward, additions);
  }

  private List<Addition> gradients(int index, Node node, Operands operands) {
    List<Addition> additions = new ArrayList<>();
    for (int i = 0; i < node.inputs().size(); i++) {
      int slot = layout.inputGradients.get(index)[i];
      if (slot != PlanLayout.NONE) {
        int buffer = node.inputs().get(i).buffer();
        Storage own = part(slot, size(buffer));
        operands.setInputGradient(i, own);
        if (layout.added.get(index)[i]) {
          additions.add(new Addition(own, part(layout.gradients[buffer], own.length())));
        }
      }
    }
    for (int i = 0; i < node.outputs().size(); i++) {
      int buffer = node.outputs().get(i).buffer();
      if (layout.gradients[buffer] != PlanLayout.NONE) {
        operands.setOutputGradient(i, part(layout.gradients[buffer], size(buffer)));
      }
    }
    return additions;
  }

  private long size(int buffer) {
    return graph.size(buffer) * batch;
  }

  private Storage value(int buffer) {
    return part(layout.values[buffer], size(buffer));
  }

  private Storage part(int slot, long length) {
    Storage whole = slots.get(slot);
    return whole.length() == length ? whole : whole.slice(0, length);
  }

  /** Images N. */
  public int batch() {
    return batch;
  }

  /**
   * A value that is given or wanted, to be written before {@link #forward} or read after it.
   *
   * @param name among the plan's feeds and fetches
   * @return [N, shape], this plan's memory, valid until the next run
   */
  public Storage value(String name) {
    Storage value = values.get(name);
    if (value == null) {
      throw new IllegalArgumentException(
          "value must be one of " + values.keySet() + ", was " + name);
    }
    return value;
  }

  /** Computes the wanted values and loss terms from the given values. */
  public void forward() {
    if (training || version != weights.version()) {
      version = weights.version();
      steps.forEach(step -> step.kernel.weightsChanged());
    }
    if (recording != null) {
      recording.run();
      return;
    }
    launch();
    if (!training && ++plainRuns == RUNS_BEFORE_RECORDING && recordable()) {
      recording = backend.record(Recording.Ends.NONE, this::launch);
    }
  }

  private void launch() {
    for (Step step : steps) {
      step.kernel.forward(step.operands);
    }
  }

  /**
   * As {@link #forward()}, to be followed by {@link #backward}. What statistics have measured is in
   * the gradients already.
   *
   * @param images of the whole step of which this batch is a part
   * @param target where the gradients of {@link #backward} go; may be another at each call
   */
  public void forward(int images, ParameterStore target) {
    bind(target);
    weigh(images, Map.of());
    forward();
  }

  /**
   * Sets the weights of the terms, which the passes of a recorded step find in {@link #scalars}.
   *
   * @param images of the whole step of which this batch is a part
   * @param termWeights by term; 1 for those that are not named
   */
  public void weigh(int images, Map<String, Double> termWeights) {
    stepImages = images;
    gradientScale = backend.gradientScale(images);
    steps.forEach(step -> weigh(step, termWeights));
  }

  /** The weights of the terms: all that changes between runs beside the values and parameters. */
  public List<Scalar> scalars() {
    return Collections.unmodifiableList(scalars);
  }

  /** The loss terms of the last {@link #forward}: nats per image [N], or [1] of one per batch. */
  public Map<String, Storage> losses() {
    return Collections.unmodifiableMap(losses);
  }

  /** Whether all of it runs in the backend's kernels, so that the backend can record it. */
  public boolean recordable() {
    return steps.stream().noneMatch(step -> step.kernel instanceof HostKernel);
  }

  /**
   * The loss terms of the last {@link #forward}, each in nats: the mean over the images of the
   * batch, or the one number of a term per batch.
   */
  public Map<String, Double> terms() {
    Map<String, Double> means = new LinkedHashMap<>();
    losses.forEach((name, values) -> means.put(name, mean(values.toDoubles())));
    return Collections.unmodifiableMap(means);
  }

  /**
   * A loss term of the last {@link #forward}.
   *
   * @param name of the term
   * @return nats per image [N], or [1] of a term per batch
   */
  public double[] term(String name) {
    Storage values = losses.get(name);
    if (values == null) {
      throw new IllegalArgumentException(
          "term must be one of " + losses.keySet() + ", was " + name);
    }
    return values.toDoubles();
  }

  /**
   * The mean of a loss term.
   *
   * @param values of the term
   */
  public static double mean(double... values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum / values.length;
  }

  /**
   * The gradient of Σ weight · term after {@link #forward(int, ParameterStore)}, where a term per
   * image is summed over the batch and divided by the images of the step.
   *
   * @param termWeights by term; 1 for those that are not named
   */
  public void backward(Map<String, Double> termWeights) {
    for (int i = steps.size() - 1; i >= 0; i--) {
      Step step = steps.get(i);
      if (step.backward) {
        weigh(step, termWeights);
        step.kernel.backward(step.operands);
        for (Addition addition : step.additions) {
          backend.add(addition.source, addition.target);
        }
      }
    }
    if (gradientScale != 1 && bound != null) {
      backend.scale(bound.group(Parameter.MODEL), 1 / gradientScale);
    }
  }

  private void weigh(Step step, Map<String, Double> termWeights) {
    List<Term> terms = step.node.op().terms();
    for (int i = 0; i < terms.size(); i++) {
      Term term = terms.get(i);
      double share = (term.perBatch() ? 1 : 1.0 / stepImages) * gradientScale;
      step.operands.setGradientScale(gradientScale);
      step.operands.weight(i).set(termWeights.getOrDefault(term.name(), 1.0) * share);
    }
  }

  /** From here on gradients go to these vectors. */
  private void bind(ParameterStore gradients) {
    if (bound == gradients) {
      return;
    }
    bound = gradients;
    for (Step step : steps) {
      List<Parameter> parameters = step.node.parameters();
      for (int i = 0; i < parameters.size(); i++) {
        step.operands.setParameterGradient(i, gradients.of(parameters.get(i)));
      }
    }
  }

  /** Frees kernels and memory. */
  @Override
  public void close() {
    if (recording != null) {
      recording.close();
    }
    steps.forEach(step -> step.kernel.close());
    slots.forEach(Storage::close);
    losses.values().forEach(Storage::close);
    scalars.forEach(Scalar::close);
  }

  /** The graph that this runs a part of. */
  public Graph graph() {
    return graph;
  }
}
