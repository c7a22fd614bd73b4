package vae4j.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.nd4j.linalg.api.ndarray.INDArray;
import vae4j.Noise;
import vae4j.Vae;
import vae4j.backend.Backend;
import vae4j.backend.BackendOptions;
import vae4j.backend.Backends;
import vae4j.benchmarks.contender.Inputs;
import vae4j.benchmarks.contender.Task;
import vae4j.benchmarks.contender.TaskMode;
import vae4j.data.Batch;
import vae4j.data.Batches;
import vae4j.data.Binarization;
import vae4j.data.ImageDataset;
import vae4j.data.ImageShape;
import vae4j.data.Seeds;
import vae4j.loss.Progress;
import vae4j.train.Optimizer;
import vae4j.train.Presets;

/**
 * Puts together what all contenders get: this library's initial weights, and the images in the
 * order in which its trainer takes them.
 */
final class Preparation {
  private Preparation() {}

  /**
   * The inputs of a scenario.
   *
   * @param scenario what is compared
   * @param extent how much of it
   * @param data images of 32×32×1, at least {@code extent.images()}
   * @return the inputs
   */
  static Inputs inputs(Scenario scenario, Extent extent, ImageDataset data) {
    if (data.size() < extent.images()) {
      throw new IllegalArgumentException(
          "images must be at most the " + data.size() + " of the set, was " + extent.images());
    }
    Presets.Preset preset = Presets.named("gdl-vae");
    if (!(Optimizer.adam() instanceof Optimizer.Adam adam)) {
      throw new IllegalStateException("Adam is no Adam");
    }
    ImageShape shape = scenario.shape();
    Task task =
        new Task(
            scenario.mode(),
            shape.height(),
            shape.width(),
            shape.channels(),
            scenario.filters(),
            preset.config().latent(),
            preset.training().beta().last(),
            new Task.Adam(learningRate(preset), adam.beta1(), adam.beta2(), adam.epsilon()),
            scenario.batch(),
            scenario.threads() == 0 ? extent.threads() : scenario.threads(),
            extent.images(),
            extent.warmUp(),
            extent.passes(),
            extent.seed(),
            List.of());
    float[] images = images(data, extent.images(), shape);
    boolean trains = task.mode() == TaskMode.TRAIN;
    int[] orders = trains ? orders(task, images) : new int[0];
    float[] noise = trains ? noise(task) : new float[0];
    try (Backend backend = Backends.open("nd4j", BackendOptions.defaults().withThreads(1));
        Vae vae = Vae.create(Vae4jPeer.config(task), extent.seed(), backend);
        INDArray weights = vae.parameters().read(vae.parameters().length())) {
      List<Task.Parameter> parameters =
          vae.parameterLayout().stream()
              .map(parameter -> new Task.Parameter(parameter.name(), parameter.shape()))
              .toList();
      return new Inputs(
          task.withParameters(parameters), images, orders, noise, weights.toFloatVector());
    }
  }

  /**
   * The extent of a measurement.
   *
   * @param images images in a pass
   * @param warmUp passes before the timed ones
   * @param passes timed passes
   * @param threads CPU threads
   * @param seed of weights, order and noise
   */
  record Extent(int images, int warmUp, int passes, int threads, long seed) {}

  private static double learningRate(Presets.Preset preset) {
    return preset.training().learningRate().at(new Progress(0, 0, 1, Map.of()));
  }

  /** Each pixel repeated in both directions, and for each channel. */
  private static float[] images(ImageDataset data, int count, ImageShape shape) {
    ImageShape small = data.shape();
    int rows = shape.height() / small.height();
    int columns = shape.width() / small.width();
    float[] one = new float[small.size()];
    float[] all = new float[count * shape.size()];
    int next = 0;
    for (int i = 0; i < count; i++) {
      data.read(i, one, 0);
      for (int y = 0; y < shape.height(); y++) {
        for (int x = 0; x < shape.width(); x++) {
          float pixel = one[y / rows * small.width() + x / columns];
          for (int c = 0; c < shape.channels(); c++) {
            all[next++] = pixel;
          }
        }
      }
    }
    return all;
  }

  /** Read off from the labels, which are indices, of the batches that the trainer sees. */
  private static int[] orders(Task task, float[] images) {
    ImageShape shape = new ImageShape(task.height(), task.width(), task.channels());
    ImageDataset data = new ArrayDataset(shape, images);
    List<Integer> orders = new ArrayList<>();
    for (int epoch = 0; epoch < task.warmUp() + task.passes(); epoch++) {
      RandomGenerator random = Seeds.stream(task.seed(), Seeds.Purpose.SHUFFLE, epoch);
      try (Batches batches = Batches.shuffled(data, task.batch(), Binarization.NONE, random)) {
        while (batches.hasNext()) {
          Batch batch = batches.next();
          for (int index : batch.labels()) {
            orders.add(index);
          }
        }
      }
    }
    return orders.stream().mapToInt(Integer::intValue).toArray();
  }

  /** Drawn as the trainer draws it. */
  private static float[] noise(Task task) {
    float[] noise = new float[(task.warmUp() + task.passes()) * task.images() * task.latent()];
    int epochs = task.warmUp() + task.passes();
    for (int epoch = 0; epoch < epochs; epoch++) {
      float[] some =
          Noise.at(task.seed(), Seeds.Purpose.TRAINING_NOISE, epoch, 0)
              .of(0, task.images(), task.latent());
      System.arraycopy(some, 0, noise, epoch * some.length, some.length);
    }
    return noise;
  }
}
