package vae4j.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SafetensorsTest {
  /**
   * {@code save({"w": array([[1, -2], [0.5, 3]], float32)})}, put together by hand from the
   * format's description: header of 64 = 0x40 bytes, then 1 = 3f800000, -2 = c0000000, ½ =
   * 3f000000, 3 = 40400000, each from its last byte to its first.
   */
  private static final byte[] BY_HAND =
      HexFormat.of()
          .parseHex(
              "4000000000000000"
                  + HexFormat.of()
                      .formatHex(
                          "{\"w\":{\"dtype\":\"F32\",\"shape\":[2,2],\"data_offsets\":[0,16]}}       "
                              .getBytes(StandardCharsets.US_ASCII))
                  + "0000803f"
                  + "000000c0"
                  + "0000003f"
                  + "00004040");

  private static final NamedTensor W = NamedTensor.of("w", new float[] {1, -2, 0.5f, 3}, 2, 2);

  @TempDir Path folder;

  @Test
  void theBytesAreThoseOfTheFormatsDescription() throws IOException {
    assertThat(bytes(List.of(W))).isEqualTo(BY_HAND);
  }

  @Test
  void bytesMadeByHandAreRead() throws IOException {
    assertThat(read(BY_HAND)).containsExactly(W);
  }

  @Test
  void tensorsOfAllShapesComeBackInTheirOrder() throws IOException {
    float[] many = new float[40_000];
    for (int i = 0; i < many.length; i++) {
      many[i] = i * 0.37f;
    }
    List<NamedTensor> tensors =
        List.of(
            NamedTensor.of("z/large", many, 4, 100, 100),
            NamedTensor.of("scalar", new float[] {7}),
            NamedTensor.of("empty", new float[0], 3, 0),
            NamedTensor.of("a/é \"quoted\"", new float[] {Float.NaN, -0f, Float.MAX_VALUE}, 3));
    Path file = folder.resolve("weights.safetensors");

    Safetensors.write(file, tensors);

    assertThat(Safetensors.read(file)).isEqualTo(tensors);
  }

  @Test
  void noTensorsAtAllComeBack() throws IOException {
    assertThat(read(bytes(List.of()))).isEmpty();
  }

  @Test
  void theDataBeginsAtAMultipleOfEightBytes() throws IOException {
    for (int length = 1; length < 20; length++) {
      byte[] bytes = bytes(List.of(NamedTensor.of("x".repeat(length), new float[1], 1)));

      assertThat(bytes.length - Float.BYTES).isEqualTo(bytes[0] + 8).matches(n -> n % 8 == 0);
    }
  }

  @Test
  void metadataAndAnyOrderInTheHeaderAreRead() throws IOException {
    byte[] file =
        file(
            "{\"__metadata__\":{\"format\":\"pt\"},"
                + tensor("b", "F32", "[1]", "[4,8]")
                + ","
                + tensor("a", "F32", "[]", "[0,4]")
                + "}",
            8);

    assertThat(read(file)).extracting(NamedTensor::name).containsExactly("a", "b");
  }

  @Test
  void namesThatCannotBeToldApartAreNotWritten() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> bytes(List.of(W, W)))
        .withMessage("names of tensors must differ and not be __metadata__, was w");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> bytes(List.of(NamedTensor.of("__metadata__", new float[0], 0))));
  }

  @Test
  void aFileShorterThanItsLengthIsRefused() {
    assertRefused(new byte[7], "f: size: wanted at least 8 bytes, was 7 bytes");
  }

  @Test
  void aHeaderBeyondTheFileIsRefused() {
    byte[] file = BY_HAND.clone();
    file[0] = 0x51;

    assertRefused(file, "f: header length: wanted at most 80 bytes in a file of 88, was 81");
  }

  @Test
  void aHeaderLengthAboveAllIntegersIsRefused() {
    byte[] file = BY_HAND.clone();
    file[7] = (byte) 0xff;

    assertRefused(
        file,
        "f: header length: wanted at most 80 bytes in a file of 88, was 18374686479671623744");
  }

  @Test
  void aHeaderThatDoesNotBeginWithAnObjectIsRefused() {
    assertRefused(file(" {}", 0), "f: header: wanted a JSON object from the first byte on");
    assertRefused(file("", 0), "f: header: wanted a JSON object from the first byte on");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{", "{\"a\"}", "{a: 1}", "{} x", "{\"a\": NaN}", "{\"a\": 01}"})
  void aHeaderThatIsNoJsonIsRefused(String header) {
    assertThatThrownBy(() -> read(file(header, 0)))
        .isInstanceOf(MalformedModelException.class)
        .hasMessageStartingWith("f: header: not valid JSON: ")
        .hasMessageNotContaining("\n");
  }

  @Test
  void aHeaderThatIsNoUtf8IsRefused() {
    byte[] file = BY_HAND.clone();
    file[10] = (byte) 0xff;

    assertRefused(file, "f: header: not UTF-8");
  }

  @Test
  void aNameThatIsThereTwiceIsRefused() {
    String w = tensor("w", "F32", "[1]", "[0,4]");

    assertRefused(file("{" + w + "," + w + "}", 4), "f: header: field \"w\" is there twice");
  }

  @Test
  void anotherTypeIsRefused() {
    assertRefused(
        file("{" + tensor("w", "BF16", "[2]", "[0,4]") + "}", 4),
        "f: header: field w.dtype: wanted one of F32, was \"BF16\"");
  }

  @Test
  void aMissingFieldIsNamed() {
    assertRefused(
        file("{\"w\":{\"dtype\":\"F32\",\"shape\":[1]}}", 4),
        "f: header: field w.data_offsets: wanted a list of integers, is missing");
  }

  @Test
  void anUnknownFieldIsNamed() {
    assertRefused(
        file("{\"w\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4],\"device\":0}}", 4),
        "f: header: field w.device is unknown");
  }

  @Test
  void metadataOtherThanTextsAreRefused() {
    assertRefused(
        file("{\"__metadata__\":{\"epoch\":3}}", 0),
        "f: header: field __metadata__.epoch: wanted a text, was 3");
  }

  @Test
  void aTensorWithoutNameIsRefused() {
    assertRefused(
        file("{" + tensor("", "F32", "[1]", "[0,4]") + "}", 4),
        "f: header: a tensor has an empty name");
  }

  @Test
  void aNegativeAxisIsRefused() {
    assertRefused(
        file("{" + tensor("w", "F32", "[-1,-1]", "[0,4]") + "}", 4),
        "f: header: tensor \"w\": shape: wanted no negative axis, was [-1, -1]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[4294967296, 4294967296]",
        "[9223372036854775807, 2]",
        "[3037000500, 3037000500]",
        "[2147483647]"
      })
  void aShapeTooLargeIsRefused(String shape) {
    assertRefused(
        file("{" + tensor("w", "F32", shape, "[0,4]") + "}", 4),
        "f: header: tensor \"w\": shape: wanted at most 2147483639 values, was " + shape);
  }

  @Test
  void aFractionOfAnAxisIsRefused() {
    assertRefused(
        file("{" + tensor("w", "F32", "[1.5]", "[0,4]") + "}", 4),
        "f: header: field w.shape[0]: wanted an integer, was 1.5");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[0, 12]", "[-4, 0]", "[4, 0]", "[0]", "[0, 4, 4]"})
  void offsetsOutsideTheDataAreRefused(String offsets) {
    assertRefused(
        file("{" + tensor("w", "F32", "[1]", offsets) + "}", 8),
        "f: header: tensor \"w\": data_offsets: wanted a begin and an end within the 8 bytes of"
            + " data, was "
            + offsets);
  }

  @Test
  void offsetsThatDoNotFitTheShapeAreRefused() {
    assertRefused(
        file("{" + tensor("w", "F32", "[3]", "[0,8]") + "}", 8),
        "f: header: tensor \"w\": data_offsets: wanted 12 bytes for shape [3], was [0, 8] (8"
            + " bytes)");
  }

  @Test
  void tensorsThatOverlapAreRefused() {
    String header =
        "{" + tensor("a", "F32", "[2]", "[0,8]") + "," + tensor("b", "F32", "[2]", "[4,12]") + "}";

    assertRefused(
        file(header, 12), "f: header: tensor \"b\" overlaps the one before, which ends at byte 8");
  }

  @Test
  void tensorsWithAGapBetweenThemAreRefused() {
    String header =
        "{" + tensor("a", "F32", "[1]", "[0,4]") + "," + tensor("b", "F32", "[1]", "[8,12]") + "}";

    assertRefused(file(header, 12), "f: header: tensor \"b\" leaves a gap from byte 4 to 8");
  }

  @Test
  void dataThatNoTensorSpeaksForAreRefused() {
    assertRefused(
        file("{" + tensor("w", "F32", "[1]", "[0,4]") + "}", 8),
        "f: header: tensors: wanted to fill the 8 bytes of data, was 4 bytes");
  }

  @Test
  void aStreamThatEndsBeforeItsSizeIsRefused() {
    assertThatExceptionOfType(MalformedModelException.class)
        .isThrownBy(
            () ->
                Safetensors.read(
                    "f", new ByteArrayInputStream(BY_HAND, 0, BY_HAND.length - 1), BY_HAND.length))
        .withMessage("f: ends too early");
  }

  private static String tensor(String name, String dtype, String shape, String offsets) {
    return "\""
        + name
        + "\":{\"dtype\":\""
        + dtype
        + "\",\"shape\":"
        + shape
        + ",\"data_offsets\":"
        + offsets
        + "}";
  }

  private static byte[] file(String header, int dataBytes) {
    byte[] text = header.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(8 + text.length + dataBytes)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(text.length)
        .put(text)
        .array();
  }

  private static byte[] bytes(List<NamedTensor> tensors) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Safetensors.write(out, tensors);
    return out.toByteArray();
  }

  private static List<NamedTensor> read(byte[] file) throws IOException {
    return Safetensors.read("f", new ByteArrayInputStream(file), file.length);
  }

  private static void assertRefused(byte[] file, String message) {
    assertThatExceptionOfType(MalformedModelException.class)
        .isThrownBy(() -> read(file))
        .withMessage(message);
  }
}
