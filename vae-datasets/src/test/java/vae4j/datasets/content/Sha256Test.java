package vae4j.datasets.content;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class Sha256Test {
  /** The one-block example of NIST's "Descriptions of SHA-256". */
  private static final String ABC =
      "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

  @Test
  void sumsText() {
    assertThat(Sha256.ofText("abc")).isEqualTo(ABC);
  }

  @Test
  void sumsAFileTheSamePackedAndUnpacked(@TempDir Path folder) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(new byte[] {'a', 'b', 'c'});
    }
    Path raw = Files.writeString(folder.resolve("raw"), "abc");
    Path gzip = Files.write(folder.resolve("packed"), packed.toByteArray());

    assertThat(Sha256.ofUncompressed(raw, 3)).isEqualTo(ABC);
    assertThat(Sha256.ofUncompressed(gzip, 3)).isEqualTo(ABC);
  }

  @Test
  void stopsAtTheLimit(@TempDir Path folder) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      for (int i = 0; i < 1000; i++) {
        out.write(new byte[100_000]);
      }
    }
    Path bomb = Files.write(folder.resolve("bomb"), packed.toByteArray());

    // python3 -c "import hashlib; print(hashlib.sha256(bytes(65536)).hexdigest())"
    assertThat(Sha256.ofUncompressed(bomb, 10))
        .isEqualTo("de2f256064a0af797747c2b97505dc0b9f3df0de4f489eac731c23ae9ca9cc31");
  }
}
