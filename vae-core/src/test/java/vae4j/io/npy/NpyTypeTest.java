package vae4j.io.npy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NpyTypeTest {
  // The numbers that make_npy.py gave to NumPy.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "b1 | 0 1 1 0",
        "u1 | 0 1 200 255",
        "i1 | 0 1 -128 127",
        "u2 | 0 1 40000 65535",
        "i2 | 0 1 -32768 32767",
        "u4 | 0 1 3000000000 16777215",
        "i4 | 0 1 -2147483648 16777215",
        "u8 | 0 1 1099511627776 9223372036854775808",
        "i8 | 0 1 -1099511627776 4611686018427387904",
        "f2 | 0 1 -0.333251953125 65504 5.960464477539063e-08 Infinity NaN",
        "f4 | 0 1 -0.25 Infinity",
        "F4 | 0 1 -0.25 0.1",
        "f8 | 0 1 -0.25 0.1",
      })
  void readsTheNumbersThatNumpyWrote(String name, String numbers) throws IOException {
    byte[] file = NpyFiles.named(name);
    ByteArrayInputStream in = new ByteArrayInputStream(file);
    NpyHeader header = NpyHeader.read(in, name);
    float[] found = new float[1 + (int) header.elements()];

    header
        .type()
        .read(ByteBuffer.wrap(file), file.length - in.available(), found, 1, found.length - 1);

    String[] words = numbers.split(" ", -1);
    assertThat(header.type().isNumber()).isTrue();
    assertThat(found).hasSize(1 + words.length);
    for (int i = 0; i < words.length; i++) {
      assertThat(Float.valueOf(found[1 + i])).as(words[i]).isEqualTo(Float.valueOf(words[i]));
    }
  }

  @Test
  void wholeNumbersAreReadWhole() throws IOException {
    byte[] file = NpyFiles.named("i8");
    long[] found = new long[4];

    new NpyType('i', 8, ByteOrder.BIG_ENDIAN).read(ByteBuffer.wrap(file), file.length - 32, found);

    assertThat(found).containsExactly(0, 1, -(1L << 40), 1L << 62);
    assertThatIllegalStateException()
        .isThrownBy(() -> NpyType.FLOAT32.read(ByteBuffer.wrap(file), 0, found))
        .withMessage("elements must be whole numbers, are <f4");
  }

  @ParameterizedTest
  @ValueSource(strings = {"<f4", ">f8", "|u1", "|b1", "<i8", "|O", "<U12", "|S3", "<c8"})
  void itsNameIsNumpys(String name) {
    assertThat(NpyType.parse(name)).hasToString(name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "<", "f", "<f4x", "<q8", "__import__('os')", "<f-4", "<f99999999999"})
  void otherNamesAreRefused(String name) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> NpyType.parse(name))
        .withMessage("no type is called '" + name + "'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"|O", "<U4", "|S1", "<c8", "<f3", "<f16", "<M8[ns]"})
  void whatIsNoNumberIsKnownByNameOnly(String name) {
    assertThat(NpyType.parse(name).isNumber()).isFalse();
    assertThat(NpyType.parse(name).isObject()).isEqualTo(name.equals("|O"));
  }
}
