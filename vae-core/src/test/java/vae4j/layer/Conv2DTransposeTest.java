package vae4j.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import vae4j.backend.Backend;
import vae4j.backend.BackendOptions;
import vae4j.backend.Backends;
import vae4j.backend.NaiveLoops;
import vae4j.backend.Storage;
import vae4j.backend.Storages;
import vae4j.backend.kernel.Activation;
import vae4j.backend.kernel.AffineKernel;
import vae4j.backend.kernel.AffineMap;
import vae4j.data.ImageShape;

class Conv2DTransposeTest {
  /**
   * Keras's layer grows h to s·h with the padding P′ = max(k − s, 0) of its convolution, ⌊P′/2⌋
   * before. With {@code extra = s·h − height} rows less the padding is P′ + extra, so what is
   * cropped at the start is ⌊(P′ + extra)/2⌋ − ⌊P′/2⌋ rows.
   */
  @ParameterizedTest
  @CsvSource({
    "6, 8, 3, 2",
    "7, 5, 3, 2",
    "7, 8, 3, 2",
    "5, 7, 2, 2",
    "7, 7, 4, 2",
    "5, 3, 5, 2",
    "6, 6, 3, 3",
    "7, 5, 3, 3",
    "8, 4, 4, 3",
    "7, 8, 5, 3",
    "4, 5, 3, 1"
  })
  void isKerasLayerThenCropped(int height, int width, int kernel, int stride) {
    int channels = 2;
    int filters = 3;
    int h = (height + stride - 1) / stride;
    int w = (width + stride - 1) / stride;
    Conv2DTranspose layer =
        new Conv2DTranspose(height, width, filters, kernel, stride, Activation.identity());
    ImageShape input = new ImageShape(h, w, channels);
    SplittableRandom random = new SplittableRandom(1);
    double[] x = random.doubles(input.size(), -1, 1).toArray();
    double[] k = random.doubles((long) kernel * kernel * filters * channels, -1, 1).toArray();
    double[] b = random.doubles(filters, -1, 1).toArray();

    double[] actual = run(layer, input, x, k, b);

    int grownWidth = stride * w;
    double[] grown =
        NaiveLoops.adjoint(
            new AffineMap.Convolution(
                new ImageShape(stride * h, grownWidth, filters), channels, kernel, kernel, stride),
            1,
            x,
            k,
            b);
    int padding = Math.max(kernel - stride, 0);
    int top = (padding + stride * h - height) / 2 - padding / 2;
    int left = (padding + stride * w - width) / 2 - padding / 2;
    assertThat(Placed.output(layer, input)).isEqualTo(new ImageShape(height, width, filters));
    assertThat(actual).hasSize(height * width * filters);
    for (int i = 0; i < height; i++) {
      for (int j = 0; j < width; j++) {
        for (int c = 0; c < filters; c++) {
          assertThat(actual[(i * width + j) * filters + c])
              .as("row %d, column %d, channel %d", i, j, c)
              .isCloseTo(grown[((i + top) * grownWidth + j + left) * filters + c], within(1e-12));
        }
      }
    }
  }

