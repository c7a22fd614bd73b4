package vae4j.cuda.library;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import vae4j.backend.kernel.AffineMap;
import vae4j.data.ImageShape;

class GeometryTest {
  private static final AffineMap.Convolution HALVING =
      new AffineMap.Convolution(new ImageShape(32, 32, 3), 8, 3, 3, 2);

  @Test
  void aConvolutionKeepsItsZerosOnEachSide() {
    // By TensorFlow's rule: (16 − 1) · 2 + 3 − 32 = 1 row of zeros in all, the odd one after.
    assertThat(Geometry.of(HALVING, 5).asConvolution().window())
        .isEqualTo(new Geometry.Window(3, 3, 2, 2, 0, 0, 1, 1));
  }

  @Test
  void aTransposedConvolutionHasTheGeometryOfItsConvolution() {
    assertThat(Geometry.of(new AffineMap.TransposedConvolution(HALVING), 5))
        .isEqualTo(Geometry.of(HALVING, 5));
  }

  @Test
  void aDenseLayerIsAProduct() {
    assertThat(Geometry.of(new AffineMap.Dense(new ImageShape(4, 4, 2), 10), 7))
        .isEqualTo(new Geometry.Product(7, 32, 10));
  }

  @Test
  void aProductIsAConvolutionOfSinglePixels() {
    Geometry.Convolution convolution = new Geometry.Product(7, 32, 10).asConvolution();

    assertThat(convolution.batch()).isEqualTo(7);
    assertThat(convolution.input()).isEqualTo(new ImageShape(1, 1, 32));
    assertThat(convolution.output()).isEqualTo(new ImageShape(1, 1, 10));
    assertThat(convolution.asProduct()).contains(new Geometry.Product(7, 32, 10));
  }

  @Test
  void aConvolutionOfPixelsIsAProduct() {
    AffineMap.Convolution pixels = new AffineMap.Convolution(new ImageShape(4, 5, 3), 8, 1, 1, 1);

    assertThat(Geometry.of(pixels, 2).asProduct()).contains(new Geometry.Product(40, 3, 8));
    assertThat(Geometry.of(HALVING, 2).asProduct()).isEmpty();
  }

  @Test
  void anOutputThatTheWindowDoesNotMakeIsRefused() {
    assertThatThrownBy(
            () ->
                new Geometry.Convolution(
                    1,
                    new ImageShape(8, 8, 1),
                    new ImageShape(8, 4, 1),
                    new Geometry.Window(3, 3, 2, 2, 0, 0, 1, 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("output height must be 4 for this window, was 8");
  }

  @Test
  void aSizeMustBePositive() {
    assertThatThrownBy(() -> new Geometry.Product(0, 1, 1))
        .hasMessage("rows must be positive, was 0");
  }
}
