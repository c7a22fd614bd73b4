package vae4j.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import vae4j.data.ImageDataset;
import vae4j.data.ImageShape;
import vae4j.datasets.idx.IdxFixtures;
import vae4j.datasets.idx.MalformedIdxException;

class IdxFolderTest {
  @TempDir Path folder;

  @Test
  void readsImagesAndLabelsOfBothParts() throws IOException {
    write("train-images-idx3-ubyte.gz", IdxFixtures.gzip(IdxFixtures.images(20, 4, 6)));
    write("train-labels-idx1-ubyte", IdxFixtures.labels(IntStream.range(0, 20).toArray()));
    write("t10k-images.idx3-ubyte", IdxFixtures.images(2, 4, 6));
    write("t10k-labels.idx1-ubyte", IdxFixtures.labels(19, 3));

    Datasets.Opened opened = open("");

    assertThat(opened.dataset()).isEqualTo("idx:" + folder);
    assertThat(opened.notices()).isEmpty();
    assertThat(opened.train().name()).isEqualTo("idx/" + folder.getFileName() + "/train");
    assertThat(opened.train().shape()).isEqualTo(new ImageShape(4, 6, 1));
    assertThat(opened.train().size()).isEqualTo(20);
    assertThat(opened.test().size()).isEqualTo(2);
    assertThat(opened.test().label(0)).isEqualTo(19);
    assertThat(pixels(opened.train(), 1)[5]).isEqualTo(29 / 255f);
  }

  @Test
  void framesImagesOfTwentyEightSquareOnly() throws IOException {
    write("train-images-idx3-ubyte", IdxFixtures.images(20, 28, 28));

    assertThat(open("").train().shape()).isEqualTo(new ImageShape(32, 32, 1));
    assertThat(open("").train().frame()).isEqualTo(2);
    assertThat(open("").test().frame()).isEqualTo(2);
    assertThat(
            IdxFolder.open(folder, "idx", DataOptions.defaults().withPadded(false)).train().shape())
        .isEqualTo(new ImageShape(28, 28, 1));
  }

  @Test
  void drawsATestSetWhereThereIsNoneAndSaysSo() throws IOException {
    write("train-images-idx3-ubyte", IdxFixtures.images(20, 4, 3));

    Datasets.Opened opened = open("");

    assertThat(opened.train().size()).isEqualTo(18);
    assertThat(opened.test().size()).isEqualTo(2);
    assertThat(opened.train().label(0)).isEqualTo(ImageDataset.NO_LABEL);
    assertThat(opened.train().labelNames()).isEmpty();
    assertThat(opened.notices())
        .containsExactly(
            folder.resolve("train-images-idx3-ubyte") + ": no labels beside it",
            "no images to test on in "
                + folder
                + ": a share of 0.1 of those to train on is kept for that");
    // Each image begins with another value: 12 i.
    assertThat(
            IntStream.concat(
                    IntStream.range(0, 18).map(i -> first(opened.train(), i)),
                    IntStream.range(0, 2).map(i -> first(opened.test(), i)))
                .sorted())
        .containsExactly(IntStream.range(0, 20).map(i -> 12 * i).boxed().toArray(Integer[]::new));
    assertThat(pixels(open("").test(), 1)).isEqualTo(pixels(opened.test(), 1));
  }

  @Test
  void namesClassesByTheNumbersThatThereAreAlsoWhereTheyBeginAtOne() throws IOException {
    write("train-images-idx3-ubyte", IdxFixtures.images(4, 2, 2));
    write("train-labels-idx1-ubyte", IdxFixtures.labels(1, 7, 3, 1));
    write("test-images-idx3-ubyte", IdxFixtures.images(1, 2, 2));
    write("test-labels-idx1-ubyte", IdxFixtures.labels(4));

    Datasets.Opened opened = open("");

    assertThat(opened.train().labelNames()).containsExactly("1", "3", "4", "7");
    assertThat(opened.train().label(1)).isEqualTo(3);
    assertThat(opened.train().label(3)).isZero();
    assertThat(opened.test().labelNames()).isEqualTo(opened.train().labelNames());
    assertThat(opened.test().label(0)).isEqualTo(2);
  }

  @Test
  void readsEightNumbersALabelAsQmnistHasThem() throws IOException {
    write("qmnist-train-images-idx3-ubyte", IdxFixtures.images(2, 2, 2));
    write(
        "qmnist-train-labels-idx2-int",
        IdxFixtures.file(
            12, new int[] {2, 8}, 5, 0, 2100, 5, 53, 173, 0, 0, 9, 0, 2101, 9, 57, 1, 0, 0));

    Datasets.Opened opened = open("");

    assertThat(opened.train().labelNames()).hasSize(10);
    assertThat(opened.train().label(0) + opened.test().label(0)).isEqualTo(5 + 9);
  }

