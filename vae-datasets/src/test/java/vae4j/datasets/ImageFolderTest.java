package vae4j.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.datavec.api.io.labels.ParentPathLabelGenerator;
import org.datavec.api.io.labels.PatternPathLabelGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vae4j.data.ImageDataset;
import vae4j.data.ImageShape;
import vae4j.datasets.content.Sha256;
import vae4j.datasets.image.BrokenImageException;

class ImageFolderTest {
  @TempDir Path root;

  @Test
  void labelsImagesWithTheFolderOfTheRootTheyAreIn() throws IOException {
    image("dogs/a.png", 10);
    image("cats/deep/er/b.PNG", 20);
    image("cats/a.bmp", 30);
    image("loose.gif", 40);

    ImageFolder folder = ImageFolder.open(root);

    assertThat(names(folder))
        .containsExactly("cats/a.bmp", "cats/deep/er/b.PNG", "dogs/a.png", "loose.gif");
    assertThat(folder.labelNames()).containsExactly("cats", "dogs");
    assertThat(labels(folder)).containsExactly(0, 0, 1, ImageDataset.NO_LABEL);
    assertThat(folder.name()).isEqualTo("images/" + root.getFileName());
    assertThat(folder.skipped()).isZero();
  }

  @Test
  void hasNoLabelsWithoutSubFolders() throws IOException {
    image("b.png", 1);
    image("a.png", 2);

    ImageFolder folder = ImageFolder.open(root);

    assertThat(names(folder)).containsExactly("a.png", "b.png");
    assertThat(folder.labelNames()).isEmpty();
    assertThat(labels(folder)).containsExactly(ImageDataset.NO_LABEL, ImageDataset.NO_LABEL);
  }

  @Test
  void takesLabelsFromDataVecsGenerators() throws IOException {
    image("x/red_1.png", 1);
    image("x/y/blue_2.png", 2);

    ImageFolder byParent =
        ImageFolder.open(root, FolderOptions.defaults(), new ParentPathLabelGenerator());
    ImageFolder byName =
        ImageFolder.open(root, FolderOptions.defaults(), new PatternPathLabelGenerator("_", 0));

    assertThat(byParent.labelNames()).containsExactly("x", "y");
    assertThat(labels(byParent)).containsExactly(0, 1);
    assertThat(byName.labelNames()).hasSize(2);
  }

  @Test
  void leavesOutHiddenFilesAndOtherFiles() throws IOException {
    image("a.png", 1);
    image(".hidden.png", 2);
    image(".thumbnails/b.png", 3);
    Files.writeString(root.resolve("notes.txt"), "notes");
    Files.createDirectories(root.resolve("folder.png"));

    assertThat(names(ImageFolder.open(root))).containsExactly("a.png");
  }

  @Test
  void readsColoursFromZeroToOne() throws IOException {
    image("a.png", 0, 51, 255);
    BufferedImage larger = new BufferedImage(74, 96, BufferedImage.TYPE_INT_RGB);
    ImageIO.write(larger, "png", root.resolve("b.png").toFile());

    ImageFolder folder = ImageFolder.open(root);
    float[] target = new float[folder.shape().size() + 2];
    folder.read(0, target, 1);

    assertThat(folder.shape()).isEqualTo(new ImageShape(48, 37, 3));
    assertThat(target[0]).isZero();
    for (int i = 1; i < target.length - 1; i += 3) {
      assertThat(target[i]).isEqualTo(0f);
      assertThat(target[i + 1]).isEqualTo(0.2f);
      assertThat(target[i + 2]).isEqualTo(1f);
    }
    assertThat(target[target.length - 1]).isZero();
    folder.read(1, target, 1);
    assertThat(target).containsOnly(0f);
  }

