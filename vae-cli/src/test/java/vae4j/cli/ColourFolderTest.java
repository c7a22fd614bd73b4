package vae4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vae4j.cli.console.ExitCode;

/** Colour images of an odd size, from a folder to drawings. */
class ColourFolderTest {
  @TempDir private Path temp;

  @Test
  void colourImagesOf48By37AreTrainedReconstructedTraversedAndInterpolated() throws IOException {
    Path images = temp.resolve("images");
    ColourImages.write(images, 40, 48, 37);
    Path folder = temp.resolve("run");
    String dataset = "images:" + images;

    CliRun trained =
        CliRun.of(
            "train",
            "--dataset",
            dataset,
            "--filters",
            "4,8,8",
            "--latent",
            3,
            "--epochs",
            2,
            "--batch",
            10,
            "--likelihood",
            "gaussian",
            "--no-plots",
            "--out",
            folder);
    CliRun reconstructed =
        CliRun.of("reconstruct", folder, "--dataset", dataset, "--out", temp.resolve("r.png"));
    CliRun ofAFile =
        CliRun.of(
            "reconstruct",
            folder,
            "--image",
            images.resolve("red/000.png"),
            "--image",
            images.resolve("blue/001.png"),
            "--out",
            temp.resolve("f.png"));
    CliRun traversed =
        CliRun.of(
            "traverse",
            folder,
            "--steps",
            5,
            "--from",
            1,
            "--dataset",
            dataset,
            "--out",
            temp.resolve("t.png"));
    CliRun interpolated =
        CliRun.of(
            "interpolate",
            folder,
            "--dataset",
            dataset,
            "--from",
            0,
            "--to",
            3,
            "--path",
            "spherical",
            "--steps",
            4,
            "--out",
            temp.resolve("i.png"));
    CliRun scattered =
        CliRun.of(
            "latent",
            folder,
            "--dataset",
            dataset,
            "--dims",
            "1,3",
            "--out",
            temp.resolve("l.png"));

    assertThat(trained.code()).as(trained.err()).isZero();
    JsonObject model = RunFolderTest.read(folder, "config.json").getAsJsonObject("model");
    assertThat(model.getAsJsonObject("input").toString())
        .isEqualTo("{\"height\":48,\"width\":37,\"channels\":3}");
    for (CliRun run : new CliRun[] {reconstructed, ofAFile, traversed, interpolated, scattered}) {
      assertThat(run.code()).as(run.err()).isZero();
    }
    for (String name : new String[] {"r.png", "f.png", "t.png", "i.png", "l.png"}) {
      assertThat(ImageIO.read(temp.resolve(name).toFile())).as(name).isNotNull();
    }
    assertThat(reconstructed.out().strip()).isEqualTo(temp.resolve("r.png").toString());
  }

  @Test
  void imagesAreBroughtToTheSizeAskedForAndMadeGrey() throws IOException {
    Path images = temp.resolve("images");
    ColourImages.write(images, 10, 48, 37);
    Path folder = temp.resolve("run");

    CliRun run =
        CliRun.of(
            "train",
            "--dataset",
            "images:" + images,
            "--size",
            "20x12",
            "--grey",
            "--filters",
            "4",
            "--epochs",
            1,
            "--no-plots",
            "--out",
            folder);

    assertThat(run.code()).as(run.err()).isZero();
    JsonObject model = RunFolderTest.read(folder, "config.json").getAsJsonObject("model");
    assertThat(model.getAsJsonObject("input").toString())
        .isEqualTo("{\"height\":20,\"width\":12,\"channels\":1}");
  }

  @Test
  void aSizeThatIsNoneIsRefused() throws IOException {
    Path images = temp.resolve("images");
    ColourImages.write(images, 2, 8, 8);

    CliRun run = CliRun.of("train", "--dataset", "images:" + images, "--size", "20x");

    assertThat(run.code()).isEqualTo(ExitCode.USAGE);
    assertThat(run.errors())
        .containsExactly("vae: size must be whole numbers with x between them, was 20x");
  }

  @Test
  void howTheShapeWasChosenAndWhatWasLeftOutIsTold() throws IOException {
    Path images = temp.resolve("images");
    Path later = temp.resolve("later");
    ColourImages.write(images, 4, 8, 8);
    ColourImages.write(later, 2, 8, 8);
    Files.writeString(images.resolve("notes.txt"), "notes");
    Path table = Files.writeString(temp.resolve("t.csv"), "000,warm\n001,cold\n002,warm\n");

    CliRun run =
        CliRun.of(
            "train",
            "--dataset",
            "images:" + images,
            "--test-dir",
            later,
            "--labels",
            table,
            "--filters",
            "4",
            "--epochs",
            1,
            "--no-plots",
            "--out",
            temp.resolve("run"));

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.err())
        .contains("notice: images are taken as 8×8×3: all are 8×8, all in colour")
        .contains("notice: left out: 1 file (1 .txt)")
        .contains("notice: labels are those of t.csv; images without one: 1")
        .contains("notice: test images: labels are those of t.csv");
    assertThat(run.out()).contains("4 images 8×8×3 to train on, 2 images 8×8×3 to test on");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--test-dir", "--labels", "--label-column"})
  void optionsOfFoldersAreForFoldersOnly(String option) {
    CliRun run = CliRun.of("train", "--dataset", "sprites", option, "x");

    assertThat(run.code()).isEqualTo(ExitCode.USAGE);
    assertThat(run.errors())
        .containsExactly("vae: " + option + " is for images:DIR, data set was sprites");
  }
}
