package vae4j.cli.option;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Parameters;
import vae4j.Provenance;
import vae4j.Vae;
import vae4j.backend.Backend;
import vae4j.cli.console.Failure;
import vae4j.data.Binarization;
import vae4j.datasets.Datasets;

/** The model file of commands that use one. */
public final class ModelFileArgument {
  @Parameters(
      index = "0",
      paramLabel = "MODEL",
      description = "A model file such as model.vae, or a run folder that holds one.")
  private Path given = Path.of("");

  /** The file itself. */
  public Path file() {
    return Files.isDirectory(given) ? given.resolve("model.vae") : given;
  }

  /** Loads the model; the caller's to close. */
  public Vae load(Backend backend) {
    try {
      if (!Files.exists(file())) {
        throw new NoSuchFileException(file() + ": model file must exist");
      }
      return Vae.load(file(), backend);
    } catch (IOException e) {
      throw Failure.badFile(e);
    }
  }

  /** The data set asked for, else the one that the model was trained on. */
  public static String dataset(Vae vae, DataArguments data) {
    if (data.dataset != null) {
      return data.dataset;
    }
    Provenance provenance = vae.provenance();
    String trained = provenance == null ? "" : provenance.dataset().replaceAll("/.*", "");
    if (trained.isEmpty() || Set.of("images", "idx", "npy", "npz").contains(trained)) {
      throw new IllegalArgumentException(
          "data set must be named with --dataset, one of " + Datasets.CHOICES + ", was none");
    }
    return trained;
  }

  /** The binarization that the model was trained with. */
  public static Binarization binarization(Vae vae) {
    Provenance provenance = vae.provenance();
    JsonElement setting = provenance == null ? null : provenance.settings().get("binarization");
    return setting == null ? Binarization.NONE : Binarization.named(setting.getAsString());
  }

  /** β at the end of the model's training; 1 if that is not known. */
  public static double lastBeta(Vae vae) {
    JsonElement epochs = vae.metrics().get("epochs");
    if (epochs == null || !epochs.isJsonArray() || epochs.getAsJsonArray().isEmpty()) {
      return 1;
    }
    JsonElement last = epochs.getAsJsonArray().get(epochs.getAsJsonArray().size() - 1);
    @Nullable JsonElement beta = last instanceof JsonObject line ? line.get("beta") : null;
    return beta == null ? 1 : beta.getAsDouble();
  }

  /** Refuses what only a plane can show. */
  public static void requirePlane(Vae vae, String what) {
    if (vae.config().latent() != 2) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s needs a model of 2 latent dimensions, this one has %d",
              what,
              vae.config().latent()));
    }
  }
}