  @Test
  void givesTheShapeAskedFor() throws IOException {
    image("a.png", 100);

    ImageFolder grey = ImageFolder.open(root, FolderOptions.defaults().withGrey());
    ImageFolder small = ImageFolder.open(root, FolderOptions.defaults().withSize(16, 24));
    ImageFolder both = ImageFolder.open(root, FolderOptions.defaults().withGrey().withSize(5, 3));

    assertThat(grey.shape()).isEqualTo(new ImageShape(48, 37, 1));
    assertThat(small.shape()).isEqualTo(new ImageShape(16, 24, 3));
    float[] target = new float[15];
    both.read(0, target, 0);
    assertThat(target).containsOnly(100 / 255f);
  }

  @Test
  void readsTheSameAgainAndFromSeveralThreads() throws IOException {
    for (int i = 0; i < 40; i++) {
      image("p" + i + ".png", 6 * i);
    }
    ImageFolder folder = ImageFolder.open(root);

    boolean same =
        IntStream.range(0, 400)
            .parallel()
            .allMatch(
                i -> {
                  float[] target = new float[folder.shape().size()];
                  folder.read(i % 40, target, 0);
                  int number = Integer.parseInt(names(folder).get(i % 40).replaceAll("\\D", ""));
                  return target[1000] == 6 * number / 255f;
                });

    assertThat(same).isTrue();
  }

  @Test
  void keepsDecodedImagesSoThatFilesAreReadOnce() throws IOException {
    image("a.png", 7);
    ImageFolder folder = ImageFolder.open(root);
    float[] target = new float[folder.shape().size()];
    folder.read(0, target, 0);
    Files.delete(root.resolve("a.png"));

    folder.read(0, target, 0);

    assertThat(target).containsOnly(7 / 255f);
  }

  @Test
  void splitsWithoutLossAndTheSameForTheSameSeed() throws IOException {
    for (int i = 0; i < 20; i++) {
      image((i % 2 == 0 ? "even/" : "odd/") + i + ".png", i);
    }
    ImageFolder folder = ImageFolder.open(root);

    Split split = folder.split(0.25, 42);
    Split again = ImageFolder.open(root).split(0.25, 42);
    Split other = folder.split(0.25, 43);

    List<String> train = names((ImageFolder) split.train());
    List<String> test = names((ImageFolder) split.test());
    assertThat(train).hasSize(15).doesNotContainAnyElementsOf(test);
    assertThat(test).hasSize(5);
    List<String> all = new ArrayList<>(train);
    all.addAll(test);
    assertThat(new TreeSet<>(all)).containsExactlyElementsOf(new TreeSet<>(names(folder)));
    assertThat(names((ImageFolder) again.test())).isEqualTo(test);
    assertThat(names((ImageFolder) other.test())).isNotEqualTo(test);
    assertThat(split.test().name()).isEqualTo(folder.name() + "/test");
    assertThat(split.test().labelNames()).containsExactly("even", "odd");
    for (int i = 0; i < 5; i++) {
      assertThat(split.test().label(i)).isEqualTo(test.get(i).startsWith("even") ? 0 : 1);
    }
    assertThat(split.train().sha256()).isNotEqualTo(split.test().sha256());
  }

  @Test
  void takesSubFoldersTrainAndTestAsTheTwoParts() throws IOException {
    image("train/cat/a.png", 1);
    image("train/dog/b.png", 2);
    image("test/cat/c.png", 3);
    image("test/cow/d.png", 4);
    image("val/cat/e.png", 5);

    Split split = ImageFolder.openSplit(root, FolderOptions.defaults());

    assertThat(names((ImageFolder) split.train()))
        .containsExactly("train/cat/a.png", "train/dog/b.png");
    assertThat(names((ImageFolder) split.test()))
        .containsExactly("test/cat/c.png", "test/cow/d.png");
    assertThat(split.train().labelNames()).containsExactly("cat", "cow", "dog");
    assertThat(split.test().labelNames()).containsExactly("cat", "cow", "dog");
    assertThat(labels(split.train())).containsExactly(0, 2);
    assertThat(labels(split.test())).containsExactly(0, 1);
    assertThat(((ImageFolder) split.train()).notes())
        .containsExactly(
            "training images are those of %s, test images those of %s; not used in %s: val"
                .formatted(root.resolve("train"), root.resolve("test"), root),
            "classes of test images that no training image has: cow",
            "images are taken as 48×37×3: all are 48×37, all in colour");
  }