  @Test
  void turnsTheImagesOfEmnistAndNamesItsLetters() throws IOException {
    write("emnist-letters-train-images-idx3-ubyte.gz", IdxFixtures.images(3, 2, 3));
    write("emnist-letters-train-labels-idx1-ubyte.gz", IdxFixtures.labels(26, 1, 2));
    write("emnist-letters-test-images-idx3-ubyte.gz", IdxFixtures.images(1, 2, 3));
    write("emnist-letters-test-labels-idx1-ubyte.gz", IdxFixtures.labels(3));

    Datasets.Opened opened = open("");

    assertThat(opened.train().shape()).isEqualTo(new ImageShape(3, 2, 1));
    assertThat(pixels(opened.train(), 0))
        .containsExactly(0, 3 / 255f, 1 / 255f, 4 / 255f, 2 / 255f, 5 / 255f);
    assertThat(opened.train().labelNames().get(opened.train().label(0))).isEqualTo("z");
    assertThat(opened.test().labelNames().get(opened.test().label(0))).isEqualTo("c");
    assertThat(opened.notices())
        .containsExactly(
            "emnist-letters: images are transposed, as those of EMNIST are published so");
  }

  @Test
  void asksWhichOfSeveralSetsIsMeant() throws IOException {
    write("emnist-letters-train-images-idx3-ubyte", IdxFixtures.images(3, 2, 3));
    write("emnist-digits-train-images-idx3-ubyte", IdxFixtures.images(4, 2, 3));
    write("train-images-idx3-ubyte", IdxFixtures.images(5, 2, 3));

    assertThatThrownBy(() -> open(""))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessage(
            "%s: folder must hold one set of IDX files, holds 3; name one: idx:%s, idx:%s, idx:%s",
            folder,
            folder.resolve("train-images-idx3-ubyte"),
            folder.resolve("emnist-digits"),
            folder.resolve("emnist-letters"));
    assertThat(count(open("emnist-digits"))).isEqualTo(4);
    assertThat(count(open("train-images-idx3-ubyte"))).isEqualTo(5);
    assertThat(count(open("emnist-letters-train-images-idx3-ubyte"))).isEqualTo(3);
    assertThatThrownBy(() -> open("emnist-balanced"))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessageStartingWith(folder.resolve("emnist-balanced") + ": folder of IDX files");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "raw/train-images-idx3-ubyte",
        "gzip/train-images-idx3-ubyte",
        "MNIST/raw/train-images-idx3-ubyte",
        "mnist/train-images.idx3-ubyte",
        "train-images-idx3-ubyte/train-images-idx3-ubyte",
        "train-images.idx3-ubyte/train-images-idx3-ubyte"
      })
  void findsTheLayoutsOfTorchvisionAndKaggle(String file) throws IOException {
    write(file, IdxFixtures.images(4, 2, 3));

    assertThat(count(open(""))).isEqualTo(4);
  }

  @Test
  void readsOneFileOfAnyName() throws IOException {
    write("anything", IdxFixtures.images(4, 2, 3));
    write("t10k-images-idx3-ubyte", IdxFixtures.images(6, 2, 3));

    assertThat(count(open("anything"))).isEqualTo(4);
    assertThat(count(open("t10k-images-idx3-ubyte"))).isEqualTo(6);
  }

  @Test
  void takesTheWholeOneOfAPackedAndAnUnpackedFileAndSaysSo() throws IOException {
    Path damaged = write("train-images-idx3-ubyte", new byte[] {0, 0, 8, 3, 0});
    Path whole = write("train-images-idx3-ubyte.gz", IdxFixtures.images(4, 2, 3));

    Datasets.Opened opened = open("");

    assertThat(count(opened)).isEqualTo(4);
    assertThat(opened.notices().get(0))
        .isEqualTo(
            "took "
                + whole
                + ", as another file is damaged: "
                + damaged
                + ": header must be 16 bytes long, was 5 (the file ends there)");
  }

  @Test
  void readsColourWithTheChannelsLast() throws IOException {
    write(
        "train-images-idx4-ubyte",
        IdxFixtures.file(
            8, new int[] {2, 1, 2, 3}, 10, 20, 30, 40, 50, 60, 10, 20, 30, 40, 50, 255));

    Datasets.Opened opened = open("");

    assertThat(opened.train().shape()).isEqualTo(new ImageShape(1, 2, 3));
    assertThat(pixels(opened.train(), 0)[4]).isEqualTo(50 / 255f);
  }

  @Test
  void refusesOtherNumbersOfChannels() throws IOException {
    Path file =
        write(
            "train-images-idx4-ubyte",
            IdxFixtures.file(8, new int[] {1, 3, 1, 2}, 10, 20, 30, 40, 50, 60));

    assertThatThrownBy(() -> open(""))
        .isInstanceOf(MalformedIdxException.class)
        .hasMessage(
            file
                + ": last of the sizes [1, 3, 1, 2] must be 1 or 3, the number of channels, was 2");
  }

  @ParameterizedTest
  @CsvSource({
    // Floats in [0, 1] as they are, whole ones up to 255 divided; integers of 0 and 1 as they are.
    "13, 0, 0.25, 1, 0.25, 0",
    "14, 0, 0.5, 0.75, 0.5, 0",
    "13, 0, 51, 255, 0.2, 1",
    "9, 0, 51, 127, 0.2, 0",
    "11, 0, 51, 255, 0.2, 0",
    "12, 0, 51, 255, 0.2, 0",
    "8, 0, 51, 255, 0.2, 0",
    "8, 0, 1, 1, 1, 1",
    "12, 0, 1, 0, 1, 1"
  })
  void makesPixelsOfEveryType(
      int code, double first, double second, double third, float pixel, int notices)
      throws IOException {
    write(
        "train-images-idx3",
        IdxFixtures.file(code, new int[] {2, 1, 3}, first, second, third, first, second, third));

    Datasets.Opened opened = open("");

    assertThat(pixels(opened.train(), 0)[1]).isEqualTo(pixel);
    // Beside "no labels" and "no images to test on".
    assertThat(opened.notices()).hasSize(2 + notices);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "13 | -1 | in [0, 1], or whole numbers from 0 to 255, was -1.0",
        "13 | NaN | in [0, 1], or whole numbers from 0 to 255, was NaN",
        "13 | Infinity | in [0, 1], or whole numbers from 0 to 255, was Infinity",
        "14 | 3.5 | in [0, 1], or whole numbers from 0 to 255, was 3.5",
        "13 | 256 | in [0, 1], or whole numbers from 0 to 255, was 256.0",
        "9 | -5 | from 0 to 255, was -5",
        "12 | 256 | from 0 to 255, was 256"
      })
  void refusesValuesThatAreNoPixels(int code, double value, String wanted) throws IOException {
    Path file =
        write("train-images-idx3", IdxFixtures.file(code, new int[] {2, 1, 2}, 0, 1, 0, value));

    assertThatThrownBy(() -> open(""))
        .isInstanceOf(MalformedIdxException.class)
        .hasMessage(file + ": values of image 1 must be " + wanted);
  }

  @Test
  void refusesTestImagesOfAnotherSizeAndLabelsOfAnotherNumber() throws IOException {
    Path train = write("train-images-idx3-ubyte", IdxFixtures.images(3, 4, 5));
    Path test = write("t10k-images-idx3-ubyte", IdxFixtures.images(3, 5, 4));

    assertThatThrownBy(() -> open(""))
        .isInstanceOf(MalformedIdxException.class)
        .hasMessage("%s: sizes of its images must be [4, 5] as in %s, was [5, 4]", test, train);

    Path labels = write("train-labels-idx1-ubyte", IdxFixtures.labels(1, 2));
    assertThatThrownBy(() -> open(""))
        .isInstanceOf(MalformedIdxException.class)
        .hasMessageStartingWith(labels + ": number of labels must be 3");
  }

  @Test
  void saysWhatNamesItLooksFor() {
    assertThatThrownBy(() -> open(""))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessageStartingWith(
            folder + ": folder must hold IDX files with names such as train-images-idx3-ubyte, ");
    assertThatThrownBy(() -> open("missing/deep"))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessageStartingWith(folder.resolve("missing/deep") + ": folder of IDX files, or file,");
  }

  private Datasets.Opened open(String what) throws IOException {
    return Datasets.open(
        "idx:" + (what.isEmpty() ? folder : folder.resolve(what)), DataOptions.defaults());
  }

  private static int count(Datasets.Opened opened) {
    return opened.train().size() + opened.test().size();
  }

  private static float[] pixels(ImageDataset set, int index) {
    float[] pixels = new float[set.shape().size()];
    set.read(index, pixels, 0);
    return pixels;
  }

  private static int first(ImageDataset set, int index) {
    return Math.round(pixels(set, index)[0] * 255);
  }

  private Path write(String name, byte[] bytes) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.write(file, bytes);
  }
}
