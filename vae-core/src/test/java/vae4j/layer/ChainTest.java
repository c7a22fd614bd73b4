package vae4j.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import vae4j.backend.Activation;
import vae4j.backend.BackendProvider;
import vae4j.backend.Storage;
import vae4j.backend.TestBackend;
import vae4j.data.ImageShape;

/** Layers one after another, on every backend present, in every type it has. */
class ChainTest {
  private static final String ALL = "vae4j.backend.TestBackend#all";

  /*
   * By hand, all of it exact in binary:
   *
   *   W1 = [1 −1; 2 ½], b1 = [½ −1], ReLU; W2 = [2; −3], b2 = ¼.
   *   x = [1 2]:   x·W1 + b1 = [5½ −1], ReLU [5½ 0],  y = 11¼.
   *   x = [−1 ½]:  x·W1 + b1 = [½ ¼],   ReLU [½ ¼],   y = ½.
   *   With ∂y = 1 and 2: ∂W2 = [5½ + 2·½, 2·¼], ∂b2 = 3;
   *   ∂h = [2 0] (−3 cut off by ReLU) and [4 −6];
   *   ∂W1 = xᵀ·∂h = [2 − 4, 6; 4 + 2, −3], ∂b1 = [6 −6];
   *   ∂x = ∂h·W1ᵀ = [2 4] and [4 + 6, 8 − 3].
   */
  private static final double[] PARAMETERS = {1, -1, 2, 0.5, 0.5, -1, 2, -3, 0.25};
  private static final double[] INPUT = {1, 2, -1, 0.5};
  private static final double[] GRADIENTS = {-2, 6, 6, -3, 6, -6, 6.5, 0.5, 3};

  @ParameterizedTest
  @MethodSource(ALL)
  void twoLayersDoneByHand(BackendProvider provider, DataType type) {
    try (TestBackend backend = new TestBackend(provider, type)) {
      LayerStack stack = stack();
      Storage parameters = backend.storage(PARAMETERS);
      Storage gradients = backend.unwritten(9);
      Storage input = backend.storage(INPUT);
      Chain chain = backend.closing(new Chain(stack, 2, backend.get(), parameters));

      assertThat(chain.forward(input).toDoubles()).containsExactly(11.25, 0.5);
      Storage inputGradient =
          chain.backward(input, backend.storage(1, 2), Chain.gradients(stack, gradients), true);

      assertThat(gradients.toDoubles()).containsExactly(GRADIENTS);
      assertThat(Objects.requireNonNull(inputGradient).toDoubles()).containsExactly(2, 4, 10, 5);
      assertThat(parameters.toDoubles()).containsExactly(PARAMETERS);
      assertThat(input.toDoubles()).containsExactly(INPUT);
    }
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void theInputsGradientIsLeftOutWhereNobodyWantsIt(BackendProvider provider, DataType type) {
    try (TestBackend backend = new TestBackend(provider, type)) {
      LayerStack stack = stack();
      Storage gradients = backend.unwritten(9);
      Storage input = backend.storage(INPUT);
      Chain chain =
          backend.closing(new Chain(stack, 2, backend.get(), backend.storage(PARAMETERS)));
      chain.forward(input);

      Storage none =
          chain.backward(input, backend.storage(1, 2), Chain.gradients(stack, gradients), false);

      assertThat(none).isNull();
      assertThat(gradients.toDoubles()).containsExactly(GRADIENTS);
    }
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void aSecondRunForgetsTheFirstAndSeesNewParameters(BackendProvider provider, DataType type) {
    try (TestBackend backend = new TestBackend(provider, type)) {
      LayerStack stack = stack();
      Storage parameters = backend.storage(new double[9]);
      Storage gradients = backend.unwritten(9);
      Storage other = backend.storage(9, 9, 9, 9);
      Storage input = backend.storage(INPUT);
      Chain chain = backend.closing(new Chain(stack, 2, backend.get(), parameters));
      List<Chain.Gradient> parts = Chain.gradients(stack, gradients);
      chain.forward(other);
      chain.backward(other, backend.storage(5, 5), parts, true);
      float[] floats = new float[9];
      for (int i = 0; i < 9; i++) {
        floats[i] = (float) PARAMETERS[i];
      }
      parameters.write(floats);

      assertThat(chain.forward(input).toDoubles()).containsExactly(11.25, 0.5);
      chain.backward(input, backend.storage(1, 2), parts, true);

      assertThat(gradients.toDoubles()).containsExactly(GRADIENTS);
    }
  }

  /** SiLU's derivative is told from its input, which the chain has to keep. */
  @ParameterizedTest
  @MethodSource(ALL)
  void anActivationThatNeedsItsInputGetsIt(BackendProvider provider, DataType type) {
    try (TestBackend backend = new TestBackend(provider, type)) {
      ImageShape one = new ImageShape(1, 1, 1);
      LayerStack stack =
          new LayerStack.Builder("s", one, new ParameterLayout())
              .add("first", new Dense(1, Activation.silu()))
              .add("second", new Dense(1, Activation.identity()))
              .build();
      Storage gradients = backend.unwritten(4);
      Storage input = backend.storage(1.5);
      // a = 2·1.5 − 4 = −1, y = 3·silu(−1) + 0.5.
      Chain chain =
          backend.closing(new Chain(stack, 1, backend.get(), backend.storage(2, -4, 3, 0.5)));
      double sigma = 1 / (1 + Math.E);

      double y = chain.forward(input).toDoubles()[0];
      Storage inputGradient =
          chain.backward(input, backend.storage(1), Chain.gradients(stack, gradients), true);

      double tolerance = type == DataType.FLOAT ? 1e-6 : 1e-13;
      assertThat(y).isCloseTo(-3 * sigma + 0.5, within(tolerance));
      double slope = 3 * (sigma - sigma * (1 - sigma));
      backend.assertClose(gradients, 1.5 * slope, slope, -sigma, 1);
      backend.assertClose(Objects.requireNonNull(inputGradient), 2 * slope);
    }
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void withoutWeightsNumbersPassAsTheyAre(BackendProvider provider, DataType type) {
    try (TestBackend backend = new TestBackend(provider, type)) {
      LayerStack stack =
          new LayerStack.Builder("s", new ImageShape(1, 1, 4), new ParameterLayout())
              .add("reshape", new Reshape(new ImageShape(2, 2, 1)))
              .build();
      Storage input = backend.storage(1, 2, 3, 4);
      Storage gradient = backend.storage(5, 6, 7, 8);
      Chain chain = backend.closing(new Chain(stack, 1, backend.get(), backend.storage(0)));

      assertThat(chain.forward(input).toDoubles()).containsExactly(1, 2, 3, 4);
      Storage back = chain.backward(input, gradient, List.of(), true);
      assertThat(Objects.requireNonNull(back).toDoubles()).containsExactly(5, 6, 7, 8);
    }
  }

  private static LayerStack stack() {
    return new LayerStack.Builder("s", new ImageShape(1, 1, 2), new ParameterLayout())
        .add("hidden", new Dense(2, Activation.relu()))
        .add("reshape", new Reshape(new ImageShape(1, 2, 1)))
        .add("output", new Dense(1, Activation.identity()))
        .build();
  }
}
