package vae4j.datasets.array;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vae4j.io.npy.MalformedNpyException;

class NpyArrayTest {
  @TempDir private Path temp;

  @ParameterizedTest
  @CsvSource({
    "grey.npy, 10, 24, 1073741824",
    "fortran.npy, 10, 24, 1073741824",
    "rgb.npy, 10, 72, 1073741824",
    "grey.npy, 10, 24, 50",
    "fortran.npy, 10, 24, 7",
    "rgb.npy, 10, 72, 1",
  })
  void rowsAreReadInCOrderWhicheverTheFileHasAndHoweverItIsMapped(
      String file, int rows, int length, long mostBytes) throws Exception {
    Path path = ArrayFiles.named(file);
    NpyArray array = NpyArray.open(path, mostBytes);

    assertThat(array.rows()).isEqualTo(rows);
    assertThat(array.rowLength(0)).isEqualTo(length);
    for (int row = 0; row < rows; row++) {
      float[] found = new float[length + 1];
      array.read(row, 0, found, 1);
      for (int i = 0; i < length; i++) {
        // As make_arrays.py says.
        assertThat(found[1 + i]).isEqualTo((row * length + i) * 37 % 256);
      }
    }
    assertThat(array.readWhole(3)[5]).isEqualTo((3 * length + 5) * 37 % 256);
    assertThat(array.sha256())
        .isEqualTo(
            HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(path))));
  }

  @Test
  void aRowThatIsNotThereIsRefused() throws IOException {
    NpyArray array = NpyArray.open(ArrayFiles.named("grey.npy"));

    assertThatExceptionOfType(IndexOutOfBoundsException.class)
        .isThrownBy(() -> array.read(10, 0, new float[24], 0));
  }

  @Test
  void aFileThatIsCutOffOrTooLongIsRefused() throws IOException {
    byte[] whole = Files.readAllBytes(ArrayFiles.named("grey.npy"));

    assertRefused(
        Arrays.copyOf(whole, whole.length - 1),
        "data must be the 240 bytes that its header |u1 [10, 4, 6] says, were 239");
    assertRefused(
        Arrays.copyOf(whole, whole.length + 1),
        "data must be the 240 bytes that its header |u1 [10, 4, 6] says, were 241");
    assertRefused(Arrays.copyOf(whole, 100), "its header is cut off");
    assertRefused(new byte[0], "must be a NumPy array file, does not begin with \\x93NUMPY");
  }

  @Test
  void pickledObjectsAreRefusedWithAdvice() throws IOException {
    Path file = ArrayFiles.named("objects.npy");

    assertThatExceptionOfType(MalformedNpyException.class)
        .isThrownBy(() -> NpyArray.open(file))
        .withMessage(
            file
                + ": holds pickled Python objects, which are not read; save it as an array of"
                + " numbers, such as numpy.save(file, numpy.stack(images))");
  }

  @Test
  void aMissingFileIsNamed() {
    assertThatExceptionOfType(NoSuchFileException.class)
        .isThrownBy(() -> NpyArray.open(temp.resolve("a.npy")))
        .withMessage(temp.resolve("a.npy") + ": NumPy file must exist and be a file");
  }

  private void assertRefused(byte[] content, String problem) throws IOException {
    Path file = temp.resolve("a.npy");
    Files.write(file, content);

    assertThatExceptionOfType(MalformedNpyException.class)
        .isThrownBy(() -> NpyArray.open(file))
        .withMessage(file + ": " + problem);
  }
}
