package vae4j.train;

import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import vae4j.VaeConfig;
import vae4j.train.Presets.Preset;

/**
 * A model to train and its training, as {@link TrainSettings#plan} makes them.
 *
 * @param name of the model, such as {@code gdl-vae} or {@code conv-vae}
 * @param preset the preset that it is based on; null if none
 * @param model its architecture
 * @param training how it is trained
 */
public record TrainPlan(
    String name, @Nullable Preset preset, VaeConfig model, TrainerConfig training) {
  /** Whether losses are also shown in the units of Foster's "Generative Deep Learning". */
  public boolean inGdlUnits() {
    return preset != null && preset.name().startsWith("gdl-");
  }

  /**
   * A name for the run folder: {@code gdl-vae-fashion-mnist-seed42}.
   *
   * @param dataset as on the command line; of {@code images:PATH} the last part of the path counts
   */
  public String folderName(String dataset) {
    String data = dataset;
    int colon = data.indexOf(':');
    if (colon >= 0) {
      Path file = Path.of(data.substring(colon + 1)).toAbsolutePath().normalize();
      String last = file.getFileName().toString().replaceFirst("\\.np[yz]\\b", "");
      data = data.substring(0, colon) + "-" + last;
    }
    data = data.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-+|-+$", "");
    return name + "-" + data + "-seed" + training.seed();
  }
}
