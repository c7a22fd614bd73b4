package vae4j.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import vae4j.backend.Backend;
import vae4j.backend.BackendOptions;
import vae4j.backend.nd4j.Nd4jBackend;
import vae4j.data.ImageShape;
import vae4j.graph.GraphBuilder;
import vae4j.graph.Mode;
import vae4j.graph.Plan;
import vae4j.graph.PlanSpec;
import vae4j.graph.Value;
import vae4j.graph.parameter.Weights;

class TotalCorrelationTest {
  private static double of(int dimensions, double[] mean, double[] logVariance, double[] z) {
    GraphBuilder builder = new GraphBuilder();
    ImageShape shape = new ImageShape(1, 1, dimensions);
    List<Value> inputs =
        List.of(
            builder.input("mean", shape),
            builder.input("log_variance", shape),
            builder.input("z", shape));
    builder.addAll("tc", new TotalCorrelation(), inputs);
    PlanSpec spec =
        new PlanSpec(
            List.of("mean", "log_variance", "z"),
            List.of(),
            Set.of(TotalCorrelation.TERM),
            Mode.INFER);
    try (Backend backend = new Nd4jBackend(new BackendOptions(1, DataType.DOUBLE));
        Weights weights = new Weights(builder.build().layout(), backend);
        Plan plan = new Plan(builder.build(), spec, z.length / dimensions, backend, weights)) {
      Map.of("mean", mean, "log_variance", logVariance, "z", z)
          .forEach((name, values) -> plan.value(name).write(values));
      plan.forward();
      return plan.term(TotalCorrelation.TERM)[0];
    }
  }

  /** One dimension is its own marginal. */
  @Test
  void oneDimensionHasNone() {
    double[] mean = {0.3, -1, 2};
    assertThat(of(1, mean, new double[] {0, -1, 0.5}, new double[] {0.1, 0.2, 1.5}))
        .isCloseTo(0, within(1e-12));
  }

  /** Chen et al. 2018, equation S6, with plain exponentials. */
  @Test
  void isTheMinibatchWeightedEstimate() {
    int n = 6;
    int dimensions = 3;
    SplittableRandom random = new SplittableRandom(3);
    double[] mean = random.doubles((long) n * dimensions, -1, 1).toArray();
    double[] logVariance = random.doubles((long) n * dimensions, -1, 0.5).toArray();
    double[] z = random.doubles((long) n * dimensions, -1, 1).toArray();
    double expected = 0;
    for (int i = 0; i < n; i++) {
      double joint = 0;
      double[] marginal = new double[dimensions];
      for (int j = 0; j < n; j++) {
        double product = 1;
        for (int d = 0; d < dimensions; d++) {
          double variance = Math.exp(logVariance[j * dimensions + d]);
          double difference = z[i * dimensions + d] - mean[j * dimensions + d];
          double density =
              Math.exp(-difference * difference / (2 * variance))
                  / Math.sqrt(2 * Math.PI * variance);
          product *= density;
          marginal[d] += density / n;
        }
        joint += product / n;
      }
      expected += Math.log(joint) / n;
      for (double density : marginal) {
        expected -= Math.log(density) / n;
      }
    }
    assertThat(of(dimensions, mean, logVariance, z)).isCloseTo(expected, within(1e-10));
  }
}
