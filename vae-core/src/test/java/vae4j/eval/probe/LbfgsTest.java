package vae4j.eval.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class LbfgsTest {
  /** Σ cᵢ (xᵢ − i)² with c from 1 to 10⁴ is smallest at xᵢ = i. */
  @Test
  void findsTheBottomOfANarrowValley() {
    Lbfgs.Objective valley =
        (x, gradient) -> {
          double value = 0;
          for (int i = 0; i < x.length; i++) {
            double curvature = Math.pow(10, 4.0 * i / (x.length - 1));
            value += curvature * (x[i] - i) * (x[i] - i);
            gradient[i] = 2 * curvature * (x[i] - i);
          }
          return value;
        };

    double[] bottom = new Lbfgs(200, 1e-8).minimise(valley, new double[8]);

    assertThat(bottom).containsExactly(new double[] {0, 1, 2, 3, 4, 5, 6, 7}, within(1e-7));
  }

  /** Rosenbrock's function (1 − x)² + 100 (y − x²)² is smallest at (1, 1). */
  @Test
  void followsACurvedValley() {
    Lbfgs.Objective rosenbrock =
        (x, gradient) -> {
          double bend = x[1] - x[0] * x[0];
          gradient[0] = -2 * (1 - x[0]) - 400 * x[0] * bend;
          gradient[1] = 200 * bend;
          return (1 - x[0]) * (1 - x[0]) + 100 * bend * bend;
        };

    double[] start = {-1.2, 1};
    double[] bottom = new Lbfgs(200, 1e-9).minimise(rosenbrock, start);

    assertThat(bottom).containsExactly(new double[] {1, 1}, within(1e-7));
    assertThat(start).containsExactly(-1.2, 1);
  }

  @Test
  void staysWhereThereIsNoSlope() {
    double[] there = new Lbfgs(5, 1e-9).minimise((x, gradient) -> 4, new double[] {3});

    assertThat(there).containsExactly(3);
  }
}
