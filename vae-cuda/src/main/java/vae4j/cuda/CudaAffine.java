package vae4j.cuda;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import vae4j.backend.Storage;
import vae4j.backend.kernel.Activation;
import vae4j.backend.kernel.AffineKernel;
import vae4j.backend.kernel.AffineMap;
import vae4j.cuda.driver.Kernels;
import vae4j.cuda.library.Direction;
import vae4j.cuda.library.ElementType;
import vae4j.cuda.library.device.Libraries;
import vae4j.cuda.library.device.LibraryPasses;
import vae4j.cuda.library.device.Operands;
import vae4j.cuda.library.device.Tensor;

/**
 * A layer with weights. A dense layer is a convolution of one pixel; a transposed convolution runs
 * a convolution's passes with input and output exchanged. Each pass runs on a library, if one was
 * found faster when this was made, or on an {@link AffinePass}.
 */
final class CudaAffine implements AffineKernel {
  private final Kernels kernels;
  private final boolean transposed;
  private final long outputRows;
  private final Partials weightSums;
  private final Partials biasSums;
  private final Map<Direction, AffinePass> own = new EnumMap<>(Direction.class);
  private final LibraryPasses libraries;

  CudaAffine(
      Kernels kernels,
      DataType type,
      Libraries libraries,
      AffineMap map,
      Activation activation,
      int batch) {
    this.kernels = kernels;
    this.transposed = map instanceof AffineMap.TransposedConvolution;
    Geometry geometry = Geometry.of(map, batch);
    this.outputRows = transposed ? geometry.inputRows() : geometry.outputRows();
    int blocks = geometry.weightTiles();
    this.weightSums =
        new Partials(kernels, type, map.weightsLength(), blocks, geometry.outputRows());
    this.biasSums =
        new Partials(kernels, type, map.biasLength(), columnTiles(map.biasLength()), outputRows);
    for (Direction pass : Direction.values()) {
      Function function = pass == Direction.FORWARD ? Function.of(activation) : Function.IDENTITY;
      own.put(pass, new AffinePass(kernels, geometry, pass.of(map), function, weightSums));
    }
    this.libraries = libraries.passes(map, activation, batch, this::own);
  }

  private static int columnTiles(int columns) {
    return (columns + Geometry.COLUMN_TILE - 1) / Geometry.COLUMN_TILE;
  }

  @Override
  public void forward(Storage input, Storage kernel, Storage bias, Storage output) {
    libraries.weightsChanged();
    run(Direction.FORWARD, operands(input, kernel, bias, output));
  }

  @Override
  public void backward(
      Storage input,
      Storage outputGradient,
      Storage kernel,
      @Nullable Storage inputGradient,
      Storage kernelGradient,
      Storage biasGradient) {
    if (inputGradient != null) {
      run(Direction.DATA, operands(inputGradient, kernel, null, outputGradient));
    }
    // A copy of the weights lasts for one step.
    libraries.weightsChanged();
    run(Direction.WEIGHTS, operands(input, kernelGradient, null, outputGradient));
    int columns = (int) biasGradient.length();
    biasSums.sum(
        DeviceStorage.address(biasGradient),
        (partial, splits) ->
            kernels
                .launch("column_sums")
                .address(DeviceStorage.address(outputGradient))
                .integer(DeviceStorage.of(outputGradient).kind().code())
                .size(outputRows)
                .integer(columns)
                .address(partial)
                .integer(splits)
                .grid(columnTiles(columns), splits, 1));
  }

  private AffinePass own(Direction pass) {
    return Objects.requireNonNull(own.get(pass));
  }

  private void run(Direction pass, Operands operands) {
    if (!libraries.run(pass, operands)) {
      own(pass).run(operands);
    }
  }

  /** As the convolution underneath names them, of the layer's input and output. */
  private Operands operands(
      Storage input, Storage weights, @Nullable Storage bias, Storage output) {
    Storage x = transposed ? output : input;
    Storage y = transposed ? input : output;
    return new Operands(
        tensor(x), DeviceStorage.address(weights), DeviceStorage.address(bias), tensor(y));
  }

  private static Tensor tensor(Storage storage) {
    DeviceStorage device = DeviceStorage.of(storage);
    return new Tensor(device.address(), type(device.kind()));
  }

  private static ElementType type(Kind kind) {
    return switch (kind) {
      case REAL -> ElementType.FLOAT32;
      case BFLOAT16 -> ElementType.BFLOAT16;
      case FLOAT16 -> ElementType.FLOAT16;
    };
  }

  @Override
  public void weightsChanged() {
    libraries.weightsChanged();
  }

  @Override
  public void close() {
    libraries.close();
    weightSums.close();
    biasSums.close();
  }
}
