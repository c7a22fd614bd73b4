package vae4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** All that is measured of a model in one command. */
class EvaluateCommandTest {
  @TempDir private static Path shared;
  private static Path model;
  private static Path plain;

  @TempDir private Path temp;

  @BeforeAll
  static void train() {
    model = shared.resolve("model");
    plain = shared.resolve("plain");
    assertThat(CliRun.tinyTraining(model, "--latent", 3).code()).isZero();
    assertThat(CliRun.tinyTraining(plain, "--autoencoder").code()).isZero();
  }

  @Test
  void measuresWhatTheModelAndItsImagesAllow() throws IOException {
    Path out = temp.resolve("evaluation");
    CliRun run =
        CliRun.of("evaluate", model, "--limit", 40, "--samples", 7, "--out", out, "--json");

    assertThat(run.code()).as(run.err()).isZero();
    JsonObject found = run.json();
    Map<String, Double> metrics = metrics(found);
    assertThat(metrics).containsKeys("elbo", "active_units", "ssim", "linear_probe", "mig");
    assertThat(metrics.get("elbo")).isCloseTo(found.get("elbo").getAsDouble(), within(1e-9));
    assertThat(metrics.keySet()).noneMatch(name -> name.startsWith("FID"));
    assertThat(found.getAsJsonObject("details").getAsJsonObject("latents").keySet())
        .containsExactly("variances", "kl_per_dimension", "marginal_kl_per_dimension");
    // Jensen: more samples, a higher bound; on 40 images far beyond the noise.
    assertThat(metrics.get("iwae_bound[K=7]")).isGreaterThan(metrics.get("elbo"));
    assertThat(found.getAsJsonObject("seconds_by_metric").keySet())
        .containsExactly("elbo", "latents", "quality", "probes", "disentanglement", "iwae");
    assertThat(RunFolderTest.read(out, "evaluation.json")).isEqualTo(found);
    assertThat(Files.readString(out.resolve("report.html")))
        .contains("Likelihood", "Disentanglement", "data:image/gif;base64,")
        .doesNotContain("<script", "http://", "https://");
  }

  @Test
  void aQuickLookLeavesTheBoundOut() {
    CliRun run = CliRun.of("evaluate", model, "--limit", 40, "--quick", "--json");

    assertThat(metrics(run.json())).containsKey("elbo").doesNotContainKey("iwae_bound[K=100]");
    assertThat(run.err())
        .contains("not measured: fid needs images of mnist or fashion-mnist, data set was ")
        .doesNotContain("not measured: iwae");
  }

  @Test
  void theSameSeedGivesTheSameNumbers() {
    JsonObject first = withoutTimes(7);
    assertThat(withoutTimes(7)).isEqualTo(first);
    assertThat(withoutTimes(8)).isNotEqualTo(first);
  }

  static Map<String, Double> metrics(JsonObject evaluation) {
    Map<String, Double> metrics = new LinkedHashMap<>();
    for (JsonElement each : evaluation.getAsJsonArray("metrics")) {
      JsonObject metric = each.getAsJsonObject();
      metrics.put(metric.get("name").getAsString(), metric.get("value").getAsDouble());
    }
    return metrics;
  }

  private static JsonObject withoutTimes(int seed) {
    JsonObject found =
        CliRun.of("evaluate", model, "--limit", 40, "--samples", 3, "--seed", seed, "--json")
            .json();
    found.remove("seed");
    found.remove("seconds");
    found.remove("images_per_second");
    found.remove("seconds_by_metric");
    return found;
  }

  @Test
  void aPlainAutoencoderHasNoDensity() {
    CliRun run = CliRun.of("evaluate", plain, "--limit", 40, "--json");

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(metrics(run.json()))
        .containsKey("mse")
        .doesNotContainKeys("iwae_bound[K=100]", "bits_per_dimension", "kl");
    refused(
        CliRun.of("evaluate", plain, "--limit", 40, "--metrics", "iwae"),
        "iwae needs a model with a latent distribution, this is an autoencoder");
  }

  @Test
  void whatCannotBeMeasuredIsSaidInALine() throws IOException {
    refused(
        CliRun.of("evaluate", model, "--limit", 40, "--samples", 0),
        "samples must be from 1 to 5000, was 0");
    refused(
        CliRun.of("evaluate", model, "--limit", 40, "--metrics", "fid"),
        "fid needs images of mnist or fashion-mnist, data set was sprites/test[0,40)");
    refused(
        CliRun.of("evaluate", model, "--metrics", "beauty"),
        "metric must be one of elbo, latents, quality, fid, probes, disentanglement, iwae, was"
            + " beauty");
    Path images = Files.createDirectory(temp.resolve("images"));
    for (int i = 0; i < 30; i++) {
      BufferedImage image = new BufferedImage(32, 32, BufferedImage.TYPE_BYTE_GRAY);
      image.setRGB(i, i, 0xffffff);
      ImageIO.write(image, "png", images.resolve(i + ".png").toFile());
    }
    String folder = "images:" + images;
    assertThat(CliRun.of("evaluate", model, "--dataset", folder, "--metrics", "mig").errors())
        .filteredOn(line -> line.startsWith("vae: "))
        .singleElement()
        .asString()
        .contains("disentanglement needs images of known factors such as sprites");
    assertThat(CliRun.of("evaluate", model, "--dataset", folder, "--metrics", "knn").errors())
        .filteredOn(line -> line.startsWith("vae: "))
        .singleElement()
        .asString()
        .contains("probes need labels, image 0 of");
  }

  private static void refused(CliRun run, String reason) {
    assertThat(run.code()).isNotZero();
    assertThat(run.errors()).containsExactly("vae: " + reason);
    assertThat(run.out()).isEmpty();
  }
}
