package vae4j.benchmarks.gpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.google.gson.Gson;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vae4j.Noise;
import vae4j.Vae;
import vae4j.backend.Backend;
import vae4j.backend.BackendOptions;
import vae4j.backend.Backends;
import vae4j.benchmarks.contender.Task;
import vae4j.data.Batch;
import vae4j.data.DatasetView;
import vae4j.data.ImageDataset;
import vae4j.latent.Posterior;
import vae4j.train.Optimizer;
import vae4j.train.Trainer;

class PeerFilesTest {
  private static final Workload WORKLOAD = new Workload(List.of(2, 3), 4);

  /** Two epochs of two steps, and a step of a third. */
  private static final int STEPS = 5;

  @TempDir private Path folder;

  @Test
  void imagesAreTheirBytes() throws IOException {
    PeerFiles.writeImages(folder, new Images(3));

    byte[] bytes = Files.readAllBytes(folder.resolve("images.u8"));
    assertThat(bytes).hasSize(3 * 1024);
    assertThat(Byte.toUnsignedInt(bytes[2 * 1024 + 7])).isEqualTo(Images.level(2, 7));
  }

  @Test
  void imagesOfOtherLevelsAreRefused() {
    record Darker(ImageDataset whole) implements DatasetView {
      @Override
      public void read(int index, float[] target, int offset) {
        Arrays.fill(target, offset, offset + shape().size(), 0.5f);
      }
    }

    assertThatIllegalArgumentException()
        .isThrownBy(() -> PeerFiles.writeImages(folder, new Darker(new Images(1))))
        .withMessage("images must have 256 levels, image 0 has a number 0.5");
  }

  /** Steps on what the files say, one by one, have the losses of the trainer. */
  @Test
  void weightsOrderAndNoiseAreThoseThatTheTrainerMakes() throws IOException {
    ImageDataset data = new Images(9);
    PeerFiles.write(folder, WORKLOAD, data, STEPS);
    Task task = new Gson().fromJson(Files.readString(file(".json")), Task.class);
    assertThat(task.images()).isEqualTo(8);
    assertThat(task.parameters().get(0).name()).isEqualTo("encoder/conv1/weights");
    int[] indices = new int[STEPS * 4];
    bytes(".indices.i32").asIntBuffer().get(indices);

    List<Double> losses = new ArrayList<>();
    try (Backend backend = nd4j();
        Vae vae = Vae.create(WORKLOAD.model(), 0, backend);
        Optimizer.State adam = Optimizer.adam().start(backend, vae.parameterCount())) {
      vae.parameters().write(floats(".weights.f32"));
      float[] noise = floats(".noise.f32");
      for (int step = 0; step < STEPS; step++) {
        int first = step * 4 * task.latent();
        Noise given =
            (image, target, offset, length) ->
                System.arraycopy(noise, first + image * length, target, offset, length);
        try (Batch batch = Batch.of(data, Arrays.copyOfRange(indices, 4 * step, 4 * step + 4))) {
          losses.add(
              vae.training()
                  .lossAndGradient(batch, given, terms -> Map.of(Posterior.KL, task.beta()))
                  .objective());
        }
        adam.update(vae.parameters(), vae.training().gradient(), task.adam().learningRate());
      }
    }
    try (Backend backend = nd4j();
        Vae vae = Vae.create(WORKLOAD.model(), Workload.SEED, backend)) {
      TrainingClock clock = new TrainingClock(backend, STEPS);
      new Trainer(WORKLOAD.training(3), clock).fit(vae, WORKLOAD.images(data));

      assertThat(losses).isEqualTo(clock.firstLosses());
    }
  }

  private static Backend nd4j() {
    return Backends.open("nd4j", BackendOptions.defaults().withThreads(1));
  }

  private Path file(String suffix) {
    return folder.resolve("2-3-batch-4" + suffix);
  }

  private ByteBuffer bytes(String suffix) throws IOException {
    return ByteBuffer.wrap(Files.readAllBytes(file(suffix))).order(ByteOrder.LITTLE_ENDIAN);
  }

  private float[] floats(String suffix) throws IOException {
    ByteBuffer bytes = bytes(suffix);
    float[] values = new float[bytes.remaining() / Float.BYTES];
    bytes.asFloatBuffer().get(values);
    return values;
  }
}
