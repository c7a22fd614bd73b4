package vae4j.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vae4j.data.ImageShape;
import vae4j.datasets.download.DownloadSettings;
import vae4j.datasets.idx.IdxFixtures;

class DatasetsTest {
  @TempDir Path folder;
  private final Map<String, String> environment = new HashMap<>();

  @BeforeEach
  void hideTheRealCacheAndTheWeb() {
    environment.put("XDG_CACHE_HOME", folder.resolve("xdg").toString());
    environment.put("VAE4J_OFFLINE", "1");
  }

  @Test
  void opensSprites() throws IOException {
    Datasets.Opened opened = Datasets.open("sprites", DataOptions.defaults());

    assertThat(opened.dataset()).isEqualTo("sprites");
    assertThat(opened.train().name()).isEqualTo("sprites/train");
    assertThat(opened.test().name()).isEqualTo("sprites/test");
    assertThat(opened.notices()).isEmpty();
  }

  @Test
  void opensAFolderOfImages() throws IOException {
    for (int i = 0; i < 10; i++) {
      ImageIO.write(
          new BufferedImage(37, 48, BufferedImage.TYPE_INT_RGB),
          "png",
          folder.resolve(i + ".png").toFile());
    }
    DataOptions options =
        DataOptions.defaults().withFolder(FolderOptions.defaults().withSplit(0.3, 1));

    Datasets.Opened opened = Datasets.open("images:" + folder, options);

    assertThat(opened.dataset()).isEqualTo("images:" + folder);
    assertThat(opened.train().shape()).isEqualTo(new ImageShape(48, 37, 3));
    assertThat(opened.train().size()).isEqualTo(7);
    assertThat(opened.test().size()).isEqualTo(3);
  }

  @Test
  void opensThePartOfFashionMnistThatComesWithTheLibrary() throws IOException {
    Datasets.Opened opened = open("fashion-mnist-mini");

    assertThat(opened.dataset()).isEqualTo("fashion-mnist-mini");
    assertThat(opened.train().size()).isEqualTo(6_000);
    assertThat(opened.test().size()).isEqualTo(1_000);
    assertThat(opened.notices()).isEmpty();
  }

  @Test
  void fallsBackToThePartOfFashionMnistThatComesWithTheLibraryAndSaysSo() throws IOException {
    Datasets.Opened opened = open("auto");

    assertThat(opened.dataset()).isEqualTo("fashion-mnist-mini");
    assertThat(opened.train().size()).isEqualTo(6_000);
    assertThat(opened.notices()).hasSize(1);
    assertThat(opened.notices().get(0))
        .startsWith(
            "using the built-in part of Fashion-MNIST instead, 6,000 + 1,000 images:"
                + " fashion-mnist must not be downloaded (offline) and is not here")
        .doesNotContain("\n");
  }

  @Test
  void fallsBackWhereTheFilesAreThereButDamagedAndSaysWhichAndWhy() throws IOException {
    Path images = folder.resolve("fashion-mnist/train-images-idx3-ubyte");
    Files.createDirectories(images.getParent());
    Files.write(images, IdxFixtures.images(1, 28, 28));
    environment.put("VAE_DATA_DIR", folder.toString());

    Datasets.Opened opened = open("auto");

    assertThat(opened.dataset()).isEqualTo("fashion-mnist-mini");
    assertThat(opened.notices()).hasSize(1);
    assertThat(opened.notices().get(0)).contains(images + ": SHA-256 ").doesNotContain("\n");
  }

  @Test
  @EnabledIfEnvironmentVariable(named = "VAE_DATA_DIR", matches = ".+")
  void fallsBackWhereTheFilesAreOfMnistAndSaysSo() throws IOException {
    Path mnist = Path.of(System.getenv("VAE_DATA_DIR"), "mnist");
    environment.put("VAE_DATA_DIR", mnist.toString());

    Datasets.Opened opened = open("auto");

    assertThat(opened.dataset()).isEqualTo("fashion-mnist-mini");
    assertThat(opened.notices().get(0))
        .contains(mnist.resolve("train-images-idx3-ubyte.gz") + " is MNIST, not Fashion-MNIST");
  }

  @ParameterizedTest
  @ValueSource(strings = {"mnist", "fashion-mnist", "kmnist", "qmnist", "emnist-letters"})
  void neverReplacesASetThatIsNamed(String name) {
    assertThatThrownBy(() -> open(name))
        .isInstanceOf(DatasetUnavailableException.class)
        .hasMessageStartingWith(name + " must not be downloaded (offline) and is not here: ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"cifar", "", "mnist ", "images:", "idx:", "npz:", "emnist", "emnist-capitals"})
  void refusesASetItDoesNotKnow(String name) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> open(name))
        .withMessageStartingWith("data set must be one of auto, fashion-mnist, ")
        .withMessageEndingWith(", images:DIR, idx:DIR, npy:FILE, npz:FILE, was " + name);
  }

  @Test
  void namesAreTheSameInUpperAndLowerCase() throws IOException {
    assertThat(open("SPRITES").dataset()).isEqualTo("sprites");
  }

  @Test
  void namesAFolderThatIsMissing() {
    assertThatThrownBy(() -> open("images:" + folder.resolve("nowhere")))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessage(folder.resolve("nowhere") + ": folder of images must exist");
  }

  @Test
  @EnabledIfEnvironmentVariable(named = "VAE_DATA_DIR", matches = ".+")
  void takesFashionMnistWhereItIsHere() throws IOException {
    environment.put("VAE_DATA_DIR", System.getenv("VAE_DATA_DIR"));

    Datasets.Opened opened = open("auto");

    assertThat(opened.dataset()).isEqualTo("fashion-mnist");
    assertThat(opened.train().name()).isEqualTo("fashion-mnist/train");
    assertThat(opened.notices()).isEmpty();
  }

  private Datasets.Opened open(String name) throws IOException {
    return Datasets.open(
        name,
        DataOptions.defaults(),
        new DownloadPlaces(environment, "Linux", folder),
        DownloadSettings.defaults());
  }
}
