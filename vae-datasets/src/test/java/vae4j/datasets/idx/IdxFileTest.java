package vae4j.datasets.idx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IdxFileTest {
  @TempDir Path folder;

  @Test
  void readsPicturesInTheOrderOfTheFile() throws IOException {
    IdxFile images = IdxFile.readImages(write(IdxFixtures.images(2, 2, 3)));

    assertThat(images.isImages()).isTrue();
    assertThat(images.count()).isEqualTo(2);
    assertThat(images.height()).isEqualTo(2);
    assertThat(images.width()).isEqualTo(3);
    assertThat(images.value(0)).isZero();
    assertThat(images.value(11)).isEqualTo(11);
  }

  @Test
  void readsBytesAsUnsigned() throws IOException {
    IdxFile labels = IdxFile.readLabels(write(IdxFixtures.labels(0, 127, 128, 255)));

    assertThat(labels.isImages()).isFalse();
    assertThat(labels.count()).isEqualTo(4);
    assertThat(labels.value(2)).isEqualTo(128);
    assertThat(labels.value(3)).isEqualTo(255);
    assertThatIllegalStateException().isThrownBy(labels::height);
  }

  @ParameterizedTest
  @ValueSource(strings = {"images.gz", "images"})
  void tellsGzipByItsContentAndNotByItsName(String name) throws IOException {
    byte[] raw = IdxFixtures.images(3, 4, 5);
    Path packed = Files.write(folder.resolve(name), IdxFixtures.gzip(raw));
    Path unpacked = Files.write(folder.resolve("other-" + name), raw);

    assertThat(IdxFile.readImages(packed).count()).isEqualTo(3);
    assertThat(IdxFile.readImages(unpacked).count()).isEqualTo(3);
  }

  @Test
  void sumsTheUncompressedBytes() throws IOException {
    // printf '\0\0\10\1\0\0\0\2\1\2' | sha256sum
    String sum = "7d8d5bbc33d5b40c823ac6678cbbc756ecb1462a2b5bb7feefb0e7a953dbb0f9";

    assertThat(IdxFile.read(write(IdxFixtures.labels(1, 2))).sha256()).isEqualTo(sum);
    assertThat(IdxFile.read(write(IdxFixtures.gzip(IdxFixtures.labels(1, 2)))).sha256())
        .isEqualTo(sum);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0 | 1 | magic number must be 00 00 in its first two bytes, was 01 00",
        "1 | 8 | magic number must be 00 00 in its first two bytes, was 00 08",
        "2 | 13 | type code must be 0x08 (unsigned byte), was 0x0d",
        "3 | 2 | number of dimensions must be 1 (labels) or 3 (pictures), was 2",
        "3 | 255 | number of dimensions must be 1 (labels) or 3 (pictures), was 255",
        "3 | 1 | content after the header must be 2 bytes, as its header says, was longer",
        "7 | 0 | size of dimension 0 must be positive, was 0",
        "4 | 255 | size of dimension 0 must be positive, was -16777214",
        "8 | 255 | size of dimension 1 must be positive, was -16777214",
        "12 | 128 | size of dimension 2 must be positive, was -2147483645",
        "12 | 127 | number of values must be at most 2147483639, was 8522825740",
        "7 | 3 | content after the header must be 18 bytes, as its header says, was 12 bytes",
        "7 | 1 | content after the header must be 6 bytes, as its header says, was longer",
        "11 | 3 | content after the header must be 18 bytes, as its header says, was 12 bytes",
        "15 | 2 | content after the header must be 8 bytes, as its header says, was longer"
      })
  void refusesAWrongByteInTheHeader(int position, int value, String message) throws IOException {
    byte[] bytes = IdxFixtures.images(2, 2, 3);
    bytes[position] = (byte) value;
    Path file = write(bytes);

    assertThatThrownBy(() -> IdxFile.read(file))
        .isInstanceOf(MalformedIdxException.class)
        .hasMessage(file + ": " + message);
  }

  @ParameterizedTest
  @CsvSource({"0, 4", "3, 4", "4, 16", "15, 16"})
  void refusesAHeaderThatIsCutOff(int length, int wanted) throws IOException {
    Path file = write(Arrays.copyOf(IdxFixtures.images(2, 2, 3), length));

    assertThatThrownBy(() -> IdxFile.read(file))
        .isInstanceOf(MalformedIdxException.class)
        .hasMessage(
            "%s: header must be %d bytes long, was %d (the file ends there)", file, wanted, length);
  }

  @Test
  void refusesContentThatIsCutOff() throws IOException {
    Path file = write(Arrays.copyOf(IdxFixtures.images(2, 2, 3), 16 + 11));

    assertThatThrownBy(() -> IdxFile.read(file))
        .isInstanceOf(MalformedIdxException.class)
        .hasMessage(
            file + ": content after the header must be 12 bytes, as its header says, was 11 bytes");
  }

  @Test
  void refusesTrailingBytes() throws IOException {
    Path file = write(Arrays.copyOf(IdxFixtures.images(2, 2, 3), 16 + 13));

    assertThatThrownBy(() -> IdxFile.read(file))
        .isInstanceOf(MalformedIdxException.class)
        .hasMessage(
            file + ": content after the header must be 12 bytes, as its header says, was longer");
  }

  @Test
  void refusesAGzipStreamCutOffAnywhere() throws IOException {
    byte[] packed = IdxFixtures.gzip(IdxFixtures.images(2, 20, 30));
    for (int length = 2; length < packed.length; length++) {
      Path file = write(Arrays.copyOf(packed, length));

      assertThatThrownBy(() -> IdxFile.read(file))
          .isInstanceOf(MalformedIdxException.class)
          .hasMessageStartingWith(file + ": gzip stream must be whole, was cut off or damaged (");
    }
  }

  @Test
  void refusesAGzipStreamWithAWrongSumOfItsOwn() throws IOException {
    byte[] packed = IdxFixtures.gzip(IdxFixtures.images(2, 20, 30));
    packed[packed.length - 8] ^= 1;
    Path file = write(packed);

    assertThatThrownBy(() -> IdxFile.read(file))
        .isInstanceOf(MalformedIdxException.class)
        .hasMessage(
            file + ": gzip stream must be whole, was cut off or damaged (Corrupt GZIP trailer)");
  }

  @Test
  void refusesLabelsInPlaceOfPicturesAndPicturesInPlaceOfLabels() throws IOException {
    Path labels = Files.write(folder.resolve("labels"), IdxFixtures.labels(1, 2));
    Path images = Files.write(folder.resolve("images"), IdxFixtures.images(1, 2, 3));

    assertThatThrownBy(() -> IdxFile.readImages(labels))
        .isInstanceOf(MalformedIdxException.class)
        .hasMessage(labels + ": number of dimensions must be 3 (pictures), was 1");
    assertThatThrownBy(() -> IdxFile.readLabels(images))
        .isInstanceOf(MalformedIdxException.class)
        .hasMessage(images + ": number of dimensions must be 1 (labels), was 3");
  }

  @Test
  void refusesFewerLabelsThanPicturesAndMore() throws IOException {
    Path labels = Files.write(folder.resolve("labels"), IdxFixtures.labels(1, 2));
    Path three = Files.write(folder.resolve("three"), IdxFixtures.images(3, 2, 2));
    Path one = Files.write(folder.resolve("one"), IdxFixtures.images(1, 2, 2));

    assertThatThrownBy(
            () -> IdxFile.readLabels(labels).requireLabelsOf(IdxFile.readImages(three), 10))
        .isInstanceOf(MalformedIdxException.class)
        .hasMessage(
            "%s: number of labels must be 3, as many as there are pictures in %s, was 2 (labels"
                + " fewer than images)",
            labels, three);
    assertThatThrownBy(
            () -> IdxFile.readLabels(labels).requireLabelsOf(IdxFile.readImages(one), 10))
        .isInstanceOf(MalformedIdxException.class)
        .hasMessage(
            "%s: number of labels must be 1, as many as there are pictures in %s, was 2",
            labels, one);
  }

  @Test
  void refusesALabelThatIsNoClass() throws IOException {
    Path labels = Files.write(folder.resolve("labels"), IdxFixtures.labels(9, 10));
    Path images = Files.write(folder.resolve("images"), IdxFixtures.images(2, 2, 2));

    assertThatThrownBy(
            () -> IdxFile.readLabels(labels).requireLabelsOf(IdxFile.readImages(images), 10))
        .isInstanceOfSatisfying(
            MalformedIdxException.class,
            e -> {
              assertThat(e).hasMessage(labels + ": label 1 must be below 10, was 10");
              assertThat(e.file()).isEqualTo(labels.toString());
              assertThat(e.field()).isEqualTo("label 1");
            });
  }

  @Test
  void namesAFileThatIsMissing() {
    Path file = folder.resolve("nowhere");

    assertThatThrownBy(() -> IdxFile.read(file))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessage(file.toString());
  }

  private Path write(byte[] bytes) throws IOException {
    return Files.write(folder.resolve("file"), bytes);
  }
}
