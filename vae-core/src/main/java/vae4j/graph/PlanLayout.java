package vae4j.graph;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import vae4j.backend.Backend;
import vae4j.backend.kernel.KernelMemory;
import vae4j.backend.kernel.KernelMemory.Gradients;
import vae4j.backend.kernel.MemoryUse;
import vae4j.graph.parameter.Parameter;

/**
 * The order of a plan's ops and the memory of its values, found from shapes alone. Values share
 * memory where their lifetimes do not meet: activations in inference, gradients in training.
 */
final class PlanLayout {
  /** A buffer that has no memory. */
  static final int NONE = -1;

  private final Graph graph;
  private final PlanSpec spec;
  private final int batch;

  /** The ops that run, in order. */
  final List<Node> nodes = new ArrayList<>();

  /** For each op whether it has a backward pass. */
  final List<Boolean> backward = new ArrayList<>();

  /** Memory by number: its length, and whether it is the backend's memory for activations. */
  final List<Slot> slots = new ArrayList<>();

  /** Of each buffer of the graph: the slot of its value, or {@link #NONE}. */
  final int[] values;

  /** Of each buffer of the graph: the slot of its gradient, or {@link #NONE}. */
  final int[] gradients;

  /** Of each op and input: the slot that its gradient is written to, or {@link #NONE}. */
  final List<int[]> inputGradients = new ArrayList<>();

  /** For each op whether its forward pass may write the gradient of its first input. */
  final BitSet early = new BitSet();

  /** Of each op and input: whether the slot is added to the gradient's own afterwards. */
  final List<boolean[]> added = new ArrayList<>();

  private final int[] consumers;
  private final BitSet activations = new BitSet();
  private final BitSet fed = new BitSet();
  private final BitSet fetched = new BitSet();
  private final BitSet differentiable = new BitSet();

  /** A piece of memory, reused for values of the same kind. */
  static final class Slot {
    final boolean activations;
    long length;
    boolean free;

    Slot(boolean activations, long length) {
      this.activations = activations;
      this.length = length;
    }
  }

  PlanLayout(Graph graph, PlanSpec spec, int batch) {
    this.graph = graph;
    this.spec = spec;
    this.batch = batch;
    this.values = new int[graph.buffers()];
    this.gradients = new int[graph.buffers()];
    this.consumers = new int[graph.buffers()];
    Arrays.fill(values, NONE);
    Arrays.fill(gradients, NONE);
    spec.feeds().forEach(name -> fed.set(graph.value(name).buffer()));
    spec.fetches().forEach(name -> fetched.set(graph.value(name).buffer()));
    selectNodes();
    selectActivations();
    placeValues();
    if (spec.mode() == Mode.TRAIN) {
      placeGradients();
    }
  }

  boolean training() {
    return spec.mode() == Mode.TRAIN;
  }

  private long length(int buffer) {
    return graph.size(buffer) * batch;
  }

  /** From what is wanted back to what is given. */
  private void selectNodes() {
    BitSet needed = new BitSet();
    needed.or(fetched);
    Set<String> terms = new HashSet<>(spec.terms());
    for (int i = graph.nodes().size() - 1; i >= 0; i--) {
      Node node = graph.nodes().get(i);
      boolean wanted = node.op().terms().stream().anyMatch(term -> terms.remove(term.name()));
      for (Value output : node.outputs()) {
        wanted |= needed.get(output.buffer()) && !fed.get(output.buffer());
      }
      if (wanted && !node.op().reshapes()) {
        nodes.add(0, node);
        node.inputs().forEach(input -> needed.set(input.buffer()));
      }
    }
    if (!terms.isEmpty()) {
      throw new IllegalArgumentException(
          "loss terms must be among " + graph.terms() + ", were " + spec.terms());
    }
    BitSet computed = new BitSet();
    nodes.forEach(node -> node.outputs().forEach(output -> computed.set(output.buffer())));
    needed.andNot(computed);
    needed.andNot(fed);
    for (Value value : graph.values().values()) {
      if (needed.get(value.buffer())) {
        throw new IllegalArgumentException("the value " + value.name() + " must be given");
      }
    }
  }

  /** A value is in the memory for activations if one op gives it, one takes it, and both can. */
  private void selectActivations() {
    for (Node node : nodes) {
      if (node.op().takesActivations()) {
        node.outputs().forEach(output -> activations.set(output.buffer()));
      }
    }
    for (Node node : nodes) {
      for (Value input : node.inputs()) {
        consumers[input.buffer()]++;
        if (!node.op().takesActivations() || consumers[input.buffer()] > 1) {
          activations.clear(input.buffer());
        }
      }
    }
    activations.andNot(fed);
    activations.andNot(fetched);
    for (Node node : nodes) {
      for (Value output : node.outputs()) {
        if (consumers[output.buffer()] == 0) {
          activations.clear(output.buffer());
        }
      }
    }
  }

  private void placeValues() {
    fed.stream().forEach(buffer -> values[buffer] = allocate(false, length(buffer)));
    int[] left = consumers.clone();
    for (Node node : nodes) {
      for (Value output : node.outputs()) {
        int buffer = output.buffer();
        values[buffer] = allocate(activations.get(buffer), length(buffer));
      }
      for (Value input : node.inputs()) {
        int buffer = input.buffer();
        boolean kept = training() || fed.get(buffer) || fetched.get(buffer);
        if (--left[buffer] == 0 && !kept) {
          slots.get(values[buffer]).free = true;
        }
      }
    }
  }

