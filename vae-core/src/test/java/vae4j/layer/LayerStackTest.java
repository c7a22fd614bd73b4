package vae4j.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import vae4j.backend.Activation;
import vae4j.data.ImageShape;

class LayerStackTest {
  private static final Activation RELU = Activation.relu();
  private static final ImageShape PICTURE = new ImageShape(7, 6, 3);

  @Test
  void shapesNamesAndPlacesFollowTheData() {
    ParameterLayout layout = new ParameterLayout();
    LayerStack.Builder builder =
        new LayerStack.Builder("encoder", PICTURE, layout)
            .add("conv1", new Conv2D(8, 3, 2, RELU))
            .add("flat", new Reshape(new ImageShape(1, 1, 96)));
    assertThat(builder.shape()).isEqualTo(new ImageShape(1, 1, 96));
    LayerStack stack = builder.add("dense", new Dense(5, RELU)).build();

    assertThat(stack.input()).isEqualTo(PICTURE);
    assertThat(stack.output()).isEqualTo(new ImageShape(1, 1, 5));
    assertThat(stack.layers())
        .extracting(Layer::name)
        .containsExactly("encoder/conv1", "encoder/flat", "encoder/dense");
    assertThat(stack.layers())
        .extracting(Layer::output)
        .containsExactly(
            new ImageShape(4, 3, 8), new ImageShape(1, 1, 96), new ImageShape(1, 1, 5));
    assertThat(stack.layers().get(2).input()).isEqualTo(new ImageShape(1, 1, 96));
    assertThat(layout.parameters())
        .extracting(Parameter::name)
        .containsExactly(
            "encoder/conv1/kernel",
            "encoder/conv1/bias",
            "encoder/dense/kernel",
            "encoder/dense/bias");
    // 3·3·3·8 = 216, then 8, then 96·5 = 480, then 5.
    assertThat(layout.parameters())
        .extracting(Parameter::offset)
        .containsExactly(0L, 216L, 224L, 704L);
    assertThat(stack.layers()).extracting(Layer::parameterCount).containsExactly(224L, 0L, 485L);
    assertThat(stack.parameterCount()).isEqualTo(709);
    assertThat(layout.length()).isEqualTo(709);
  }

  @Test
  void twoStacksShareOneVector() {
    ParameterLayout layout = new ParameterLayout();
    ImageShape code = new ImageShape(1, 1, 2);
    new LayerStack.Builder("encoder", code, layout).add("dense", new Dense(3, RELU)).build();
    LayerStack decoder =
        new LayerStack.Builder("decoder", code, layout).add("dense", new Dense(3, RELU)).build();

    Layer.Weights weights = decoder.layers().get(0).weights();
    assertThat(weights).isNotNull();
    assertThat(weights.kernel().name()).isEqualTo("decoder/dense/kernel");
    assertThat(weights.kernel().offset()).isEqualTo(9);
    assertThat(decoder.parameterCount()).isEqualTo(9);
  }

  @Test
  void anEmptyStackGivesWhatItTakes() {
    LayerStack stack = new LayerStack.Builder("none", PICTURE, new ParameterLayout()).build();

    assertThat(stack.output()).isEqualTo(PICTURE);
    assertThat(stack.parameterCount()).isZero();
  }

  @Test
  void refusesALayerThatDoesNotFit() {
    LayerStack.Builder builder =
        new LayerStack.Builder("encoder", PICTURE, new ParameterLayout())
            .add("conv1", new Conv2D(8, 3, 2, RELU));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.add("flat", new Reshape(new ImageShape(1, 1, 100))))
        .withMessage("reshape to 1×1×100 needs 100 numbers, was 4×3×8");
  }

  @Test
  void refusesTheSameNameTwice() {
    LayerStack.Builder builder =
        new LayerStack.Builder("encoder", PICTURE, new ParameterLayout())
            .add("dense", new Dense(4, RELU));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.add("dense", new Dense(4, RELU)))
        .withMessage("parameter names must be unique, was twice encoder/dense/kernel");
  }

  @Test
  void itsLayersCannotBeChanged() {
    LayerStack stack = new LayerStack.Builder("none", PICTURE, new ParameterLayout()).build();

    assertThatExceptionOfType(UnsupportedOperationException.class)
        .isThrownBy(() -> stack.layers().clear());
  }
}
