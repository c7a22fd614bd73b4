package vae4j.benchmarks.samediff;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.bytedeco.javacpp.Loader;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.api.OutAndGrad;
import org.nd4j.common.config.ND4JSystemProperties;
import org.nd4j.enums.WeightsFormat;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.Conv2DConfig;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.DeConv2DConfig;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.PaddingMode;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.learning.config.Adam;
import vae4j.benchmarks.contender.Peer;
import vae4j.benchmarks.contender.Inputs;
import vae4j.benchmarks.contender.Stopwatch;
import vae4j.benchmarks.contender.Task;
import vae4j.benchmarks.contender.PeerMain;

/**
 * The network as a SameDiff graph, its decoder of ND4J's {@code deconv2d}; gradients by SameDiff,
 * the update by ND4J's Adam. (SameDiff's own {@code fit} does the same, and gives no losses.)
 */
public final class SameDiffPeer implements Peer {
  private final Inputs inputs;
  private final Task task;
  private final SameDiff sd = SameDiff.create();
  private final Map<String, GradientUpdater<?>> updaters = new LinkedHashMap<>();
  private int iteration;

  private SameDiffPeer(Inputs inputs) {
    this.inputs = inputs;
    this.task = inputs.task();
    Nd4j.getEnvironment().setMaxThreads(task.threads());
    Task.Adam adam = task.adam();
    for (Task.Parameter parameter : task.parameters()) {
      long[] shape = parameter.dimensions();
      sd.var(parameter.name(), Nd4j.create(inputs.initial(parameter.name()), shape, 'c'));
      Adam config = new Adam(adam.learningRate(), adam.beta1(), adam.beta2(), adam.epsilon());
      updaters.put(
          parameter.name(),
          config.instantiate(
              Nd4j.create(DataType.FLOAT, 1, config.stateSize(parameter.length())), true));
    }
    SDVariable images =
        sd.placeHolder(
            "images", DataType.FLOAT, task.batch(), task.height(), task.width(), task.channels());
    SDVariable epsilon = sd.placeHolder("epsilon", DataType.FLOAT, task.batch(), task.latent());
    SDVariable codes = sd.placeHolder("codes", DataType.FLOAT, task.batch(), task.latent());

    SDVariable features = encoder(images);
    SDVariable mean = dense("mean", features, "encoder/mean");
    SDVariable logVariance = dense("log_variance", features, "encoder/log_variance");
    // z = μ + e^{½ log σ²} · ε
    SDVariable z = mean.add(sd.math().exp(logVariance.mul(0.5)).mul(epsilon));
    // Σ max(l, 0) − l·x + log(1 + e^{−|l|}); the gradient of SameDiff's own loss operation leaves
    // out
    // what its value is multiplied by.
    SDVariable logits = decoder(z);
    SDVariable reconstruction =
        sd.nn()
            .relu(logits, 0)
            .sub(logits.mul(images))
            .add(sd.math().log1p(sd.math().exp(sd.math().abs(logits).neg())))
            .sum(1, 2, 3)
            .sum();
    // KL = −½ Σ (1 + log σ² − μ² − σ²)
    SDVariable divergence =
        logVariance
            .add(1)
            .sub(sd.math().square(mean))
            .sub(sd.math().exp(logVariance))
            .sum()
            .mul(-0.5 * task.beta());
    sd.setLossVariables(reconstruction.add(divergence).mul("loss", 1.0 / task.batch()));
    sd.nn().sigmoid("images", decoder(codes));
  }

  /**
   * Runs it in this process.
   *
   * @param args the folder of the inputs
   */
  public static void main(String[] args) {
    // Else ND4J says on standard output what it runs on.
    System.setProperty(ND4JSystemProperties.LOG_INITIALIZATION, "false");
    // With its cache of arrays, SameDiff 1.0.0-M2.1 gives wrong numbers: arrays that are still to
    // be
    // read are written over. False turns the cache off, whatever the property is called.
    System.setProperty(ND4JSystemProperties.SAMEDIFF_MEMORY_CACHE_DISABLE, "false");
    PeerMain.main(args, (inputs, variant) -> new SameDiffPeer(inputs));
  }