  /**
   * Every input number times the whole kernel is added where it falls (Dumoulin and Visin 2016,
   * section 4), nothing cropped; then P rows and columns are cut off, ⌊P/2⌋ of them at the top and
   * left, or rows of the bias alone added at the end where P is negative. This shares no code with
   * the layer.
   */
  @ParameterizedTest
  @CsvSource({
    "8, 6, 3, 2",
    "7, 9, 3, 2",
    "7, 8, 3, 2",
    "5, 7, 2, 2",
    "6, 7, 4, 2",
    "5, 8, 5, 2",
    "6, 5, 1, 2",
    "7, 8, 3, 3",
    "6, 4, 2, 3",
    "7, 8, 5, 3",
    "4, 5, 3, 1",
    "4, 5, 4, 1"
  })
  void theOddRowIsCroppedAtTheEnd(int height, int width, int kernel, int stride) {
    int channels = 2;
    int filters = 3;
    int h = (height + stride - 1) / stride;
    int w = (width + stride - 1) / stride;
    SplittableRandom random = new SplittableRandom(2);
    double[] x = random.doubles((long) h * w * channels, -1, 1).toArray();
    double[] k = random.doubles((long) kernel * kernel * filters * channels, -1, 1).toArray();
    double[] b = random.doubles(filters, -1, 1).toArray();

    double[] actual =
        run(
            new Conv2DTranspose(height, width, filters, kernel, stride, Activation.identity()),
            new ImageShape(h, w, channels),
            x,
            k,
            b);

    int top = Math.max((h - 1) * stride + kernel - height, 0) / 2;
    int left = Math.max((w - 1) * stride + kernel - width, 0) / 2;
    double[][][] expected = new double[height + kernel + stride][width + kernel + stride][filters];
    for (double[][] row : expected) {
      for (double[] pixel : row) {
        System.arraycopy(b, 0, pixel, 0, filters);
      }
    }
    for (int i = 0; i < h; i++) {
      for (int j = 0; j < w; j++) {
        for (int p = 0; p < kernel; p++) {
          for (int q = 0; q < kernel; q++) {
            for (int o = 0; o < filters; o++) {
              for (int c = 0; c < channels; c++) {
                int row = i * stride + p - top;
                int column = j * stride + q - left;
                if (row >= 0 && column >= 0) {
                  expected[row][column][o] +=
                      x[(i * w + j) * channels + c]
                          * k[((p * kernel + q) * filters + o) * channels + c];
                }
              }
            }
          }
        }
      }
    }
    for (int i = 0; i < height; i++) {
      for (int j = 0; j < width; j++) {
        for (int o = 0; o < filters; o++) {
          assertThat(actual[(i * width + j) * filters + o])
              .as("row %d, column %d, channel %d", i, j, o)
              .isCloseTo(expected[i][j][o], within(1e-12));
        }
      }
    }
  }

  /** On a line the sum can be followed by hand: kernel 1, 2, 3 of stride 2 on the input 1, 10. */
  @Test
  void onALineItIsTheSumDoneByHand() {
    ImageShape input = new ImageShape(2, 2, 1);
    // To 4×4 it is the kernel's first row that meets the first row of the output.
    double[] kernel = {1, 2, 3, 0, 0, 0, 0, 0, 0};
    double[] x = {1, 10, 0, 0};
    double[] zero = {0};

    // 1, 2, 3 from the first and 10, 20, 30 two further on; Keras cuts off the fifth number.
    double[] even =
        run(new Conv2DTranspose(4, 4, 1, 3, 2, Activation.identity()), input, x, kernel, zero);
    assertThat(even).startsWith(1, 2, 13, 20);
    // To 3×3 there is a padding of 2, so a number is cut off on each side, and it is the kernel's
    // middle row that meets the first row of the output.
    double[] middleRow = {0, 0, 0, 1, 2, 3, 0, 0, 0};
    double[] odd =
        run(new Conv2DTranspose(3, 3, 1, 3, 2, Activation.identity()), input, x, middleRow, zero);
    assertThat(odd).startsWith(2, 13, 20);
  }

  @Test
  void refusesAnInputThatDoesNotFit() {
    Conv2DTranspose layer = new Conv2DTranspose(7, 8, 4, 3, 2, Activation.relu());

    assertThatIllegalArgumentException()
        .isThrownBy(() -> Placed.output(layer, new ImageShape(3, 4, 16)))
        .withMessage(
            "transposed convolution of stride 2×2 to 7×8×4 needs an input of 4×4×16, was 3×4×16");
  }

  @Test
  void undoesTheShapeOfAnyConvolution() {
    for (int size = 3; size < 20; size++) {
      for (int stride = 1; stride <= 3; stride++) {
        ImageShape image = new ImageShape(size, size + 1, 2);
        ImageShape features = Placed.output(new Conv2D(5, 3, stride, Activation.relu()), image);
        Conv2DTranspose back = new Conv2DTranspose(size, size + 1, 2, 3, stride, Activation.relu());
        assertThat(Placed.output(back, features)).isEqualTo(image);
        assertThat(Placed.map(back, features).weightsShape()).containsExactly(3, 3, 2, 5);
        assertThat(Placed.map(back, features).biasLength()).isEqualTo(2);
      }
    }
  }

  private static double[] run(
      Conv2DTranspose layer, ImageShape input, double[] x, double[] k, double[] b) {
    AffineMap map = Placed.map(layer, input);
    try (Backend backend = Backends.open("nd4j", new BackendOptions(1, DataType.DOUBLE));
        AffineKernel affine = backend.affine(map, layer.activation(), 1);
        Storage in = Storages.of(backend, x);
        Storage kernel = Storages.of(backend, k);
        Storage bias = Storages.of(backend, b);
        Storage out = backend.allocate(map.output().size())) {
      affine.forward(in, kernel, bias, out);
      return out.toDoubles();
    }
  }
}