  private void placeGradients() {
    BitSet active = activeNodes();
    for (int i = 0; i < nodes.size(); i++) {
      backward.add(active.get(i));
      inputGradients.add(new int[nodes.get(i).inputs().size()]);
      added.add(new boolean[nodes.get(i).inputs().size()]);
      Arrays.fill(inputGradients.get(i), NONE);
    }
    // What the forward pass writes is taken first, so that nothing else lies there.
    for (int i = nodes.size() - 1; i >= 0; i--) {
      if (active.get(i) && writtenInForward(i, active)) {
        early.set(i);
        placeInputGradient(i, 0);
      }
    }
    for (int i = nodes.size() - 1; i >= 0; i--) {
      if (!active.get(i)) {
        continue;
      }
      Node node = nodes.get(i);
      for (int input = 0; input < node.inputs().size(); input++) {
        if (inputGradients.get(i)[input] == NONE) {
          placeInputGradient(i, input);
        }
      }
      for (int input = 0; input < node.inputs().size(); input++) {
        if (added.get(i)[input]) {
          slots.get(inputGradients.get(i)[input]).free = true;
        }
      }
      for (Value output : node.outputs()) {
        if (gradients[output.buffer()] != NONE) {
          slots.get(gradients[output.buffer()]).free = true;
        }
      }
    }
  }

  private void placeInputGradient(int node, int input) {
    int buffer = nodes.get(node).inputs().get(input).buffer();
    if (!differentiable.get(buffer)) {
      return;
    }
    int slot = allocate(activations.get(buffer), length(buffer));
    inputGradients.get(node)[input] = slot;
    if (gradients[buffer] == NONE) {
      gradients[buffer] = slot;
    } else {
      added.get(node)[input] = true;
    }
  }

  /** Ops that have something to differentiate and that a loss depends on. */
  private BitSet activeNodes() {
    BitSet able = new BitSet();
    for (int i = 0; i < nodes.size(); i++) {
      Node node = nodes.get(i);
      boolean moved = node.parameters().stream().anyMatch(Parameter::trainable);
      boolean above = node.inputs().stream().anyMatch(in -> differentiable.get(in.buffer()));
      if (moved || above) {
        able.set(i);
        node.outputs().forEach(output -> differentiable.set(output.buffer()));
      }
    }
    differentiable.andNot(fed);
    BitSet reached = new BitSet();
    BitSet active = new BitSet();
    for (int i = nodes.size() - 1; i >= 0; i--) {
      Node node = nodes.get(i);
      boolean matters =
          !node.op().terms().isEmpty()
              || node.outputs().stream().anyMatch(output -> reached.get(output.buffer()));
      if (matters && able.get(i)) {
        active.set(i);
        node.inputs().forEach(input -> reached.set(input.buffer()));
      }
    }
    return active;
  }

  private boolean writtenInForward(int index, BitSet active) {
    Node node = nodes.get(index);
    if (!node.op().gradientInForward()) {
      return false;
    }
    int buffer = node.inputs().get(0).buffer();
    int takers = 0;
    for (int i = 0; i < nodes.size(); i++) {
      for (Value input : nodes.get(i).inputs()) {
        takers += active.get(i) && input.buffer() == buffer ? 1 : 0;
      }
    }
    return takers == 1;
  }

  /** The smallest free memory that is large enough, else the largest, grown, else new memory. */
  private int allocate(boolean forActivations, long length) {
    int best = NONE;
    for (int i = 0; i < slots.size(); i++) {
      Slot slot = slots.get(i);
      if (slot.free && slot.activations == forActivations && better(slot, best, length)) {
        best = i;
      }
    }
    if (best == NONE) {
      slots.add(new Slot(forActivations, length));
      return slots.size() - 1;
    }
    Slot slot = slots.get(best);
    slot.free = false;
    slot.length = Math.max(slot.length, length);
    return best;
  }

  private boolean better(Slot slot, int best, long length) {
    if (best == NONE) {
      return true;
    }
    long other = slots.get(best).length;
    return slot.length >= length ? other < length || slot.length < other : slot.length > other;
  }

  /** Memory of a plan with this layout. */
  MemoryUse memory(Backend backend, int numberBytes) {
    KernelMemory kernels = backend.kernelMemory();
    MemoryUse use = MemoryUse.NONE;
    for (Slot slot : slots) {
      int bytes = slot.activations ? kernels.activationBytes() : numberBytes;
      use = use.plus(MemoryUse.ofNative(slot.length * bytes));
    }
    for (int i = 0; i < nodes.size(); i++) {
      Node node = nodes.get(i);
      use = use.plus(node.op().memory(kernels, node.inputShapes(), batch, gradients(i)));
      use = use.plus(MemoryUse.ofNative((long) node.op().terms().size() * batch * numberBytes));
    }
    return use;
  }

  private Gradients gradients(int node) {
    if (!training() || !backward.get(node)) {
      return Gradients.NONE;
    }
    int[] wanted = inputGradients.get(node);
    return wanted.length > 0 && wanted[0] != NONE ? Gradients.ALL : Gradients.WEIGHTS;
  }
}