  @Test
  void drawsTheTestSetWhereTrainIsAllThereIs() throws IOException {
    for (int i = 0; i < 10; i++) {
      image("train/" + (i % 2 == 0 ? "even/" : "odd/") + i + ".png", i);
    }

    Split split = ImageFolder.openSplit(root, FolderOptions.defaults());

    assertThat(split.train().size()).isEqualTo(9);
    assertThat(split.test().size()).isEqualTo(1);
    assertThat(split.train().labelNames()).containsExactly("even", "odd");
  }

  @Test
  void testsOnAnotherFolderAndNotOnWhatIsTrainedOn() throws IOException {
    image("a.png", 1);
    image("b.png", 2);
    image("later/c.png", 3);
    FolderOptions options = FolderOptions.defaults().withTestDirectory(root.resolve("later"));

    Split split = ImageFolder.openSplit(root, options);

    assertThat(names((ImageFolder) split.train())).containsExactly("a.png", "b.png");
    assertThat(names((ImageFolder) split.test())).containsExactly("later/c.png");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ImageFolder.openSplit(root, options.withTestDirectory(root)))
        .withMessage("folder to test on must be another than that to train on, was " + root);
  }

  @Test
  void takesLabelsFromATableInTheFolder() throws IOException {
    image("x/a.png", 1);
    image("x/b.png", 2);
    image("x/c.png", 3);
    Files.writeString(root.resolve("labels.csv"), "file,label\na.png,10\nb.png,9\n");

    ImageFolder folder = ImageFolder.open(root);

    assertThat(folder.labelNames()).containsExactly("9", "10");
    assertThat(labels(folder)).containsExactly(1, 0, ImageDataset.NO_LABEL);
    assertThat(folder.notes()).contains("labels are those of labels.csv; images without one: 1");
  }

  @Test
  void leavesATableThatNobodyAskedForAndThatDoesNotFit() throws IOException {
    image("x/a.png", 1);
    Path table = root.resolve("labels.csv");
    Files.writeString(table, "colour,shape,size\nred,round,1\n");

    ImageFolder folder = ImageFolder.open(root);

    assertThat(folder.labelNames()).containsExactly("x");
    assertThat(folder.notes())
        .contains(
            "labels.csv is not taken as labels: "
                + table
                + ": label column must be one of shape, size, was not named");
    assertThatThrownBy(
            () -> ImageFolder.open(root, FolderOptions.defaults().withLabels(table, "size")))
        .isInstanceOf(IOException.class)
        .hasMessage(table + ": table of labels must name images of the folder, names none");
  }

  @Test
  void givesEitherSideAtLeastOneImage() throws IOException {
    image("a.png", 1);
    image("b.png", 2);
    ImageFolder folder = ImageFolder.open(root);

    for (double fraction : new double[] {0.01, 0.99}) {
      assertThat(folder.split(fraction, 1).train().size()).isEqualTo(1);
      assertThat(folder.split(fraction, 1).test().size()).isEqualTo(1);
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> folder.split(Double.NaN, 1))
        .withMessage("test fraction must be in (0, 1), was NaN");
  }

  @Test
  void refusesToSplitOneImage() throws IOException {
    image("a.png", 1);
    ImageFolder folder = ImageFolder.open(root);

    assertThatThrownBy(() -> folder.split(0.5, 1))
        .isInstanceOf(IOException.class)
        .hasMessage(root + ": folder must hold at least 2 images to be split, holds 1");
  }

  @Test
  void sumsTheListOfItsFiles() throws IOException {
    image("x/a.png", 1);
    long length = Files.size(root.resolve("x/a.png"));

    assertThat(ImageFolder.open(root).sha256())
        .isEqualTo(Sha256.ofText("x/a.png\t" + length + "\n"));
  }

  @Test
  void namesAFileWhosePixelsAreBrokenWhenItIsRead() throws IOException {
    image("a.png", 1);
    image("b.png", 1);
    Path broken = root.resolve("b.png");
    byte[] whole = Files.readAllBytes(broken);
    Files.write(broken, Arrays.copyOf(whole, whole.length - 30));
    ImageFolder folder = ImageFolder.open(root);

    assertThatThrownBy(() -> folder.read(1, new float[folder.shape().size()], 0))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessage(broken + ": image cannot be decoded: it is cut off in its IDAT chunk")
        .hasCauseInstanceOf(BrokenImageException.class);
  }

  @Test
  void namesAFileThatIsNoImageWhenTheFolderIsOpened() throws IOException {
    image("a.png", 1);
    Path broken = Files.writeString(root.resolve("b.png"), "no image");

    assertThatThrownBy(() -> ImageFolder.open(root))
        .isInstanceOf(BrokenImageException.class)
        .hasMessageStartingWith(broken + ": ");
  }

  @Test
  void leavesBrokenFilesOutAndCountsThemOnRequest() throws IOException {
    Files.writeString(root.resolve("a.png"), "no image");
    image("b.png", 2);
    byte[] whole = Files.readAllBytes(root.resolve("b.png"));
    Files.write(root.resolve("c.png"), Arrays.copyOf(whole, whole.length / 2));
    FolderOptions options = FolderOptions.defaults().withSkipBroken(true);

    ImageFolder folder = ImageFolder.open(root, options);

    assertThat(names(folder)).containsExactly("b.png");
    assertThat(folder.skipped()).isEqualTo(2);

    Files.delete(root.resolve("b.png"));
    assertThatThrownBy(() -> ImageFolder.open(root, options))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessage(root + ": folder must hold an image that can be decoded, all 2 are broken");
  }

  @Test
  void saysWhatAnEmptyFolderLacks() throws IOException {
    Files.writeString(root.resolve("notes.txt"), "notes");

    assertThatThrownBy(() -> ImageFolder.open(root))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessage(
            root
                + ": folder must hold PNG, JPEG, GIF, BMP, TIFF or WebP files, holds 1 file (1"
                + " .txt) instead");
  }

  @Test
  void refusesAFolderThatIsMissingAndMakesNone() {
    Path missing = root.resolve("missing");

    assertThatThrownBy(() -> ImageFolder.open(missing))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessage(missing + ": folder of images must exist");
    assertThat(missing).doesNotExist();
  }

  @Test
  void refusesAFileInPlaceOfAFolder() throws IOException {
    image("a.png", 1);
    Path file = root.resolve("a.png");

    assertThatThrownBy(() -> ImageFolder.open(file))
        .isInstanceOf(NotDirectoryException.class)
        .hasMessage(file + ": must be a folder of images, is a file");
  }

  @Test
  void refusesIndicesOutOfRange() throws IOException {
    image("a.png", 1);
    ImageFolder folder = ImageFolder.open(root);

    assertThatExceptionOfType(IndexOutOfBoundsException.class)
        .isThrownBy(() -> folder.read(1, new float[folder.shape().size()], 0));
    assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> folder.label(-1));
  }

  private void image(String name, int grey) throws IOException {
    image(name, grey, grey, grey);
  }

  /** Writes an image of 48 rows and 37 columns in one colour. */
  private void image(String name, int red, int green, int blue) throws IOException {
    BufferedImage image = new BufferedImage(37, 48, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < 48; y++) {
      for (int x = 0; x < 37; x++) {
        image.setRGB(x, y, red << 16 | green << 8 | blue);
      }
    }
    Path file = root.resolve(name);
    Files.createDirectories(file.getParent());
    String format = name.substring(name.lastIndexOf('.') + 1);
    assertThat(ImageIO.write(image, format, file.toFile())).isTrue();
  }

  private List<String> names(ImageFolder folder) {
    return folder.files().stream()
        .map(file -> root.relativize(file).toString().replace('\\', '/'))
        .toList();
  }

  private static int[] labels(ImageDataset set) {
    return IntStream.range(0, set.size()).map(set::label).toArray();
  }
}
