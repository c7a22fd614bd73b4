package vae4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vae4j.cli.console.ExitCode;

class BadFilesTest {
  @TempDir private Path temp;

  @Test
  void aModelFileThatIsMissing() {
    Path file = temp.resolve("no.vae");

    CliRun run = CliRun.of("inspect", file);

    assertBadFile(run, "vae: " + file + ": model file must exist");
  }

  @Test
  void aModelFileThatIsText() throws IOException {
    Path file = Files.writeString(temp.resolve("text.vae"), "not a model");

    CliRun run = CliRun.of("sample", file, "--out", temp.resolve("x.png"));

    assertBadFile(run, "vae: " + file + ": ");
    assertThat(temp.resolve("x.png")).doesNotExist();
  }

  @Test
  void aModelFileThatIsCutShort() throws IOException {
    Path folder = temp.resolve("run");
    assertThat(CliRun.tinyTraining(folder).code()).isZero();
    byte[] whole = Files.readAllBytes(folder.resolve("model.vae"));
    Path file = Files.write(temp.resolve("short.vae"), Arrays.copyOf(whole, whole.length / 2));

    CliRun run = CliRun.of("inspect", file, "--json");

    assertBadFile(run, "vae: " + file);
  }

  @Test
  void aDataDirectoryThatIsMissing() {
    Path missing = temp.resolve("missing");

    CliRun run =
        CliRun.of(
            "train", "--dataset", "mnist", "--data-dir", missing, "--out", temp.resolve("run"));

    assertBadFile(run, "vae: " + missing + ": data directory must be a folder that exists");
  }

  @Test
  void aFolderOfImagesThatIsMissing() {
    Path missing = temp.resolve("missing");

    CliRun run = CliRun.of("train", "--dataset", "images:" + missing);

    assertBadFile(run, "vae: " + missing + ": folder of images must exist");
  }

  @Test
  void aFolderWithoutImages() throws IOException {
    Path empty = Files.createDirectory(temp.resolve("empty"));

    CliRun run = CliRun.of("train", "--dataset", "images:" + empty);

    assertBadFile(
        run, "vae: " + empty + ": folder must hold PNG, JPEG, GIF, BMP, TIFF or WebP files");
  }

  @Test
  void aBrokenImageIsNamedOrLeftOutOnRequest() throws IOException {
    Path images = temp.resolve("images");
    ColourImages.write(images, 12, 16, 16);
    Path broken = Files.writeString(images.resolve("red/005-broken.png"), "not an image");
    Object[] words = {
      "train",
      "--dataset",
      "images:" + images,
      "--filters",
      "4",
      "--epochs",
      1,
      "--latent",
      2,
      "--no-plots"
    };

    CliRun refused = CliRun.of(with(words, "--out", temp.resolve("refused")));
    CliRun skipped = CliRun.of(with(words, "--skip-broken", "--out", temp.resolve("run")));

    assertThat(refused.code()).isEqualTo(ExitCode.BAD_FILE);
    assertThat(refused.errors()).hasSize(1);
    assertThat(refused.errors().get(0)).startsWith("vae: " + broken + ": ");
    assertThat(temp.resolve("refused")).doesNotExist();
    assertThat(skipped.code()).as(skipped.err()).isZero();
    assertThat(skipped.err()).contains("notice: broken images left out: 1");
  }

  @Test
  void aImageFileThatIsMissing() {
    Path folder = temp.resolve("run");
    assertThat(CliRun.tinyTraining(folder).code()).isZero();
    Path missing = temp.resolve("no.png");

    CliRun run =
        CliRun.of("reconstruct", folder, "--image", missing, "--out", temp.resolve("x.png"));

    assertBadFile(run, "vae: " + missing + ": ");
  }

  static Object[] with(Object[] words, Object... more) {
    Object[] all = Arrays.copyOf(words, words.length + more.length);
    System.arraycopy(more, 0, all, words.length, more.length);
    return all;
  }

  private static void assertBadFile(CliRun run, String start) {
    assertThat(run.errors()).hasSize(1);
    assertThat(run.errors().get(0)).startsWith(start);
    assertThat(run.code()).isEqualTo(ExitCode.BAD_FILE);
    assertThat(run.out()).isEmpty();
  }
}
