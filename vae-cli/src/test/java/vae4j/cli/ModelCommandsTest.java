package vae4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vae4j.cli.console.ExitCode;

/** The commands that use a model. */
class ModelCommandsTest {
  @TempDir private static Path shared;
  private static Path model;
  private static Path wide;

  @TempDir private Path temp;

  @BeforeAll
  static void train() {
    Path folder = shared.resolve("two");
    Path other = shared.resolve("four");
    assertThat(CliRun.tinyTraining(folder, "--beta", 2).code()).isZero();
    assertThat(
            CliRun.tinyTraining(other, "--latent", 4, "--likelihood", "gaussian", "--autoencoder")
                .code())
        .isZero();
    model = folder.resolve("model.vae");
    wide = other.resolve("model.vae");
  }

  @Test
  void evaluateGivesWhatTheLastValidationGave() throws IOException {
    JsonObject trained =
        RunFolderTest.read(model.getParent(), "summary.json").getAsJsonObject("test");

    CliRun run = CliRun.of("evaluate", model, "--limit", 40, "--seed", 7, "--json");

    assertThat(run.code()).as(run.err()).isZero();
    for (String term : new String[] {"reconstruction", "kl", "objective", "elbo", "beta"}) {
      assertThat(run.json().get(term).getAsDouble())
          .as(term)
          .isCloseTo(trained.get(term).getAsDouble(), within(1e-3));
    }
    assertThat(run.json().get("images").getAsInt()).isEqualTo(40);
    double nats = -run.json().get("elbo").getAsDouble();
    assertThat(EvaluateCommandTest.metrics(run.json()).get("bits_per_dimension"))
        .isCloseTo(nats / 1024 / Math.log(2), within(1e-9));
  }

