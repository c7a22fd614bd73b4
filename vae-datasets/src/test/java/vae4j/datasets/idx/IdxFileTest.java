package vae4j.datasets.idx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
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
  void readsImagesInTheOrderOfTheFile() throws IOException {
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
    assertThat(labels.label(2)).isEqualTo(128);
    assertThat(labels.label(3)).isEqualTo(255);
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
        "2 | 10 | type code must be 0x08, 0x09 or 0x0b to 0x0e, was 0x0a",
        "2 | 11 | content after the header must be 24 bytes, as its header says, was 12 bytes",
        "3 | 0 | number of dimensions must be 1 or 2 (labels), 3 or 4 (images), was 0",
        "3 | 255 | number of dimensions must be 1 or 2 (labels), 3 or 4 (images), was 255",
        "3 | 1 | content after the header must be 2 bytes, as its header says, was longer",
        "7 | 0 | size of dimension 0 must be positive, was 0",
        "4 | 255 | size of dimension 0 must be positive, was -16777214",
        "8 | 255 | size of dimension 1 must be positive, was -16777214",
        "12 | 128 | size of dimension 2 must be positive, was -2147483645",
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
  @CsvSource({"1, 4", "3, 4", "4, 16", "15, 16"})
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
  void refusesLabelsInPlaceOfImagesAndImagesInPlaceOfLabels() throws IOException {
    Path labels = Files.write(folder.resolve("labels"), IdxFixtures.labels(1, 2));
    Path images = Files.write(folder.resolve("images"), IdxFixtures.images(1, 2, 3));

    assertThatThrownBy(() -> IdxFile.readImages(labels))
        .isInstanceOf(MalformedIdxException.class)
        .hasMessage(
            labels
                + ": number of dimensions must be 3 [N, H, W] or 4 [N, H, W, C] (images), was 1"
                + " (labels)");
    assertThatThrownBy(() -> IdxFile.readLabels(images))
        .isInstanceOf(MalformedIdxException.class)
        .hasMessage(images + ": number of dimensions must be 1 or 2 (labels), was 3");
  }

  @Test
  void refusesFewerLabelsThanImagesAndMore() throws IOException {
    Path labels = Files.write(folder.resolve("labels"), IdxFixtures.labels(1, 2));
    Path three = Files.write(folder.resolve("three"), IdxFixtures.images(3, 2, 2));
    Path one = Files.write(folder.resolve("one"), IdxFixtures.images(1, 2, 2));

    assertThatThrownBy(
            () -> IdxFile.readLabels(labels).requireLabelsOf(IdxFile.readImages(three), 10))
        .isInstanceOf(MalformedIdxException.class)
        .hasMessage(
            "%s: number of labels must be 3, as many as there are images in %s, was 2 (labels"
                + " fewer than images)",
            labels, three);
    assertThatThrownBy(
            () -> IdxFile.readLabels(labels).requireLabelsOf(IdxFile.readImages(one), 10))
        .isInstanceOf(MalformedIdxException.class)
        .hasMessage(
            "%s: number of labels must be 1, as many as there are images in %s, was 2",
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

  @ParameterizedTest
  @CsvSource({
    "8, 0, 200, 255",
    "9, -128, 5, 127",
    "11, -32768, 5, 32767",
    "12, -2147483648, 70000, 2147483647",
    "13, -0.5, 0.25, 1e30",
    "14, -0.5, 0.1, 1e300"
  })
  void readsValuesOfEveryType(int code, double first, double second, double third)
      throws IOException {
    IdxFile file = IdxFile.read(write(IdxFixtures.file(code, new int[] {3}, first, second, third)));

    // 1e30 is no float, 0.1 is a double.
    assertThat(file.value(0)).isEqualTo(first);
    assertThat(file.value(1)).isEqualTo(second);
    assertThat(file.value(2)).isEqualTo(code == 13 ? (float) third : third);
    assertThat(file.type().isInteger()).isEqualTo(code < 13);
  }

  @Test
  void readsImagesWithChannelsLast() throws IOException {
    IdxFile images =
        IdxFile.readImages(
            write(IdxFixtures.file(8, new int[] {1, 2, 1, 3}, 10, 20, 30, 40, 50, 60)));

    assertThat(images.sizes()).containsExactly(1, 2, 1, 3);
    assertThat(images.height()).isEqualTo(2);
    assertThat(images.width()).isEqualTo(1);
    assertThat(images.channels()).isEqualTo(3);
    assertThat(images.value(4)).isEqualTo(50);
  }

  @Test
  void takesTheFirstOfSeveralNumbersOfALabel() throws IOException {
    IdxFile labels =
        IdxFile.readLabels(write(IdxFixtures.file(12, new int[] {2, 3}, 7, 0, 100, 4, 1, 200)));

    assertThat(labels.count()).isEqualTo(2);
    assertThat(labels.label(0)).isEqualTo(7);
    assertThat(labels.label(1)).isEqualTo(4);
  }

  @Test
  void refusesLabelsThatAreNotWhole() throws IOException {
    Path file = write(IdxFixtures.file(13, new int[] {2}, 7, 0.5));
    IdxFile labels = IdxFile.readLabels(file);

    assertThat(labels.label(0)).isEqualTo(7);
    assertThatThrownBy(() -> labels.label(1))
        .isInstanceOf(MalformedIdxException.class)
        .hasMessage(file + ": label 1 must be a whole number, was 0.5");
  }

  @Test
  void refusesRowsInPlaceOfImagesAndSaysWhatTheyAre() throws IOException {
    Path file = write(IdxFixtures.file(8, new int[] {2, 3}, 1, 2, 3, 4, 5, 6));

    assertThatThrownBy(() -> IdxFile.readImages(file))
        .isInstanceOf(MalformedIdxException.class)
        .hasMessage(
            file
                + ": number of dimensions must be 3 [N, H, W] or 4 [N, H, W, C] (images), was 2 (2"
                + " rows of 3 values; reshape them)");
  }

  @Test
  void readsSeveralGzipMembersAndLeavesOutWhatFollowsThem() throws IOException {
    byte[] raw = IdxFixtures.images(20, 20, 30);
    byte[] first = IdxFixtures.gzip(Arrays.copyOf(raw, 4000));
    byte[] second = IdxFixtures.gzip(Arrays.copyOfRange(raw, 4000, raw.length));
    String sum = IdxFile.read(write(raw)).sha256();

    assertThat(IdxFile.read(write(concat(first, second))).sha256()).isEqualTo(sum);
    byte[] packed = IdxFixtures.gzip(raw);
    assertThat(IdxFile.read(write(concat(packed, new byte[512]))).sha256()).isEqualTo(sum);
    assertThat(IdxFile.read(write(concat(packed, new byte[] {9, 8, 7, 6}))).sha256())
        .isEqualTo(sum);
    assertThat(IdxFile.read(write(IdxFixtures.gzip(packed))).sha256()).isEqualTo(sum);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "<html>403 Forbidden</html> | an HTML page, not an IDX file",
        "<!DOCTYPE html><p> | an HTML page, not an IDX file",
        "<?xml version='1.0'?> | an HTML or XML document, not an IDX file",
        "version https://git-lfs.github.com/spec/v1 | a pointer of Git LFS, not the file itself",
        "PK\u0003\u0004abc | a zip archive, not an IDX file: unpack it",
        "PK\u0003\u0004--x_train.npy | a NumPy archive, not an IDX file",
        "\u0093NUMPY | a NumPy array, not an IDX file",
        "\u00fd7zXZ | packed by xz: unpack it",
        "\u0089PNG | a PNG or JPEG image, not an IDX file"
      })
  void saysWhatAFileIsThatIsNoIdxFile(String start, String message) throws IOException {
    Path file = write(start.getBytes(StandardCharsets.ISO_8859_1));

    assertThatThrownBy(() -> IdxFile.read(file))
        .isInstanceOf(MalformedIdxException.class)
        .hasMessage(file + ": is " + message);
  }

  @Test
  void saysThatAFileIsEmptyOrLittleEndian() throws IOException {
    Path empty = Files.createFile(folder.resolve("empty"));
    byte[] bytes = IdxFixtures.images(1, 2, 2);
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(0x803).putInt(1);
    Path little = write(bytes);

    assertThatThrownBy(() -> IdxFile.read(empty)).hasMessage(empty + ": is empty");
    assertThatThrownBy(() -> IdxFile.read(little))
        .hasMessage(little + ": is little-endian, IDX stores the most significant byte first");
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

  private static byte[] concat(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }
}
