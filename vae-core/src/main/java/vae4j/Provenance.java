package vae4j;

import com.google.gson.JsonObject;
import vae4j.backend.Backend;

/**
 * Where a model comes from; kept in its file.
 *
 * @param dataset name of the training images, such as {@code fashion-mnist/train}
 * @param datasetSha256 SHA-256 of what they are made from, hexadecimal
 * @param seed the run's seed
 * @param settings of the training, as {@code TrainerConfig} writes and reads them
 * @param backend name of the backend, such as {@code nd4j}
 * @param precision what it computed in: {@code float32}, {@code bf16} or {@code float64}
 * @param javaVersion such as {@code 17.0.15}
 * @param os operating system
 * @param arch processor architecture
 */
public record Provenance(
    String dataset,
    String datasetSha256,
    long seed,
    JsonObject settings,
    String backend,
    String precision,
    String javaVersion,
    String os,
    String arch) {
  /** Copies the settings. */
  public Provenance {
    settings = settings.deepCopy();
  }

  /**
   * The provenance of a run on this machine.
   *
   * @param dataset name of the training images
   * @param datasetSha256 SHA-256 of what they are made from
   * @param seed the run's seed
   * @param settings of the training
   * @param backend what computed
   * @return with Java, operating system and architecture filled in
   */
  public static Provenance here(
      String dataset, String datasetSha256, long seed, JsonObject settings, Backend backend) {
    return new Provenance(
        dataset,
        datasetSha256,
        seed,
        settings,
        backend.name(),
        backend.precision().toString(),
        System.getProperty("java.version", ""),
        System.getProperty("os.name", ""),
        System.getProperty("os.arch", ""));
  }

  /** As it stands in a model's file. */
  public JsonObject toJson() {
    JsonObject json = new JsonObject();
    json.addProperty("dataset", dataset);
    json.addProperty("datasetSha256", datasetSha256);
    json.addProperty("seed", seed);
    json.add("settings", settings.deepCopy());
    json.addProperty("backend", backend);
    json.addProperty("precision", precision);
    json.addProperty("javaVersion", javaVersion);
    json.addProperty("os", os);
    json.addProperty("arch", arch);
    return json;
  }
}
