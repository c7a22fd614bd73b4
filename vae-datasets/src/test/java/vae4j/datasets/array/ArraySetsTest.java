package vae4j.datasets.array;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vae4j.data.FactorDataset;
import vae4j.data.FactorDataset.Factor;
import vae4j.data.ImageDataset;
import vae4j.data.ImageShape;
import vae4j.datasets.DataOptions;
import vae4j.datasets.Datasets;
import vae4j.datasets.FolderOptions;
import vae4j.io.npy.MalformedNpyException;
import vae4j.io.npy.NpyHeader;
import vae4j.io.npy.NpyType;
import vae4j.io.npy.NpyWriter;

/** Files of NumPy's; make_arrays.py says which numbers are in them. */
class ArraySetsTest {
  @TempDir private Path temp;

  @Test
  void aSetWithTrainingAndTestArraysKeepsThemAndTheirLabels() throws IOException {
    Datasets.Opened digits = open("npz", "digits.npz");
    ImageDataset train = digits.train();
    ImageDataset test = digits.test();

    assertThat(train.name()).isEqualTo("npz/digits.npz/train");
    assertThat(train.size()).isEqualTo(12);
    assertThat(test.size()).isEqualTo(4);
    assertThat(train.shape()).isEqualTo(new ImageShape(5, 6, 1));
    assertThat(train.labelNames()).containsExactly("3", "7", "9").isEqualTo(test.labelNames());
    assertThat(new int[] {train.label(0), train.label(1), train.label(11)})
        .containsExactly(0, 1, 1);
    assertThat(new int[] {test.label(0), test.label(1), test.label(2), test.label(3)})
        .containsExactly(1, 2, 0, 1);
    assertPixels(train, 7, 7 * 30, 255f);
    assertPixels(test, 3, 3 * 30, 255f);
    assertThat(digits.notices()).isEmpty();
    assertThat(digits.split().factors()).isNull();
  }

  @Test
  void dspritesFactorsAreThoseOfItsImages() throws IOException {
    Datasets.Opened sprites = open("npz", "sprites.npz");
    FactorDataset factors = Objects.requireNonNull(sprites.split().factors());

    assertThat(factors.factors())
        .containsExactly(
            new Factor("color", 1, false),
            new Factor("shape", 3, false),
            new Factor("scale", 2),
            new Factor("orientation", 2),
            new Factor("posX", 3),
            new Factor("posY", 2));
    assertThat(factors.size()).isEqualTo(72);
    assertThat(factors.labelNames()).containsExactly("square", "ellipse", "heart");
    float[] image = new float[64];
    for (int index = 0; index < factors.size(); index++) {
      int[] values = factors.factorsOf(index);
      assertThat(factors.indexOf(values)).isEqualTo(index);
      assertThat(factors.label(index)).isEqualTo(values[1]);
      factors.read(index, image, 0);
      for (int i = 0; i < 64; i++) {
        // A rectangle of 3 + scale rows and 2 + shape columns from row 3·posY, column 2·posX.
        int row = i / 8 - 3 * values[5];
        int column = i % 8 - 2 * values[4];
        boolean inside = row >= 0 && row < 3 + values[2] && column >= 0 && column < 2 + values[1];
        assertThat(image[i]).isEqualTo(inside ? 1f : 0f);
      }
    }
    assertThat(sprites.notices())
        .containsExactly(
            "values of " + ArrayFiles.named("sprites.npz") + ":imgs are 0 and 1, and stay so");
    assertThat(sprites.train().size() + sprites.test().size()).isEqualTo(72);
    assertThat(sprites.test().size()).isEqualTo(7);
    assertThat(sprites.split().take(5).factors()).isSameAs(factors);
  }

  @Test
  void factorsThatDoNotCountThroughAllCombinationsAreLeftOutAndSaidSo() throws IOException {
    Datasets.Opened shuffled = open("npz", "shuffled.npz");

    assertThat(shuffled.split().factors()).isNull();
    assertThat(shuffled.notices())
        .contains(
            ArrayFiles.named("shuffled.npz")
                + ":latents_classes does not count through all combinations of factors, as"
                + " disentanglement needs");
  }

