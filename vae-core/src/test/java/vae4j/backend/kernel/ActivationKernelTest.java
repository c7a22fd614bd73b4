package vae4j.backend.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import vae4j.backend.BackendProvider;
import vae4j.backend.Storage;
import vae4j.backend.TestBackend;
import vae4j.data.ImageShape;

/** Activations on their own, of every backend present, in every type it has. */
class ActivationKernelTest {
  /** Longer than a kernel's chunk, and no multiple of it. */
  private static final int LENGTH = 5003;

  private record Formula(
      Activation activation, DoubleUnaryOperator value, DoubleUnaryOperator derivative) {}

  static Stream<Arguments> formulas() {
    return TestBackend.all()
        .flatMap(
            backend ->
                Stream.of(
                        new Formula(Activation.identity(), x -> x, x -> 1),
                        new Formula(Activation.relu(), x -> x > 0 ? x : 0, x -> x > 0 ? 1 : 0),
                        new Formula(
                            Activation.leakyRelu(0.2),
                            x -> x > 0 ? x : 0.2 * x,
                            x -> x > 0 ? 1 : 0.2),
                        new Formula(
                            Activation.silu(),
                            x -> x / (1 + Math.exp(-x)),
                            // (x·σ)′ = σ + x·σ·(1 − σ).
                            x -> {
                              double sigma = 1 / (1 + Math.exp(-x));
                              return sigma + x * sigma * (1 - sigma);
                            }),
                        new Formula(
                            Activation.tanh(), Math::tanh, x -> 1 / (Math.cosh(x) * Math.cosh(x))))
                    .map(
                        formula ->
                            Arguments.of(
                                backend.get()[0],
                                backend.get()[1],
                                Named.of(formula.activation().toString(), formula))));
  }

  @ParameterizedTest
  @MethodSource("formulas")
  void forwardIsTheFormula(BackendProvider provider, DataType type, Formula formula) {
    try (TestBackend backend = new TestBackend(provider, type)) {
      double[] x = inputs();
      Storage input = backend.storage(x);
      Storage output = backend.unwritten(LENGTH);

      kernel(backend, formula).forward(input, output);

      backend.assertClose(output, map(formula.value(), x));
      backend.assertClose(input, x);
    }
  }

  @ParameterizedTest
  @MethodSource("formulas")
  void forwardInPlaceIsTheSame(BackendProvider provider, DataType type, Formula formula) {
    try (TestBackend backend = new TestBackend(provider, type)) {
      Storage both = backend.storage(inputs());
      Storage apart = backend.unwritten(LENGTH);

      kernel(backend, formula).forward(both, apart);
      kernel(backend, formula).forward(both, both);

      assertThat(both.toDoubles()).isEqualTo(apart.toDoubles());
    }
  }

  @ParameterizedTest
  @MethodSource("formulas")
  void backwardMultipliesByTheDerivative(BackendProvider provider, DataType type, Formula formula) {
    try (TestBackend backend = new TestBackend(provider, type)) {
      double[] x = inputs();
      double[] g = new SplittableRandom(2).doubles(LENGTH, -2, 2).toArray();
      ActivationKernel kernel = kernel(backend, formula);
      Storage input = backend.storage(x);
      Storage output = backend.unwritten(LENGTH);
      Storage gradient = backend.storage(g);
      kernel.forward(input, output);

      kernel.backward(formula.activation().derivativeFromOutput() ? output : input, gradient);

      double[] expected = map(formula.derivative(), x);
      for (int i = 0; i < LENGTH; i++) {
        expected[i] *= g[i];
      }
      backend.assertClose(gradient, expected);
    }
  }

  @ParameterizedTest
  @MethodSource("formulas")
  void nanStaysNan(BackendProvider provider, DataType type, Formula formula) {
    try (TestBackend backend = new TestBackend(provider, type)) {
      Storage values = backend.storage(1, Double.NaN, -1);
      ActivationKernel kernel = backend.closing(backend.get().activation(formula.activation(), 3));

      kernel.forward(values, values);

      // max(NaN, 0) is 0 to some processors' instructions.
      assertThat(values.toDoubles()[1])
          .matches(
              y -> Double.isNaN(y) || (formula.activation() instanceof Activation.Relu && y == 0));
      assertThat(values.toDoubles()[0]).isFinite();
    }
  }

  @ParameterizedTest
  @MethodSource("formulas")
  void fusedIntoALayerItIsTheSame(BackendProvider provider, DataType type, Formula formula) {
    try (TestBackend backend = new TestBackend(provider, type)) {
      ImageShape shape = new ImageShape(6, 5, 2);
      for (AffineMap map :
          new AffineMap[] {
            new AffineMap.Dense(shape, 7),
            new AffineMap.Convolution(shape, 4, 3, 3, 2),
            new AffineMap.Convolution(shape, 1, 3, 3, 1),
            new AffineMap.TransposedConvolution(new AffineMap.Convolution(shape, 4, 3, 3, 2))
          }) {
        SplittableRandom random = new SplittableRandom(3);
        int batch = 3;
        int outputs = batch * map.output().size();
        Storage x = storage(backend, random, batch * map.input().size());
        Storage k = storage(backend, random, (int) map.weightsLength());
        Storage b = storage(backend, random, map.biasLength());
        Storage fused = backend.unwritten(outputs);
        Storage separate = backend.unwritten(outputs);

        backend
            .closing(backend.get().affine(map, formula.activation(), batch))
            .forward(x, k, b, fused);
        backend
            .closing(backend.get().affine(map, Activation.identity(), batch))
            .forward(x, k, b, separate);
        backend
            .closing(backend.get().activation(formula.activation(), outputs))
            .forward(separate, separate);

        backend.assertClose(fused, separate.toDoubles());
      }
    }
  }

  private static ActivationKernel kernel(TestBackend backend, Formula formula) {
    return backend.closing(backend.get().activation(formula.activation(), LENGTH));
  }

  private static Storage storage(TestBackend backend, SplittableRandom random, int length) {
    return backend.storage(random.doubles(length, -1, 1).toArray());
  }

  /** Both sides of 0, 0 itself, and where exponentials overflow or vanish. */
  private static double[] inputs() {
    return DoubleStream.concat(
            DoubleStream.of(0, -30, 30, -1e-6, 1e-6),
            new SplittableRandom(1).doubles(LENGTH - 5, -6, 6))
        // Numbers that float32 holds exactly, so that both types see the same.
        .map(x -> (float) x)
        .toArray();
  }

  private static double[] map(DoubleUnaryOperator function, double[] x) {
    return DoubleStream.of(x).map(function).toArray();
  }
}
