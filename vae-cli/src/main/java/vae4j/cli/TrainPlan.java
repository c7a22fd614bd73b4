package vae4j.cli;

import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import vae4j.VaeConfig;
import vae4j.train.Presets.Preset;
import vae4j.train.TrainerConfig;

/**
 * The model to train and its training.
 *
 * @param name of the model, for people and the run folder
 * @param preset the preset it is based on; null if none
 * @param model what it looks like
 * @param training how it is trained
 */
record TrainPlan(String name, @Nullable Preset preset, VaeConfig model, TrainerConfig training) {
  /** Whether losses are shown in the units of "Generative Deep Learning" too. */
  boolean inGdlUnits() {
    return preset != null && preset.name().startsWith("gdl-");
  }

  /** {@code gdl-vae-fashion-mnist-seed42}; a folder or file counts by its name. */
  String folderName(String dataset) {
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
