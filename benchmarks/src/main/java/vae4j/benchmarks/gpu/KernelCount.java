package vae4j.benchmarks.gpu;

import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import vae4j.Noise;
import vae4j.RecordedSteps;
import vae4j.TrainingSession;
import vae4j.Vae;
import vae4j.backend.ImageTable;
import vae4j.data.Batch;
import vae4j.data.ImageDataset;
import vae4j.data.Seeds;
import vae4j.latent.Posterior;
import vae4j.train.Optimizer;

/** Kernels and copies of a training step, where it is recorded. */
final class KernelCount {
  private KernelCount() {}

  /**
   * Records a step as the trainer does, and counts.
   *
   * @param vae the model; its weights stay as they are
   * @param workload what is trained
   * @param images at least a batch
   * @return the count; null where steps are not recorded
   */
  static @Nullable Long of(Vae vae, Workload workload, ImageDataset images) {
    int[] indices = IntStream.range(0, workload.batch()).toArray();
    try (TrainingSession session = vae.trainingSession();
        Optimizer.State optimizer =
            Optimizer.adam().start(vae.backend(), session.gradient().length());
        Batch batch = Batch.of(images, indices);
        ImageTable table = vae.backend().imageTable(images)) {
      Noise noise = Noise.at(Workload.SEED, Seeds.Purpose.TRAINING_NOISE, 0, 0);
      // What is made ready at the first step is not to be recorded.
      session.lossAndGradient(batch, noise, terms -> Map.of(Posterior.KL, workload.beta()));
      RecordedSteps steps =
          session.record(workload.batch(), table, optimizer.scalars(), optimizer::run);
      return steps == null ? null : (Long) steps.kernels();
    }
  }
}
