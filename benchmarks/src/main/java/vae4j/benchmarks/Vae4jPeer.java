package vae4j.benchmarks;

import java.io.IOException;
import java.util.Map;
import org.bytedeco.javacpp.Loader;
import org.nd4j.common.config.ND4JSystemProperties;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import vae4j.Vae;
import vae4j.VaeConfig;
import vae4j.backend.Backend;
import vae4j.backend.BackendOptions;
import vae4j.backend.Backends;
import vae4j.benchmarks.contender.Inputs;
import vae4j.benchmarks.contender.Peer;
import vae4j.benchmarks.contender.PeerMain;
import vae4j.benchmarks.contender.Stopwatch;
import vae4j.benchmarks.contender.Task;
import vae4j.benchmarks.contender.UnavailableException;
import vae4j.data.ImageShape;
import vae4j.latent.DiagonalGaussian;
import vae4j.train.Decision;
import vae4j.train.EpochMetrics;
import vae4j.train.LearningRate;
import vae4j.train.Optimizer;
import vae4j.train.Trainer;
import vae4j.train.TrainerConfig;
import vae4j.train.Training;
import vae4j.train.TrainingListener;

/** This library, as its users see it: {@link Trainer}, {@link Vae#encode}, {@link Vae#decode}. */
public final class Vae4jPeer implements Peer {
  private final Inputs inputs;
  private final Task task;
  private final Backend backend;
  private final Vae vae;

  private Vae4jPeer(Inputs inputs, Backend backend) {
    this.inputs = inputs;
    this.task = inputs.task();
    this.backend = backend;
    this.vae = Vae.create(config(task), task.seed(), backend);
    vae.update(parameters -> parameters.write(inputs.weights()));
  }

  /**
   * Runs it in this process.
   *
   * @param args the folder of the inputs; the backend's name; {@code float32} or {@code bf16}
   */
  public static void main(String[] args) {
    // Else ND4J says on standard output what it runs on.
    System.setProperty(ND4JSystemProperties.LOG_INITIALIZATION, "false");
    PeerMain.main(args, Vae4jPeer::open);
  }

  /** Opens it, as {@link Peer.Factory} says. */
  static Vae4jPeer open(Inputs inputs, String... variant) throws UnavailableException {
    return new Vae4jPeer(inputs, backend(inputs.task(), variant));
  }

  /** The task's network. */
  static VaeConfig config(Task task) {
    return VaeConfig.conv(new ImageShape(task.height(), task.width(), task.channels()))
        .filters(task.filters().stream().mapToInt(Integer::intValue).toArray())
        .latent(task.latent())
        .build();
  }

  private static Backend backend(Task task, String... variant) throws UnavailableException {
    try {
      DataType type = variant[1].equals("bf16") ? DataType.BFLOAT16 : DataType.FLOAT;
      return Backends.open(variant[0], new BackendOptions(task.threads(), type));
    } catch (IllegalArgumentException | IllegalStateException e) {
      throw new UnavailableException(String.valueOf(e.getMessage()), e);
    }
  }

  @Override
  public Inputs inputs() {
    return inputs;
  }

  @Override
  public Map<String, String> versions() throws IOException {
    return Map.of(
        "backend",
        backend.name() + " (" + backend.description() + ")",
        "ND4J",
        Loader.getVersion("org.nd4j", "nd4j-api"));
  }

  @Override
  public void train(Stopwatch stopwatch) {
    Task.Adam adam = task.adam();
    TrainerConfig config =
        TrainerConfig.defaults()
            .withEpochs(task.warmUp() + task.passes())
            .withBatchSize(task.batch())
            .withLearningRate(LearningRate.constant(adam.learningRate()))
            .withOptimizer(new Optimizer.Adam(adam.beta1(), adam.beta2(), adam.epsilon()))
            .withBeta(task.beta())
            .withSeed(task.seed());
    TrainingListener clock =
        new TrainingListener() {
          @Override
          public Decision onEpoch(Training training, EpochMetrics metrics) {
            stopwatch.passDone(metrics.loss().objective());
            return Decision.CONTINUE;
          }
        };
    // The trainer makes the order and the noise of the inputs itself, from the same seed.
    new Trainer(config, clock).fit(vae, new ArrayDataset(shape(), inputs.images()));
  }

  @Override
  public float[] encode(float[] batch) {
    long[] shape = {task.batch(), task.height(), task.width(), task.channels()};
    try (INDArray images = Nd4j.create(batch, shape, 'c');
        DiagonalGaussian posterior = vae.encode(images)) {
      return posterior.mean().data().asFloat();
    }
  }

  @Override
  public float[] decode(float[] batch) {
    try (INDArray codes = Nd4j.create(batch, new long[] {task.batch(), task.latent()}, 'c');
        INDArray images = vae.decode(codes)) {
      return images.data().asFloat();
    }
  }

  @Override
  public void close() {
    vae.close();
    backend.close();
  }

  private ImageShape shape() {
    return vae.config().input();
  }
}