  @Override
  public Inputs inputs() {
    return inputs;
  }

  @Override
  public Map<String, String> versions() throws IOException {
    return Map.of("ND4J", Loader.getVersion("org.nd4j", "nd4j-api"));
  }

  @Override
  public void train(Stopwatch stopwatch) {
    PeerMain.train(inputs, stopwatch, this::step);
  }

  private double step(float[] batch, float[] noise) {
    try (INDArray images = images(batch);
        INDArray epsilon = codes(noise)) {
      OutAndGrad result =
          sd.calculateGradientsAndOutputs(
              Map.of("images", images, "epsilon", epsilon), List.of("loss"), updaters.keySet());
      updaters.forEach(
          (name, updater) -> {
            INDArray update = Objects.requireNonNull(result.getGradients().get(name));
            updater.applyUpdater(update, iteration, 0);
            sd.getVariable(name).getArr().subi(update);
          });
      iteration++;
      return Objects.requireNonNull(result.getOutputs().get("loss")).getDouble(0);
    }
  }

  @Override
  public float[] encode(float[] batch) {
    return onHeap(sd.outputSingle(Map.of("images", images(batch)), "mean"));
  }

  @Override
  public float[] decode(float[] batch) {
    return onHeap(sd.outputSingle(Map.of("codes", codes(batch)), "images"));
  }

  @Override
  public void close() {
    // A graph has nothing to close; its arrays go with the process.
  }

  private SDVariable encoder(SDVariable images) {
    SDVariable x = images;
    for (int i = 1; i <= task.filters().size(); i++) {
      String name = "encoder/conv" + i;
      x = sd.nn().relu(sd.cnn().conv2d(x, kernel(name), bias(name), convolution(2)), 0);
    }
    return x.reshape(task.batch(), task.smallSize());
  }

  private SDVariable decoder(SDVariable z) {
    SDVariable x =
        sd.nn()
            .linear(z, kernel("decoder/dense1"), bias("decoder/dense1"))
            .reshape(task.batch(), task.smallHeight(), task.smallWidth(), task.lastFilters());
    DeConv2DConfig doubling =
        DeConv2DConfig.builder()
            .kH(3)
            .kW(3)
            .sH(2)
            .sW(2)
            .isSameMode(true)
            .dataFormat("NHWC")
            .build();
    for (int i = 1; i <= task.filters().size(); i++) {
      String name = "decoder/conv_transpose" + i;
      x = sd.nn().relu(sd.cnn().deconv2d(x, kernel(name), bias(name), doubling), 0);
    }
    String name = "decoder/output";
    return sd.cnn().conv2d(x, kernel(name), bias(name), convolution(1));
  }

  private SDVariable dense(String called, SDVariable x, String name) {
    return sd.nn().linear(called, x, kernel(name), bias(name));
  }

  private static Conv2DConfig convolution(int stride) {
    return Conv2DConfig.builder()
        .kH(3)
        .kW(3)
        .sH(stride)
        .sW(stride)
        .paddingMode(PaddingMode.SAME)
        .dataFormat("NHWC")
        .weightsFormat(WeightsFormat.YXIO)
        .build();
  }

  private SDVariable kernel(String layer) {
    return sd.getVariable(layer + "/weights");
  }

  private SDVariable bias(String layer) {
    return sd.getVariable(layer + "/bias");
  }

  private INDArray images(float[] values) {
    long[] shape = {task.batch(), task.height(), task.width(), task.channels()};
    return Nd4j.create(values, shape, 'c');
  }

  private INDArray codes(float[] values) {
    return Nd4j.create(values, new long[] {task.batch(), task.latent()}, 'c');
  }

  private static float[] onHeap(INDArray array) {
    return array.dup('c').data().asFloat();
  }
}
