package vae4j.cuda.library;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import vae4j.backend.kernel.Activation;
import vae4j.backend.kernel.AffineMap;
import vae4j.data.ImageShape;

class ProblemTest {
  private static final Geometry GEOMETRY =
      Geometry.of(new AffineMap.Convolution(new ImageShape(32, 32, 1), 32, 3, 3, 2), 100);

  @Test
  void theKeySaysAllOfIt() {
    assertThat(
            Problem.of(GEOMETRY, Direction.FORWARD, MathType.TF32)
                .withEpilogue(new Epilogue(true, Activation.leakyRelu(0.1)))
                .key())
        .isEqualTo(
            "convolution n100 32x32x1 to 16x16x32 window 3x3 stride 2x2 pad 0,0,1,1; forward;"
                + " float32,float32,float32,float32; bias+leaky_relu:0.1; tf32");
    assertThat(Problem.of(new Geometry.Product(100, 784, 256), Direction.DATA, MathType.BF16).key())
        .isEqualTo("product 100x784x256; data; bfloat16,bfloat16,float32,bfloat16; none; bf16");
  }

  @Test
  void aTensorThatIsReadMustBeOfTheTypeThatIsMultiplied() {
    Problem problem = Problem.of(GEOMETRY, Direction.WEIGHTS, MathType.BF16);

    assertThatThrownBy(() -> problem.withTypes(TensorTypes.of(ElementType.FLOAT32)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("type of input must be BFLOAT16 for BF16, was FLOAT32");
  }

  @Test
  void whatIsWrittenMayBeOfAnyType() {
    TensorTypes types =
        new TensorTypes(
            ElementType.BFLOAT16, ElementType.FLOAT32, ElementType.FLOAT32, ElementType.BFLOAT16);

    assertThat(Problem.of(GEOMETRY, Direction.WEIGHTS, MathType.BF16).withTypes(types).types())
        .isEqualTo(types);
  }

  @Test
  void aGradientOfWeightsHasNoActivation() {
    Problem problem = Problem.of(GEOMETRY, Direction.WEIGHTS, MathType.TF32);

    assertThat(problem.withEpilogue(Epilogue.BIAS).epilogue()).isEqualTo(Epilogue.BIAS);
    assertThatThrownBy(() -> problem.withEpilogue(new Epilogue(true, Activation.relu())))
        .hasMessage("activation of a gradient with respect to weights must be identity, was relu");
  }
}
