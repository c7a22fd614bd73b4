package vae4j.graph.op;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import vae4j.backend.Backend;
import vae4j.backend.kernel.KernelMemory;
import vae4j.backend.kernel.MemoryUse;
import vae4j.backend.kernel.Normalization;
import vae4j.backend.kernel.NormalizationKernel;
import vae4j.data.ImageShape;
import vae4j.graph.Mode;
import vae4j.graph.Op;
import vae4j.graph.OpKernel;
import vae4j.graph.Operands;
import vae4j.graph.parameter.ParameterSpec;

/**
 * Group or batch normalisation. Parameters {@code scale} γ and {@code bias} β [C]; batch
 * normalisation has the statistics {@code running_mean} and {@code running_variance} [C] besides,
 * which inference uses.
 *
 * @param map which normalisation
 */
public record Normalize(Normalization map) implements Op {
  /** The share of the running statistics that is kept at each step, as in Keras. */
  private static final double MOMENTUM = 0.99;

  private static final int RUNNING_MEAN = 2;
  private static final int RUNNING_VARIANCE = 3;

  @Override
  public String type() {
    return map.acrossBatch() ? "BatchNormalization" : "GroupNormalization";
  }

  @Override
  public List<ImageShape> outputShapes(List<ImageShape> inputs) {
    if (!inputs.get(0).equals(map.shape())) {
      throw new IllegalArgumentException(
          type() + " needs an input of " + map.shape() + ", was " + inputs.get(0));
    }
    return List.of(map.shape());
  }

  @Override
  public List<ParameterSpec> parameters(List<ImageShape> inputs) {
    int channels = map.shape().channels();
    List<ParameterSpec> specs = new ArrayList<>();
    specs.add(ParameterSpec.scale(channels));
    specs.add(ParameterSpec.bias(channels));
    if (map.acrossBatch()) {
      specs.add(ParameterSpec.statistic("running_mean", channels, 0));
      specs.add(ParameterSpec.statistic("running_variance", channels, 1));
    }
    return specs;
  }

  @Override
  public boolean acrossBatch() {
    return map.acrossBatch();
  }

  @Override
  public OpKernel kernel(Backend backend, List<ImageShape> inputs, int batch, Mode mode) {
    NormalizationKernel kernel = backend.normalization(map, batch);
    return new OpKernel() {
      @Override
      public void forward(Operands operands) {
        if (map.acrossBatch() && mode == Mode.INFER) {
          kernel.forward(
              operands.input(0),
              operands.parameter(RUNNING_MEAN),
              operands.parameter(RUNNING_VARIANCE),
              operands.parameter(0),
              operands.parameter(1),
              operands.output(0));
          return;
        }
        kernel.forward(
            operands.input(0), operands.parameter(0), operands.parameter(1), operands.output(0));
        if (map.acrossBatch()) {
          kernel.statistics(
              Objects.requireNonNull(operands.parameterGradient(RUNNING_MEAN)),
              Objects.requireNonNull(operands.parameterGradient(RUNNING_VARIANCE)));
        }
      }

      @Override
      public void backward(Operands operands) {
        kernel.backward(
            operands.input(0),
            operands.outputGradient(0),
            operands.parameter(0),
            operands.inputGradient(0),
            Objects.requireNonNull(operands.parameterGradient(0)),
            Objects.requireNonNull(operands.parameterGradient(1)));
      }

      @Override
      public void close() {
        kernel.close();
      }
    };
  }

  @Override
  public MemoryUse memory(
      KernelMemory kernels, List<ImageShape> inputs, int batch, KernelMemory.Gradients gradients) {
    long images = 2L * map.shape().size() * Runtime.getRuntime().availableProcessors();
    long sums = 4L * batch * map.shape().channels();
    return MemoryUse.ofHeap((images + sums) * Double.BYTES);
  }

  /** running ← 0.99·running + 0.01·of the batch (Ioffe and Szegedy 2015, section 3.1). */
  @Override
  public void updateStatistic(
      int parameter, List<ImageShape> inputs, double[] current, double[] measured, int images) {
    for (int i = 0; i < current.length; i++) {
      current[i] = MOMENTUM * current[i] + (1 - MOMENTUM) * measured[i];
    }
  }
}
