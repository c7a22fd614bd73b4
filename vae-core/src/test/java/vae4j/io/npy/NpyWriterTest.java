package vae4j.io.npy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

class NpyWriterTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  @Test
  void writesAMatrixByteForByteAsNumpyDoes() throws IOException {
    NpyWriter writer = new NpyWriter(out, NpyHeader.of(NpyType.FLOAT32, 3, 4));
    float[] values = {9, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11};
    writer.write(values, 1, 8);
    writer.write(values, 8, 13);
    writer.finish();

    assertThat(out.toByteArray()).isEqualTo(NpyFiles.named("matrix"));
  }

  @Test
  void writesAStructuredArrayByteForByteAsNumpyDoes() throws IOException {
    NpyHeader header =
        new NpyHeader(
            List.of(
                new NpyHeader.Field("mean", NpyType.FLOAT32, List.of(3)),
                new NpyHeader.Field("log_variance", NpyType.FLOAT32, List.of(3)),
                new NpyHeader.Field("label", NpyType.INT32, List.of())),
            false,
            List.of(2L));
    NpyWriter writer = new NpyWriter(out, header);
    writer.write(new float[] {1, 2, 3, -1, -2, -3}, 0, 6);
    writer.write(7);
    writer.write(new float[] {4, 5, 6, -4, -5, -6}, 0, 6);
    writer.write(-1);
    writer.finish();

    assertThat(out.toByteArray()).isEqualTo(NpyFiles.named("codes"));
  }

  @Test
  void manyNumbersGoOutInOrder() throws IOException {
    int count = 100_000;
    NpyWriter writer = new NpyWriter(out, NpyHeader.of(NpyType.INT32, count));
    for (int i = 0; i < count; i++) {
      writer.write(i);
    }
    writer.finish();

    byte[] file = out.toByteArray();
    float[] found = new float[count];
    NpyType.INT32.read(ByteBuffer.wrap(file), file.length - 4 * count, found, 0, count);
    for (int i = 0; i < count; i++) {
      assertThat(found[i]).isEqualTo(i);
    }
  }

  @Test
  void fewerOrMoreNumbersThanTheHeaderSaysAreRefused() throws IOException {
    NpyWriter writer = new NpyWriter(out, NpyHeader.of(NpyType.FLOAT32, 3));
    writer.write(new float[2], 0, 2);

    assertThatIllegalStateException()
        .isThrownBy(writer::finish)
        .withMessage("data must be the 12 bytes of the header, were 8");
  }
}