  @Test
  void evaluatePrintsTextAndWritesItsNumbers() throws IOException {
    CliRun run =
        CliRun.of(
            "evaluate", model, "--dataset", "sprites", "--limit", 20, "--out", temp.resolve("e"));

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out())
        .contains("reconstruction ", "bits per dimension", "ssim", "mutual information", "mig");
    JsonObject written =
        JsonParser.parseString(Files.readString(temp.resolve("e/evaluation.json")))
            .getAsJsonObject();
    assertThat(written.get("images").getAsInt()).isEqualTo(20);
  }

  @Test
  void theConstantOfAFixedGaussianCountsInBitsPerDimension() {
    Path folder = temp.resolve("gaussian");
    CliRun.tinyTraining(folder, "--likelihood", "gaussian");
    CliRun run = CliRun.of("evaluate", folder, "--metrics", "elbo", "--limit", 20, "--json");

    // σ² = ½: the constant is D/2 · ln(2π·½) = D/2 · ln π.
    double nats = -run.json().get("elbo").getAsDouble() + 512 * Math.log(Math.PI);
    assertThat(EvaluateCommandTest.metrics(run.json()).get("bits_per_dimension"))
        .isCloseTo(nats / 1024 / Math.log(2), within(1e-9));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "reconstruct --limit 30 --count 12",
        "sample --count 7 --seed 3",
        "latent --limit 30",
        "latent --limit 30 --space cdf",
        "latent --plane",
        "latent --plane --dataset sprites --limit 20",
        "latent --plane --space cdf",
        "latent --plane --range 2",
        "traverse --steps 3 --range 2.5",
        "traverse --from 2 --dataset sprites",
        "interpolate --from 0 --to 5",
        "interpolate --from 0 --to 5 --path spherical --steps 2",
      })
  void drawingsAreWrittenAndNamed(String command) throws IOException {
    Path file = temp.resolve("drawing.png");
    String[] words = command.split(" ", 2);
    Object[] start = {words[0], model, "--out", file};

    CliRun run = CliRun.of(BadFilesTest.with(start, (Object[]) words[1].split(" ")));

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out().strip()).isEqualTo(file.toString());
    assertThat(ImageIO.read(file.toFile())).isNotNull();
  }

  @Test
  void sampleIsTheSameForTheSameSeed() throws IOException {
    for (String name : new String[] {"a.png", "b.png"}) {
      CliRun.of("sample", model, "--count", 4, "--seed", 9, "--out", temp.resolve(name));
    }
    CliRun.of("sample", model, "--count", 4, "--seed", 10, "--out", temp.resolve("c.png"));

    assertThat(temp.resolve("a.png")).hasSameBinaryContentAs(temp.resolve("b.png"));
    assertThat(Files.readAllBytes(temp.resolve("c.png")))
        .isNotEqualTo(Files.readAllBytes(temp.resolve("a.png")));
  }

  @Test
  void inspectShowsConfigTensorsProvenanceAndMetrics() {
    CliRun text = CliRun.of("inspect", model);
    JsonObject json = CliRun.of("inspect", model.getParent(), "--json").json();

    assertThat(text.code()).isZero();
    assertThat(text.out())
        .contains("format 2", "encoder/conv1/weights", "3×3×1×4", "sprites/train", "seed      7");
    assertThat(json.getAsJsonObject("config").getAsJsonObject("latent").get("channels").getAsInt())
        .isEqualTo(2);
    assertThat(json.getAsJsonObject("provenance").get("seed").getAsLong()).isEqualTo(7);
    assertThat(json.getAsJsonObject("metrics").getAsJsonArray("epochs")).hasSize(2);
    long total = 0;
    for (var tensor : json.getAsJsonArray("tensors")) {
      total += tensor.getAsJsonObject().get("parameters").getAsLong();
    }
    assertThat(json.get("parameters").getAsLong()).isEqualTo(total);
  }

  @Test
  void aScatterOfMoreThanTwoLatentsAsksForTwoOfThem() {
    assertRefused(
        CliRun.of("latent", wide, "--limit", 10, "--out", temp.resolve("x.png")),
        "a scatter shows 2 latent dimensions, the model has 4; choose two with --dims, such as --dims 1,2");
  }

  @Test
  void latentsThatAreNotThereAreRefused() {
    assertRefused(
        CliRun.of("latent", wide, "--dims", "1,5", "--out", temp.resolve("x.png")),
        "dims must be two different dimensions from 1 to 4, were 1,5");
  }

  @Test
  void aPlaneOfMoreThanTwoLatentsIsRefused() {
    assertRefused(
        CliRun.of("latent", wide, "--plane", "--out", temp.resolve("x.png")),
        "--plane needs a model of 2 latent dimensions, this one has 4");
  }

  @Test
  void imagesThatAreNotThereAreRefused() {
    assertRefused(
        CliRun.of(
            "interpolate",
            model,
            "--from",
            0,
            "--to",
            40,
            "--limit",
            40,
            "--out",
            temp.resolve("x.png")),
        "index of an image must be in [0, 40), was 40");
  }

  @Test
  void dataOfAnotherShapeIsRefused() {
    Path dense = shared.resolve("small");
    assertThat(CliRun.tinyTraining(dense).code()).isZero();
    Path images = temp.resolve("images");
    try {
      ColourImages.write(images, 4, 8, 8);
    } catch (IOException e) {
      throw new AssertionError(e);
    }

    CliRun run = CliRun.of("evaluate", dense, "--dataset", "images:" + images, "--size", "8x8");

    assertThat(run.errors())
        .containsExactly(
            "notice: images are taken as 8×8×3: all are 8×8, all in colour",
            "vae: images of images:" + images + " must be 32×32×1 as the model's, are 8×8×3");
    assertThat(run.code()).isEqualTo(ExitCode.USAGE);
  }

  @Test
  void aDrawingThatCannotBeWrittenIsOneLine() {
    Path file = temp.resolve("missing/x.png");

    CliRun run = CliRun.of("sample", model, "--count", 1, "--out", file);

    assertThat(run.code()).isEqualTo(ExitCode.FAILURE);
    assertThat(run.errors())
        .containsExactly(
            "vae: cannot write " + file + ": folder " + file.getParent() + " does not exist");
  }

  private void assertRefused(CliRun run, String message) {
    assertThat(run.errors()).containsExactly("vae: " + message);
    assertThat(run.code()).isEqualTo(ExitCode.USAGE);
    assertThat(temp.resolve("x.png")).doesNotExist();
  }
}