  @Test
  void channelsMayComeFirst() throws IOException {
    Datasets.Opened colours = open("npz", "colours.npz");
    ImageDataset train = colours.train();
    float[] image = new float[60];
    train.read(0, image, 0);
    int index = rowOf(train, 0, 60);

    assertThat(train.shape()).isEqualTo(new ImageShape(5, 4, 3));
    for (int y = 0; y < 5; y++) {
      for (int x = 0; x < 4; x++) {
        for (int c = 0; c < 3; c++) {
          int there = index * 60 + (c * 5 + y) * 4 + x;
          assertThat(image[(y * 4 + x) * 3 + c]).isEqualTo(there * 37 % 256 / 255f);
        }
      }
    }
    assertThat(train.label(0)).isEqualTo(index % 3);
    assertThat(colours.notices())
        .containsExactly(
            ArrayFiles.named("colours.npz")
                + ":data [20, 3, 5, 4] is taken as [images, channels, height, width]");
  }

  @Test
  void aTenthIsDrawnForTestingAndNoImageIsInBothParts() throws IOException {
    for (String file : new String[] {"grey.npy", "fortran.npy"}) {
      Datasets.Opened opened = open("npy", file);
      Set<Integer> rows = new TreeSet<>();
      for (ImageDataset part : new ImageDataset[] {opened.train(), opened.test()}) {
        for (int i = 0; i < part.size(); i++) {
          rows.add(rowOf(part, i, 24));
          assertPixels(part, i, rowOf(part, i, 24) * 24, 255f);
        }
        assertThat(part.label(0)).isEqualTo(ImageDataset.NO_LABEL);
      }

      assertThat(opened.train().shape()).isEqualTo(new ImageShape(4, 6, 1));
      assertThat(opened.test().size()).isEqualTo(1);
      assertThat(rows).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
      assertThat(opened.train().sha256()).isNotEqualTo(opened.test().sha256()).hasSize(64);
    }
  }

  @Test
  void colourFloatsAndZerosAndOnesAreTakenAsTheyAre() throws IOException {
    assertThat(open("npy", "rgb.npy").train().shape()).isEqualTo(new ImageShape(4, 6, 3));
    ImageDataset floats = open("npy", "floats.npy").train();
    float[] image = new float[24];
    floats.read(0, image, 0);
    Datasets.Opened binary = open("npy", "binary.npy");
    binary.train().read(0, image, 0);

    assertPixels(floats, 1, Math.round(first(floats, 1) * 256) * 173 % 256, 256f);
    assertThat(image).containsOnly(0f, 1f);
    assertThat(binary.notices())
        .containsExactly(
            "values of " + ArrayFiles.named("binary.npy") + " are 0 and 1, and stay so");
  }

  @Test
  void flatRowsAreSquareImagesOrOfTheSizeThatIsSaid() throws IOException {
    Datasets.Opened square = open("npy", "flat.npy");
    String name = "npy:" + ArrayFiles.named("flat.npy");
    DataOptions wide = DataOptions.defaults().withFolder(FolderOptions.defaults().withSize(2, 8));
    DataOptions wrong = DataOptions.defaults().withFolder(FolderOptions.defaults().withSize(3, 3));

    assertThat(square.train().shape()).isEqualTo(new ImageShape(4, 4, 1));
    assertThat(square.notices())
        .containsExactly(
            "rows of 16 numbers in " + name.substring(4) + " are taken as images of 4×4");
    assertThat(Datasets.open(name, wide).train().shape()).isEqualTo(new ImageShape(2, 8, 1));
    assertThatExceptionOfType(MalformedNpyException.class)
        .isThrownBy(() -> Datasets.open(name, wrong))
        .withMessageEndingWith("size must fit rows of 16 numbers with 1 or 3 channels, was 3x3");
    assertThatExceptionOfType(MalformedNpyException.class)
        .isThrownBy(() -> Datasets.open("npy:" + ArrayFiles.named("grey.npy"), wide))
        .withMessageEndingWith("images of an array are not resized: size must be 4x6, was 2x8");
  }

  @Test
  void whereSeveralArraysCouldBeMeantOneIsNamed() throws IOException {
    Path file = ArrayFiles.named("several.npz");

    assertThatExceptionOfType(MalformedNpyException.class)
        .isThrownBy(() -> Datasets.open("npz:" + file, DataOptions.defaults()))
        .withMessage(
            file
                + ": array of images must be named with npz:FILE:KEY, one of a |u1 [3, 4, 4],"
                + " b |u1 [5, 4, 4], labels <i8 [5]");
    ImageDataset b = Datasets.open("npz:" + file + ":b", DataOptions.defaults()).train();
    assertThat(b.size()).isEqualTo(4);
    assertThat(b.labelNames()).containsExactly("0", "1", "2", "3", "4");
    ImageDataset a = Datasets.open("npz:" + file + ":a", DataOptions.defaults()).train();
    assertThat(a.labelNames()).isEmpty();
  }

