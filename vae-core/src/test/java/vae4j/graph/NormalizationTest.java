package vae4j.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import vae4j.backend.Backend;
import vae4j.backend.BackendOptions;
import vae4j.backend.Storage;
import vae4j.backend.kernel.Normalization;
import vae4j.backend.kernel.NormalizationKernel;
import vae4j.backend.nd4j.Nd4jBackend;
import vae4j.data.ImageShape;
import vae4j.graph.op.Normalize;
import vae4j.graph.parameter.Weights;
import vae4j.layer.Layers;

class NormalizationTest {
  /**
   * PyTorch 1.13.1: {@code torch.nn.functional.group_norm(x, 2, weight, bias, 1e-5)} and {@code
   * batch_norm(x, None, None, weight, bias, True, 0.1, 1e-5)} of x = sin(0, 1, …, 15) as [2, 1, 2,
   * 4] in NHWC, weight (1, 2, 3, 4), bias (0.1, 0.2, 0.3, 0.4), float64.
   */
  private static final ImageShape SHAPE = new ImageShape(1, 2, 4);

  private static double[] sines() {
    double[] x = new double[16];
    Arrays.setAll(x, Math::sin);
    return x;
  }

  private static double[] run(Normalization map) {
    try (Backend backend = new Nd4jBackend(new BackendOptions(2, DataType.DOUBLE));
        NormalizationKernel kernel = backend.normalization(map, 2);
        Storage x = backend.allocate(16);
        Storage y = backend.allocate(16);
        Storage scale = backend.allocate(4);
        Storage bias = backend.allocate(4)) {
      x.write(sines());
      scale.write(new double[] {1, 2, 3, 4});
      bias.write(new double[] {0.1, 0.2, 0.3, 0.4});
      kernel.forward(x, scale, bias, y);
      return y.toDoubles();
    }
  }

  @Test
  void groupNormalizationGivesPyTorchsNumbers() {
    assertClose(run(Normalization.group(SHAPE, 2, 1e-5)), GROUP);
  }

  @Test
  void batchNormalizationGivesPyTorchsNumbers() {
    assertClose(run(Normalization.batch(SHAPE, 1e-5)), BATCH);
  }

  @Test
  void groupsMustDivideTheChannels() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Normalization.group(SHAPE, 3, 1e-5))
        .withMessage("groups must divide the 4 channels, were 3");
  }

  /** running ← 0.99·running + 0.01·of the batch, and inference uses it. */
  @Test
  void inferenceUsesTheRunningStatistics() {
    GraphBuilder builder = new GraphBuilder();
    Value image = builder.input("image", SHAPE);
    Layers.batchNormalization().add(builder, "norm", image);
    Graph graph = builder.build();
    PlanSpec spec = new PlanSpec(List.of("image"), List.of("norm"), Set.of(), Mode.INFER);
    try (Backend backend = new Nd4jBackend(new BackendOptions(2, DataType.DOUBLE));
        Weights weights = new Weights(graph.layout(), backend);
        Plan plan = new Plan(graph, spec, 2, backend, weights)) {
      Map<String, double[]> values =
          Map.of(
              "norm/scale", new double[] {1, 2, 3, 4},
              "norm/bias", new double[] {0, 0, 0, 1},
              "norm/running_mean", new double[] {0.5, 0, 0, 0},
              "norm/running_variance", new double[] {4, 1, 1, 0.25});
      weights.update(
          store ->
              graph
                  .layout()
                  .parameters()
                  .forEach(each -> store.of(each).write(values.get(each.name()))));
      plan.value("image").write(sines());
      plan.forward();
      double[] y = plan.value("norm").toDoubles();
      for (int i = 0; i < 16; i += 4) {
        assertThat(y[i]).isCloseTo((Math.sin(i) - 0.5) / 2, within(1e-5));
        assertThat(y[i + 1]).isCloseTo(2 * Math.sin(i + 1), within(1e-4));
        assertThat(y[i + 3]).isCloseTo(8 * Math.sin(i + 3) + 1, within(1e-3));
      }
      double[] running = {1};
      new Normalize(Normalization.batch(SHAPE, 1e-5))
          .updateStatistic(2, List.of(SHAPE), running, new double[] {3}, 2);
      assertThat(running[0]).isCloseTo(1.02, within(1e-12));
    }
  }

  private static void assertClose(double[] actual, double[] expected) {
    for (int i = 0; i < expected.length; i++) {
      assertThat(actual[i]).as("number %d", i).isCloseTo(expected[i], within(1e-10));
    }
  }

  private static final double[] GROUP = {
    0.4083785329036754,
    3.19127118105694,
    3.901334583502105,
    -1.4768672738112496,
    -0.6594171724794646,
    -1.8891939019053614,
    -3.8497983077962994,
    3.0081522395368423,
    1.3196031032821378,
    0.531697213266719,
    -1.7757687262866917,
    -4.588544147079116,
    -1.4659929936502778,
    0.5610825674695609,
    3.830176146090218,
    3.4493342540077476
  };

  private static final double[] BATCH = {
    0.21278712811049702,
    2.1510519844182765,
    3.0921296252664523,
    0.5718851980630418,
    -0.9102755057977457,
    -3.1489800510621992,
    -2.092410013265339,
    3.627469129663139,
    1.6809525810793147,
    0.8871173066060632,
    -3.2464803179549246,
    -6.187145332476114,
    -0.583464203392066,
    0.9108107600378597,
    3.4467607059538117,
    3.587791004749933
  };
}
