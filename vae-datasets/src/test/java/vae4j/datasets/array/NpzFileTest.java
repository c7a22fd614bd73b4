package vae4j.datasets.array;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vae4j.io.npy.MalformedNpyException;
import vae4j.io.npy.NpyHeader;
import vae4j.io.npy.NpyType;

class NpzFileTest {
  @TempDir private Path temp;

  @Test
  void arraysAreFoundByNameAndOnlyTheirHeadersAreReadAtFirst() throws IOException {
    try (NpzFile npz = NpzFile.open(ArrayFiles.named("sprites.npz"), temp)) {
      assertThat(npz.headers().keySet())
          .containsExactlyInAnyOrder("metadata", "imgs", "latents_classes", "latents_values");
      NpyArray images = npz.array("imgs");

      assertThat(images.rows()).isEqualTo(72);
      assertThat(images.source()).endsWith("sprites.npz:imgs");
      assertThat(npz.array("latents_classes").readWhole(71)).containsExactly(0, 2, 1, 1, 2, 1);
    }
  }

  @Test
  void anArrayOutlivesTheFileAndHasTheSumOfItsNpyFile() throws IOException {
    NpyArray found;
    Path copy = temp.resolve("grey.npz");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(copy))) {
      zip.putNextEntry(new ZipEntry("grey.npy"));
      zip.write(Files.readAllBytes(ArrayFiles.named("grey.npy")));
    }
    try (NpzFile npz = NpzFile.open(copy, temp)) {
      found = npz.array("grey");
    }
    NpyArray whole = NpyArray.open(ArrayFiles.named("grey.npy"));
    float[] row = new float[24];
    found.read(9, 0, row, 0);

    assertThat(row[23]).isEqualTo(239 * 37 % 256);
    assertThat(found.sha256()).isEqualTo(whole.sha256());
  }

  @Test
  void aLargeArrayIsUnpackedToAFileThatLeavesNoName() throws IOException {
    Path file = temp.resolve("large.npz");
    long count = 65L << 20;
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      zip.putNextEntry(new ZipEntry("x.npy"));
      zip.write(NpyHeader.of(new NpyType('u', 1, ByteOrder.LITTLE_ENDIAN), 65, 1 << 20).toBytes());
      byte[] row = new byte[1 << 20];
      for (int i = 0; i < 65; i++) {
        Arrays.fill(row, (byte) i);
        zip.write(row);
      }
    }
    Path folder = temp.resolve("unpacked");
    try (NpzFile npz = NpzFile.open(file, folder)) {
      NpyArray array = npz.array("x");

      assertThat(array.header().dataBytes()).isEqualTo(count);
      assertThat(array.readWhole(64)[12345]).isEqualTo(64);
    }
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void damageIsFoundWhereTheArrayIsRead() throws IOException {
    byte[] whole = Files.readAllBytes(ArrayFiles.named("several.npz"));
    byte[] changed = whole.clone();
    // The last bytes of the first, uncompressed entry: several.npz is made by numpy.savez.
    int data = indexOf(changed, "\n".getBytes(US_ASCII)) + 1;
    changed[data + 3] ^= 0x40;

    assertRefused(Arrays.copyOf(whole, whole.length - 30), "a", "must be a zip of NumPy arrays");
    assertRefused(new byte[0], "a", "must be a zip of NumPy arrays");
    assertRefused("no zip at all".getBytes(US_ASCII), "a", "must be a zip of NumPy arrays");
    assertRefused(changed, "a", ":a: is damaged: its CRC must be ");
  }

  @Test
  void anEncryptedEntryIsRefused() throws IOException {
    byte[] changed = Files.readAllBytes(ArrayFiles.named("several.npz"));
    // Bit 0 of the general purpose flag in the first header of the central directory.
    int central = indexOf(changed, new byte[] {'P', 'K', 1, 2});
    changed[central + 8] |= 1;

    assertRefused(changed, "a", "encrypted");
  }

  @Test
  void aHeaderThatSaysMoreOrLessThanThereIsIsRefusedBeforeAnythingIsUnpacked() throws IOException {
    Path file = temp.resolve("lie.npz");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      zip.putNextEntry(new ZipEntry("x.npy"));
      zip.write(NpyHeader.of(NpyType.FLOAT32, 1L << 40, 28, 28).toBytes());
      zip.write(new byte[1000]);
    }
    try (NpzFile npz = NpzFile.open(file, temp)) {
      assertThatExceptionOfType(MalformedNpyException.class)
          .isThrownBy(() -> npz.array("x"))
          .withMessage(
              file
                  + ":x: data must be the 3448068464705536 bytes that its header <f4"
                  + " [1099511627776, 28, 28] says, were 1000");
    }
  }

  @Test
  void moreThanFitsOnTheDiskIsRefusedBeforeAnythingIsUnpacked() throws IOException {
    // Some 200 bytes that say they hold 2^50.
    Path file = ArrayFiles.named("bomb.npz");
    try (NpzFile npz = NpzFile.open(file, temp)) {
      assertThatExceptionOfType(IOException.class)
          .isThrownBy(() -> npz.array("x"))
          .withMessageStartingWith(
              file + ":x: 1,125,899,906 MB are needed in " + temp + " to unpack it, ")
          .withMessageEndingWith(
              " MB are free; unpack it elsewhere and use npy:FILE, or set XDG_CACHE_HOME");
    }
    try (Stream<Path> left = Files.list(temp)) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void aNameThatIsNotThereIsRefusedWithThoseThatAre() throws IOException {
    Path file = ArrayFiles.named("several.npz");
    try (NpzFile npz = NpzFile.open(file, temp)) {
      assertThatExceptionOfType(MalformedNpyException.class)
          .isThrownBy(() -> npz.array("c"))
          .withMessage(
              file
                  + ": array must be one of a |u1 [3, 4, 4], b |u1 [5, 4, 4], labels <i8 [5], was"
                  + " c");
    }
  }

  private void assertRefused(byte[] content, String name, String problem) throws IOException {
    Path file = temp.resolve("a.npz");
    Files.write(file, content);

    assertThatExceptionOfType(MalformedNpyException.class)
        .isThrownBy(
            () -> {
              try (NpzFile npz = NpzFile.open(file, temp)) {
                npz.array(name);
              }
            })
        .withMessageStartingWith(file.toString())
        .withMessageContaining(problem)
        .withMessageNotContaining("\n");
  }

  private static int indexOf(byte[] bytes, byte[] wanted) {
    for (int i = 0; i <= bytes.length - wanted.length; i++) {
      if (Arrays.equals(bytes, i, i + wanted.length, wanted, 0, wanted.length)) {
        return i;
      }
    }
    throw new IllegalArgumentException("not found");
  }
}