  @Test
  void pickledImagesAreRefused() {
    assertThatExceptionOfType(MalformedNpyException.class)
        .isThrownBy(() -> open("npz", "objects.npz"))
        .withMessageEndingWith("(type |O is pickled Python objects, which are not read)");
    assertThatExceptionOfType(MalformedNpyException.class)
        .isThrownBy(
            () ->
                Datasets.open(
                    "npz:" + ArrayFiles.named("objects.npz") + ":images", DataOptions.defaults()))
        .withMessageContaining("holds pickled Python objects, which are not read; save it as");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "255 | 0 | image 1 has values up to 255: divide by 255",
        "1.5 | 0 | image 1 has values up to 1.5: divide by 255",
        "4095 | 0 | image 1 has values up to 4095: divide by the largest value there can be",
        "1 | -1 | image 1 has values from -1 to 1, must be in [0, 1]: add 1 and divide by 2",
        "7 | -3 | image 1 has values from -3 to 7, must be in [0, 1]: rescale them",
        "NaN | 0 | image 1 has a value that is not a number (NaN)",
      })
  void valuesThatAreNoBrightnessAreRefusedWithAdvice(float most, float least, String problem)
      throws IOException {
    Path file = temp.resolve("x.npy");
    float[] values = new float[3 * 4];
    values[5] = most;
    values[6] = least;
    try (OutputStream out = Files.newOutputStream(file)) {
      NpyWriter writer = new NpyWriter(out, NpyHeader.of(NpyType.FLOAT32, 3, 2, 2));
      writer.write(values, 0, values.length);
      writer.finish();
    }

    assertThatExceptionOfType(MalformedNpyException.class)
        .isThrownBy(() -> Datasets.open("npy:" + file, DataOptions.defaults()))
        .withMessage(file + ": " + problem);
  }

  @ParameterizedTest
  @CsvSource({"'5', '[5]'", "'5,2,2,2', '[5, 2, 2, 2]'", "'5,0,2', '[5, 0, 2]'"})
  void otherShapesAreRefused(String axes, String shown) throws IOException {
    Path file = temp.resolve("x.npy");
    long[] shape = Arrays.stream(axes.split(",", -1)).mapToLong(Long::parseLong).toArray();
    NpyHeader header = NpyHeader.of(NpyType.FLOAT32, shape);
    try (OutputStream out = Files.newOutputStream(file)) {
      out.write(header.toBytes());
      out.write(new byte[(int) header.dataBytes()]);
    }

    assertThatExceptionOfType(MalformedNpyException.class)
        .isThrownBy(() -> Datasets.open("npy:" + file, DataOptions.defaults()))
        .withMessageStartingWith(file + ": images must be [N, H, W], [N, H, W, C], [N, C, H, W]")
        .withMessageEndingWith("were <f4 " + shown);
  }

  private static Datasets.Opened open(String kind, String file) throws IOException {
    return Datasets.open(kind + ":" + ArrayFiles.named(file), DataOptions.defaults());
  }

  private static float first(ImageDataset set, int index) {
    float[] image = new float[set.shape().size()];
    set.read(index, image, 0);
    return image[0];
  }

  /** Which row of the file an image is: pixel k of all is k · 37 modulo 256. */
  private static int rowOf(ImageDataset set, int index, int length) {
    int value = Math.round(first(set, index) * 255);
    for (int row = 0; row < 256; row++) {
      if (row * length * 37 % 256 == value) {
        return row;
      }
    }
    throw new IllegalArgumentException("no row begins with " + value);
  }

  private static void assertPixels(ImageDataset set, int index, int first, float white) {
    float[] image = new float[set.shape().size() + 2];
    set.read(index, image, 1);
    for (int i = 0; i < set.shape().size(); i++) {
      assertThat(image[1 + i]).isCloseTo((first + i) * 37 % 256 / white, within(1e-7f));
    }
    assertThat(image[0]).isZero();
    assertThat(image[image.length - 1]).isZero();
  }
}
