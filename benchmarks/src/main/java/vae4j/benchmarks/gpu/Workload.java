package vae4j.benchmarks.gpu;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import vae4j.VaeConfig;
import vae4j.data.ImageDataset;
import vae4j.loss.Progress;
import vae4j.train.Presets;
import vae4j.train.TrainerConfig;

/**
 * What is trained: the preset {@code gdl-vae}, in batches of another size and with other filters.
 *
 * @param filters channels of the encoder's convolutions, in the order data flows
 * @param batch images in a step
 */
record Workload(List<Integer> filters, int batch) {
  /** Of weights, order and noise. */
  static final long SEED = 1;

  private static final Presets.Preset PRESET = Presets.named("gdl-vae");

  Workload {
    filters = List.copyOf(filters);
    if (batch <= 0) {
      throw new IllegalArgumentException("batch must be positive, was " + batch);
    }
  }

  /**
   * The workload of a word.
   *
   * @param text filters, a slash and a batch, such as {@code 32,64,128/100}
   */
  static Workload parse(String text) {
    if (!text.matches("[1-9]\\d{0,3}(,[1-9]\\d{0,3})*/[1-9]\\d{0,6}")) {
      throw new IllegalArgumentException(
          "a workload must be filters, a slash and a batch, such as 32,64,128/100, was " + text);
    }
    String[] parts = text.split("/", 2);
    List<Integer> filters = Arrays.stream(parts[0].split(",", -1)).map(Integer::valueOf).toList();
    return new Workload(filters, Integer.parseInt(parts[1]));
  }

  /** Such as {@code 32-64-128-batch-100}, for files. */
  String name() {
    return filters.stream().map(String::valueOf).collect(Collectors.joining("-"))
        + "-batch-"
        + batch;
  }

  /** The model. */
  VaeConfig model() {
    return VaeConfig.conv(PRESET.config().input())
        .filters(filters.stream().mapToInt(Integer::intValue).toArray())
        .latent(PRESET.config().latent())
        .build();
  }

  /**
   * Its training.
   *
   * @param epochs passes over the images
   */
  TrainerConfig training(int epochs) {
    return PRESET.training().withEpochs(epochs).withBatchSize(batch).withSeed(SEED);
  }

  /** α, the same in each step. */
  double learningRate() {
    return PRESET.training().learningRate().at(new Progress(0, 0, 1, Map.of()));
  }

  /** β. */
  double beta() {
    return PRESET.training().beta().last();
  }

  /**
   * As many of the images as make whole batches.
   *
   * @param all the set
   * @throws IllegalArgumentException if they make none
   */
  ImageDataset images(ImageDataset all) {
    int whole = all.size() / batch * batch;
    if (whole == 0) {
      throw new IllegalArgumentException(
          "batch must be at most the " + all.size() + " images of the set, was " + batch);
    }
    return all.take(whole);
  }
}
