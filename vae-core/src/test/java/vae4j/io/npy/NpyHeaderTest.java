package vae4j.io.npy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NpyHeaderTest {
  @ParameterizedTest
  @CsvSource({
    "matrix, <f4, '[3, 4]', false, 48",
    "version2, <f4, '[3, 4]', false, 48",
    "fortran, <f4, '[2, 3]', true, 24",
    "scalar, <f4, [], false, 4",
    "u1, |u1, [4], false, 4",
    "text, <U4, [2], false, 32",
    "objects, |O, [1], false, 8",
  })
  void saysWhatIsInAFileOfNumpys(
      String name, String type, String shape, boolean fortranOrder, long bytes) throws IOException {
    NpyHeader header = read(NpyFiles.named(name));

    assertThat(header.type()).hasToString(type);
    assertThat(header.isPlain()).isTrue();
    assertThat(header.shape()).hasToString(shape);
    assertThat(header.fortranOrder()).isEqualTo(fortranOrder);
    assertThat(header.dataBytes()).isEqualTo(bytes);
  }

  @Test
  void theStreamStandsAtTheFirstNumberAfterwards() throws IOException {
    byte[] file = NpyFiles.named("matrix");
    ByteArrayInputStream in = new ByteArrayInputStream(file);

    NpyHeader.read(in, "matrix");

    assertThat(in.available()).isEqualTo(48);
  }

  @Test
  void aStructuredArrayHasNamedFields() throws IOException {
    NpyHeader header = read(NpyFiles.named("codes"));

    assertThat(header.isPlain()).isFalse();
    assertThat(header.fields())
        .containsExactly(
            new NpyHeader.Field("mean", NpyType.FLOAT32, List.of(3)),
            new NpyHeader.Field("log_variance", NpyType.FLOAT32, List.of(3)),
            new NpyHeader.Field("label", NpyType.INT32, List.of()));
    assertThat(header.elementBytes()).isEqualTo(28);
    assertThat(read(NpyFiles.named("version3")).fields().get(0).name()).isEqualTo("größe");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "u1",
        "i2",
        "f4",
        "f8",
        "matrix",
        "fortran",
        "scalar",
        "codes",
        "text",
        "version3"
      })
  void itIsWrittenByteForByteAsNumpyDoes(String name) throws IOException {
    byte[] file = NpyFiles.named(name);
    byte[] header = read(file).toBytes();

    assertThat(header).isEqualTo(Arrays.copyOf(file, header.length));
    assertThat(header.length % 64).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'descr': '<f4', 'fortran_order': False, 'shape': (3, | wanted more at character 54, was"
            + " the end",
        "__import__('os').system('true') | wanted a value at character 0, was '_'",
        "{'descr': '<f4', 'fortran_order': False} | wanted the keys descr, fortran_order and shape,"
            + " were [descr, fortran_order]",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (2,), 'x': 1} | wanted the keys descr,"
            + " fortran_order and shape, were [descr, fortran_order, shape, x]",
        "{'descr': '<f4', 'fortran_order': 0, 'shape': (2,)} | fortran_order must be True or False",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (-2,)} | shape must hold whole numbers"
            + " from 0",
        "{'descr': '<f4', 'fortran_order': False, 'shape': '2'} | shape must be a tuple",
        "{'descr': 7, 'fortran_order': False, 'shape': (2,)} | descr must be a type's name or a"
            + " list of fields",
        "{'descr': [('a',)], 'fortran_order': False, 'shape': (2,)} | a field must be (name, type)"
            + " or (name, type, shape)",
        "{'descr': '<q4', 'fortran_order': False, 'shape': (2,)} | no type is called '<q4'",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (4611686018427387904, 4)} | long"
            + " overflow",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999999999999,)} | no whole"
            + " number below 2^63: 99999999999999999999",
        "((((((((((((((((((((()))))))))))))))))))) | more than 16 brackets inside each other",
        "{'a': 1, 'a': 2} | key 'a' stands there twice",
        "[] | wanted a dictionary",
      })
  void aFalseHeaderIsRefusedAndNothingOfItIsExecuted(String text, String reason) {
    assertThatExceptionOfType(MalformedNpyException.class)
        .isThrownBy(() -> read(withHeader(text)))
        .withMessage("a.npy: its header is not that of a NumPy array: " + reason);
  }

  @Test
  void whatIsNoNumpyFileOrCutOffIsRefused() throws IOException {
    byte[] file = NpyFiles.named("matrix");
    byte[] version4 = file.clone();
    version4[6] = 4;
    byte[] huge = NpyFiles.named("version2");
    huge[11] = 0x7f;

    assertRefused(
        "PNG".getBytes(ISO_8859_1), "must be a NumPy array file, does not begin with \\x93NUMPY");
    assertRefused(new byte[0], "must be a NumPy array file, does not begin with \\x93NUMPY");
    for (int length : new int[] {6, 7, 9, 11, 60}) {
      assertRefused(Arrays.copyOf(file, length), "its header is cut off");
    }
    assertRefused(version4, "version of the NumPy format must be 1.0, 2.0 or 3.0, was 4.0");
    assertRefused(huge, "header must be at most 1048576 bytes long, was 2130706548");
  }

  private static void assertRefused(byte[] file, String problem) {
    assertThatExceptionOfType(MalformedNpyException.class)
        .isThrownBy(() -> read(file))
        .withMessage("a.npy: " + problem);
  }

  private static NpyHeader read(byte[] file) throws IOException {
    return NpyHeader.read(new ByteArrayInputStream(file), "a.npy");
  }

  private static byte[] withHeader(String text) {
    byte[] bytes = (text + "\n").getBytes(ISO_8859_1);
    ByteBuffer file = ByteBuffer.allocate(10 + bytes.length).order(ByteOrder.LITTLE_ENDIAN);
    file.put((byte) 0x93).put("NUMPY".getBytes(ISO_8859_1)).put((byte) 1).put((byte) 0);
    return file.putShort((short) bytes.length).put(bytes).array();
  }
}
