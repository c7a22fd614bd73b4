package vae4j.datasets.idx;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdxBytesTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void keepsTheSameOnTheHeapAndInAFile(boolean heap) throws IOException {
    // More than two pieces on the heap, the last one short.
    int count = (1 << 22) * 2 + 12_345;
    ByteBuffer bytes = ByteBuffer.allocate(4 * count);
    for (int i = 0; i < count; i++) {
      bytes.putInt(i * 31);
    }

    IdxBytes kept =
        IdxBytes.read(new ByteArrayInputStream(bytes.array()), 4L * count, heap, "source");

    assertThat(kept.length()).isEqualTo(4L * count);
    for (int i : new int[] {0, 1, (1 << 22) - 1, 1 << 22, 2 << 22, count - 1}) {
      assertThat(kept.value(IdxType.INT, i)).as("value %d", i).isEqualTo(i * 31);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void saysHowMuchThereIsWhereItIsLessThanWanted(boolean heap) throws IOException {
    assertThat(IdxBytes.read(new ByteArrayInputStream(new byte[10]), 30, heap, "source").length())
        .isEqualTo(10);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void copiesAcrossPieces(boolean heap) throws IOException {
    byte[] bytes = new byte[(1 << 24) + 1000];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (i % 251);
    }
    IdxBytes kept = IdxBytes.read(new ByteArrayInputStream(bytes), bytes.length, heap, "source");
    float[] target = new float[700];
    float[] pairs = new float[3];

    kept.copy(IdxType.UNSIGNED_BYTE, (1 << 24) - 300, target);
    kept.copy(IdxType.SHORT, (1 << 23) - 1, pairs);

    for (int i = 0; i < target.length; i++) {
      assertThat(target[i]).isEqualTo(((1 << 24) - 300 + i) % 251);
    }
    for (int i = 0; i < pairs.length; i++) {
      assertThat(pairs[i]).isEqualTo((float) kept.value(IdxType.SHORT, (1 << 23) - 1 + i));
    }
  }

  @Test
  void mapsAPartOfAFileInItsPlace() throws IOException {
    Path file = Files.write(folder.resolve("file"), new byte[] {9, 9, 9, 1, 2, (byte) 200});

    IdxBytes mapped = IdxBytes.map(file, 3, 3);

    assertThat(mapped.length()).isEqualTo(3);
    assertThat(mapped.value(IdxType.UNSIGNED_BYTE, 2)).isEqualTo(200);
  }

  @Test
  void reachesValuesBeyondTwoGigabytes() throws IOException {
    // A file with a hole takes no room on the disk.
    Path file = folder.resolve("large");
    long length = (1L << 31) + 100;
    try (RandomAccessFile large = new RandomAccessFile(file.toFile(), "rw")) {
      large.setLength(length);
      large.seek(length - 1);
      large.write(77);
    }

    IdxBytes mapped = IdxBytes.map(file, 0, length);

    assertThat(mapped.length()).isEqualTo(length);
    assertThat(mapped.value(IdxType.UNSIGNED_BYTE, length - 1)).isEqualTo(77);
    assertThat(mapped.value(IdxType.UNSIGNED_BYTE, length - 2)).isZero();
  }
}
