package vae4j.backend;

import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import vae4j.backend.kernel.ActivationKernel;

/** The steps of optimisers and the sum of vectors, of every backend, in every type it has. */
class OptimizerStepTest {
  private static final String ALL = "vae4j.backend.TestBackend#all";
  private static final double[] START = {1, -2, 0.5};
  private static final double[][] GRADIENTS = {{0.1, -3, 0}, {0.2, 1, -0.5}, {-0.4, 2, 0.25}};

  /*
   * From Python:
   *
   *   for t, g in enumerate(gradients, 1):
   *     step = 0.01 * sqrt(1 - 0.999**t) / (1 - 0.9**t)
   *     m = 0.9 * m + 0.1 * g; v = 0.999 * v + 0.001 * g**2
   *     theta -= step * m / (sqrt(v) + 1e-7)
   */
  @ParameterizedTest
  @MethodSource(ALL)
  void threeStepsOfAdam(BackendProvider provider, DataType type) {
    try (TestBackend backend = new TestBackend(provider, type)) {
      Storage theta = backend.storage(START);
      Storage m = backend.storage(0, 0, 0);
      Storage v = backend.storage(0, 0, 0);

      for (int t = 1; t <= 3; t++) {
        double step = 0.01 * Math.sqrt(1 - Math.pow(0.999, t)) / (1 - Math.pow(0.9, t));
        backend
            .get()
            .adam(
                theta,
                backend.storage(GRADIENTS[t - 1]),
                m,
                v,
                new Backend.AdamStep(backend.scalar(step), 0.9, 0.999, 1e-7));
      }

      backend.assertClose(theta, 0.9822865636437815, -1.9868008044946335, 0.509727711991285);
      backend.assertClose(m, -0.0139, 0.047, -0.02);
      backend.assertClose(v, 0.00020994001, 0.013981009, 0.00031225);
    }
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void adamDoesEveryNumberOfALongVector(BackendProvider provider, DataType type) {
    try (TestBackend backend = new TestBackend(provider, type)) {
      // No multiple of any chunk or vector width.
      int length = 4099;
      double[] start = new SplittableRandom(1).doubles(length, -1, 1).toArray();
      double[] g = new SplittableRandom(2).doubles(length, 0.1, 1).toArray();
      Storage theta = backend.storage(start);
      Storage gradient = backend.storage(g);
      Storage m = backend.storage(new double[length]);
      Storage v = backend.storage(new double[length]);

      backend
          .get()
          .adam(theta, gradient, m, v, new Backend.AdamStep(backend.scalar(0.25), 0.5, 0.75, 0));

      // From nothing: m = g/2 and v = g²/4, so θ falls by ¼·(g/2) / (g/2) = ¼.
      double[] expected = new double[length];
      double[] half = new double[length];
      double[] quarter = new double[length];
      for (int i = 0; i < length; i++) {
        expected[i] = start[i] - 0.25;
        half[i] = g[i] / 2;
        quarter[i] = g[i] * g[i] / 4;
      }
      backend.assertClose(theta, expected);
      backend.assertClose(m, half);
      backend.assertClose(v, quarter);
      backend.assertClose(gradient, g);
    }
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void adamLeavesWhatNeverHadAGradient(BackendProvider provider, DataType type) {
    try (TestBackend backend = new TestBackend(provider, type)) {
      Storage theta = backend.storage(3);

      backend
          .get()
          .adam(
              theta,
              backend.storage(0),
              backend.storage(0),
              backend.storage(0),
              new Backend.AdamStep(backend.scalar(0.01), 0.9, 0.999, 1e-7));

      backend.assertClose(theta, 3);
    }
  }

  /*
   * From Python:
   *
   *   for g in gradients:
   *     v = 0.9 * v + g
   *     theta -= 0.1 * v
   */
  @ParameterizedTest
  @MethodSource(ALL)
  void threeStepsOfGradientDescentWithMomentum(BackendProvider provider, DataType type) {
    try (TestBackend backend = new TestBackend(provider, type)) {
      Storage theta = backend.storage(START);
      Storage v = backend.storage(0, 0, 0);

      for (double[] gradient : GRADIENTS) {
        backend.get().sgd(theta, backend.storage(gradient), v, backend.scalar(0.1), 0.9);
      }

      backend.assertClose(theta, 0.9749, -1.577, 0.57);
      backend.assertClose(v, -0.139, 0.47, -0.2);
    }
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void withoutMomentumItIsPlainDescent(BackendProvider provider, DataType type) {
    try (TestBackend backend = new TestBackend(provider, type)) {
      Storage theta = backend.storage(START);
      Storage v = backend.storage(100, 100, 100);

      backend.get().sgd(theta, backend.storage(GRADIENTS[1]), v, backend.scalar(0.5), 0);

      backend.assertClose(theta, 0.9, -2.5, 0.75);
      backend.assertClose(v, GRADIENTS[1]);
    }
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void addAddsTheSourceToTheTarget(BackendProvider provider, DataType type) {
    try (TestBackend backend = new TestBackend(provider, type)) {
      Storage source = backend.storage(1, -2, 0.25);
      Storage target = backend.storage(10, 20, 30);

      backend.get().add(source, target);

      backend.assertClose(target, 11, 18, 30.25);
      backend.assertClose(source, 1, -2, 0.25);
    }
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void copyOverwritesTheTarget(BackendProvider provider, DataType type) {
    try (TestBackend backend = new TestBackend(provider, type)) {
      Storage source = backend.storage(1, -2, 0.25);
      Storage target = backend.unwritten(3);

      backend.get().copy(source, target);

      backend.assertClose(target, 1, -2, 0.25);
      backend.assertClose(source, 1, -2, 0.25);
    }
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void sigmoidMakesLogitsProbabilities(BackendProvider provider, DataType type) {
    try (TestBackend backend = new TestBackend(provider, type)) {
      for (int repeat = 1; repeat <= 10; repeat++) {
        // Logits of ¼, ½ and ¾, and far out; in ten lengths.
        double[] logits = new double[5 * repeat];
        double[] expected = new double[5 * repeat];
        for (int i = 0; i < repeat; i++) {
          System.arraycopy(
              new double[] {-Math.log(3), 0, Math.log(3), -1000, 1000}, 0, logits, 5 * i, 5);
          System.arraycopy(new double[] {0.25, 0.5, 0.75, 0, 1}, 0, expected, 5 * i, 5);
        }
        Storage values = backend.storage(logits);

        try (ActivationKernel sigmoid = backend.get().sigmoid(values.length())) {
          sigmoid.forward(values, values);
        }

        backend.assertClose(values, expected);
      }
    }
  }
}
