package vae4j.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import vae4j.backend.Backend;
import vae4j.backend.BackendOptions;
import vae4j.backend.HostStorage;
import vae4j.backend.kernel.Activation;
import vae4j.backend.kernel.AffineMap.Padding;
import vae4j.backend.nd4j.Nd4jBackend;
import vae4j.data.ImageShape;
import vae4j.graph.op.Repeat;
import vae4j.graph.parameter.GlorotUniform;
import vae4j.graph.parameter.Parameter;
import vae4j.graph.parameter.ParameterStore;
import vae4j.graph.parameter.Weights;
import vae4j.layer.Conv2D;
import vae4j.layer.Conv2DTranspose;
import vae4j.layer.Dense;
import vae4j.layer.Layer;
import vae4j.layer.Layers;

/** Gradients of graphs against central differences, in float64, below a layer with weights. */
class LayerGradientTest {
  private static final double STEP = 1e-5;
  private static final Activation NONE = Activation.identity();

  static Stream<Named<Layer>> layers() {
    Layer conv = new Conv2D(4, 3, 1, Activation.tanh());
    return Stream.of(
        Named.of("activation", Layers.activation(Activation.silu())),
        Named.of("identity activation", Layers.activation(NONE)),
        Named.of("group normalisation", Layers.groupNormalization(2)),
        Named.of("group normalisation, one group", Layers.groupNormalization(1)),
        Named.of("batch normalisation", Layers.batchNormalization()),
        Named.of("upsampling", Layers.upsample(3)),
        Named.of("repeated vector", LayerGradientTest::repeated),
        Named.of("residual", Layers.residual(conv, Layers.identity())),
        Named.of(
            "residual with a projection",
            Layers.residual(new Conv2D(3, 3, 2, NONE), new Conv2D(3, 1, 2, NONE))),
        Named.of("residual of itself", Layers.residual(Layers.identity(), Layers.identity())),
        Named.of(
            "branches",
            Layers.branches(
                conv, Layers.identity(), new Conv2D(2, 1, 1, NONE), Layers.batchNormalization())),
        Named.of("unequal strides", new Conv2D(3, 3, 2, 2, 1, Padding.SAME, NONE)),
        Named.of("no padding", new Conv2D(3, 3, 2, 2, 1, Padding.VALID, NONE)),
        Named.of(
            "transposed, stride 1", new Conv2DTranspose(5, 6, 3, 3, 1, Activation.leakyRelu(0.2))),
        Named.of(
            "transposed, no padding",
            new Conv2DTranspose(11, 8, 3, 3, 3, 2, 1, Padding.VALID, NONE)),
        Named.of(
            "sequence",
            Layers.sequential()
                .then("norm", Layers.groupNormalization(4))
                .then("activation", Layers.activation(Activation.tanh()))
                .then("flatten", Layers.flatten())
                .then("dense", new Dense(3, Activation.silu()))));
  }

  private static Value repeated(GraphBuilder builder, String name, Value input) {
    Layer vector =
        Layers.sequential().then("flatten", Layers.flatten()).then("dense", new Dense(3, NONE));
    return builder.add(name, new Repeat(2, 5), vector.add(builder, name + "/vector", input));
  }

  /**
   * Σ sin(y) over all numbers, and the mean over the batch of its first: two terms of one value.
   */
  private record Sines(boolean perBatch) implements HostOp {
    @Override
    public List<ImageShape> outputShapes(List<ImageShape> inputs) {
      return List.of();
    }

    @Override
    public List<Term> terms() {
      return List.of(perBatch ? Term.perBatch("first") : Term.perImage("sines"));
    }

    @Override
    public boolean acrossBatch() {
      return perBatch;
    }

    @Override
    public void forward(HostArrays arrays) {
      int size = arrays.input(0).length / arrays.batch();
      Arrays.fill(arrays.loss(0), 0);
      for (int i = 0; i < arrays.input(0).length; i++) {
        if (perBatch) {
          arrays.loss(0)[0] +=
              i % size == 0 ? arrays.input(0)[i] * arrays.input(0)[i] / arrays.batch() : 0;
        } else {
          arrays.loss(0)[i / size] += Math.sin(arrays.input(0)[i] + i % size);
        }
      }
    }

    @Override
    public void backward(HostArrays arrays) {
      int size = arrays.input(0).length / arrays.batch();
      for (int i = 0; i < arrays.input(0).length; i++) {
        double slope =
            perBatch
                ? i % size == 0 ? 2 * arrays.input(0)[i] / arrays.batch() : 0
                : Math.cos(arrays.input(0)[i] + i % size);
        arrays.inputGradient(0)[i] += arrays.weight(0) * slope;
      }
    }
  }

  @ParameterizedTest
  @MethodSource("layers")
  void gradientsEqualCentralDifferences(Layer layer) {
    int batch = 3;
    ImageShape shape = new ImageShape(5, 6, 2);
    GraphBuilder builder = new GraphBuilder();
    Value image = builder.input("image", shape);
    Value below = new Conv2D(4, 3, 1, Activation.tanh()).add(builder, "below", image);
    Value output = layer.add(builder, "layer", below);
    builder.addAll("loss", new Sines(false), List.of(output));
    builder.addAll("other", new Sines(true), List.of(output));
    Graph graph = builder.build();
    PlanSpec spec = new PlanSpec(List.of("image"), List.of(), Set.of("sines", "first"), Mode.TRAIN);
    try (Backend backend = new Nd4jBackend(new BackendOptions(2, DataType.DOUBLE));
        Weights weights = new Weights(graph.layout(), backend);
        ParameterStore gradients = new ParameterStore(graph.layout(), backend);
        Plan plan = new Plan(graph, spec, batch, backend, weights)) {
      SplittableRandom random = new SplittableRandom(4);
      weights.update(store -> GlorotUniform.initialize(graph.layout(), random, store));
      HostStorage parameters = HostStorage.of(weights.store().group(Parameter.MODEL));
      for (int i = 0; i < parameters.length(); i++) {
        parameters.set(i, parameters.get(i) + random.nextDouble(-0.2, 0.2));
      }
      plan.value("image").write(random.doubles((long) batch * shape.size()).toArray());

      objective(plan, gradients);
      plan.backward(Map.of("first", 0.7));
      double[] gradient = gradients.group(Parameter.MODEL).toDoubles();

      for (int i = 0; i < gradient.length; i++) {
        double value = parameters.get(i);
        parameters.set(i, value + STEP);
        double above = objective(plan, gradients);
        parameters.set(i, value - STEP);
        double under = objective(plan, gradients);
        parameters.set(i, value);
        double difference = (above - under) / (2 * STEP);
        assertThat(Math.abs(gradient[i] - difference))
            .as("parameter %d: %s and %s", i, gradient[i], difference)
            .isLessThan(1e-7 * (1 + Math.abs(difference)));
      }
    }
  }

  private static double objective(Plan plan, ParameterStore gradients) {
    plan.forward(3, gradients);
    return plan.terms().get("sines") + 0.7 * plan.terms().get("first");
  }
}
