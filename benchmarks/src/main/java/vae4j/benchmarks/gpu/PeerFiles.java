package vae4j.benchmarks.gpu;

import com.google.gson.Gson;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import vae4j.Noise;
import vae4j.Vae;
import vae4j.backend.Backend;
import vae4j.backend.BackendOptions;
import vae4j.backend.Backends;
import vae4j.benchmarks.contender.Task;
import vae4j.benchmarks.contender.TaskMode;
import vae4j.data.Batches;
import vae4j.data.ImageDataset;
import vae4j.data.ImageShape;
import vae4j.data.Seeds;
import vae4j.train.Optimizer;

/**
 * What another library needs to train the same, little-endian: the images as bytes; of each
 * workload the task, the initial weights, and of the first steps the images' indices and the noise.
 */
final class PeerFiles {
  static final String IMAGES = "images.u8";
  static final String TASK = ".json";
  static final String WEIGHTS = ".weights.f32";

  /** [steps, batch], of the images of {@link Workload#images}. */
  static final String INDICES = ".indices.i32";

  /** ε, [steps, batch, latent]. */
  static final String NOISE = ".noise.f32";

  private static final int LARGEST_BYTE = 255;

  private PeerFiles() {}

  /**
   * Writes the images, [N, height, width, channels], a byte for each number.
   *
   * @param folder is there already
   * @param data numbers in 256 levels
   * @throws IOException if the file cannot be written
   * @throws IllegalArgumentException if a number is between two levels
   */
  static void writeImages(Path folder, ImageDataset data) throws IOException {
    float[] image = new float[data.shape().size()];
    byte[] bytes = new byte[image.length];
    try (OutputStream out =
        new BufferedOutputStream(Files.newOutputStream(folder.resolve(IMAGES)), 1 << 20)) {
      for (int i = 0; i < data.size(); i++) {
        data.read(i, image, 0);
        for (int place = 0; place < image.length; place++) {
          int level = Math.round(image[place] * LARGEST_BYTE);
          if (level / (float) LARGEST_BYTE != image[place]) {
            throw new IllegalArgumentException(
                "images must have 256 levels, image " + i + " has a number " + image[place]);
          }
          bytes[place] = (byte) level;
        }
        out.write(bytes);
      }
    }
  }

  /**
   * Writes a workload's files.
   *
   * @param folder is there already
   * @param workload what is trained
   * @param data all images; the workload takes whole batches of them
   * @param steps how many to write indices and noise of
   * @throws IOException if a file cannot be written
   */
  static void write(Path folder, Workload workload, ImageDataset data, int steps)
      throws IOException {
    if (!(Optimizer.adam() instanceof Optimizer.Adam adam)) {
      throw new IllegalStateException("Adam is no Adam");
    }
    ImageDataset images = workload.images(data);
    ImageShape shape = images.shape();
    int latent = workload.model().latent();
    try (Backend backend = Backends.open("nd4j", BackendOptions.defaults().withThreads(1));
        Vae vae = Vae.create(workload.model(), Workload.SEED, backend);
        INDArray weights = vae.parameters().read(vae.parameters().length())) {
      List<Task.Parameter> parameters =
          vae.parameterLayout().stream()
              .map(parameter -> new Task.Parameter(parameter.name(), parameter.shape()))
              .toList();
      Task task =
          new Task(
              TaskMode.TRAIN,
              shape.height(),
              shape.width(),
              shape.channels(),
              workload.filters(),
              latent,
              workload.beta(),
              new Task.Adam(workload.learningRate(), adam.beta1(), adam.beta2(), adam.epsilon()),
              workload.batch(),
              1,
              images.size(),
              0,
              1,
              Workload.SEED,
              parameters);
      Files.writeString(folder.resolve(workload.name() + TASK), new Gson().toJson(task));
      write(folder.resolve(workload.name() + WEIGHTS), weights.toFloatVector());
    }
    int batch = workload.batch();
    int[] indices = new int[steps * batch];
    float[] noise = new float[steps * batch * latent];
    int[] order = new int[0];
    for (int step = 0; step < steps; step++) {
      int epoch = step / (images.size() / batch);
      int place = step % (images.size() / batch) * batch;
      if (place == 0) {
        // As the trainer has it.
        order =
            Batches.shuffledOrder(
                images.size(), Seeds.stream(Workload.SEED, Seeds.Purpose.SHUFFLE, epoch));
      }
      System.arraycopy(order, place, indices, step * batch, batch);
      float[] some =
          Noise.at(Workload.SEED, Seeds.Purpose.TRAINING_NOISE, epoch, place).of(0, batch, latent);
      System.arraycopy(some, 0, noise, step * some.length, some.length);
    }
    byte[] bytes = new byte[indices.length * Integer.BYTES];
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asIntBuffer().put(indices);
    Files.write(folder.resolve(workload.name() + INDICES), bytes);
    write(folder.resolve(workload.name() + NOISE), noise);
  }

  private static void write(Path file, float[] values) throws IOException {
    byte[] bytes = new byte[values.length * Float.BYTES];
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().put(values);
    Files.write(file, bytes);
  }
}
