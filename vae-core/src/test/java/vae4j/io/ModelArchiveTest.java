package vae4j.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.TimeZone;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.assertj.core.data.Index;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelArchiveTest {
  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void writeAGoodFile() throws IOException {
    file = folder.resolve("model.vae");
    archive().write(file);
  }

  private static ModelArchive archive() {
    JsonObject config = new JsonObject();
    config.addProperty("latent", 2);
    JsonArray filters = new JsonArray();
    filters.add(32);
    filters.add(64);
    config.add("filters", filters);
    JsonObject document = new JsonObject();
    document.add("config", config);
    document.addProperty("data", "Größe <ä> & 図");
    JsonObject metrics = new JsonObject();
    metrics.addProperty("elbo", -243.5);
    return new ModelArchive(
        document,
        List.of(
            NamedTensor.of("encoder/dense1/weights", new float[] {1, -2, 0.5f, 4, 5, 6}, 2, 3),
            NamedTensor.of("encoder/dense1/bias", new float[] {0, -0f, Float.MIN_VALUE}, 3)),
        metrics);
  }

  @Test
  void whatIsWrittenIsReadBack() throws IOException {
    ModelArchive read = ModelArchive.read(file);

    assertThat(read.tensors()).isEqualTo(archive().tensors());
    assertThat(read.metrics()).isEqualTo(archive().metrics());
    assertThat(read.document().get("config")).isEqualTo(archive().document().get("config"));
    assertThat(read.document().get("data").getAsString()).isEqualTo("Größe <ä> & 図");
    assertThat(read.document().get("formatVersion").getAsInt()).isEqualTo(2);
    assertThat(read.document().get("libraryVersion").getAsString()).isNotEmpty();
  }

  @Test
  void equalContentGivesEqualBytesWhateverTheTimeZone() throws IOException {
    Path other = folder.resolve("other.vae");
    TimeZone before = TimeZone.getDefault();
    try {
      TimeZone.setDefault(TimeZone.getTimeZone("Pacific/Auckland"));
      archive().write(other);
    } finally {
      TimeZone.setDefault(before);
    }

    assertThat(other).hasSameBinaryContentAs(file);
  }

  @Test
  void whatWasReadIsWrittenAsTheSameBytes() throws IOException {
    Path again = folder.resolve("again.vae");

    ModelArchive.read(file).write(again);

    assertThat(again).hasSameBinaryContentAs(file);
  }

  @Test
  void theEntriesAreStoredAndTheirChecksumsFitThem() throws IOException {
    ZipFixture zip = ZipFixture.of(file);

    assertThat(zip.entries.keySet())
        .containsExactly("vae4j.json", "weights.safetensors", "metrics.json", "SHA256SUMS");
    assertThat(zip.text("SHA256SUMS").lines())
        .containsExactly(
            ZipFixture.sha256(zip.entries.get("vae4j.json")) + "  vae4j.json",
            ZipFixture.sha256(zip.entries.get("weights.safetensors")) + "  weights.safetensors",
            ZipFixture.sha256(zip.entries.get("metrics.json")) + "  metrics.json");
    try (ZipFile stored = new ZipFile(file.toFile())) {
      assertThat(stored.stream()).allMatch(entry -> entry.getMethod() == ZipEntry.STORED);
    }
  }

  @Test
  void aFileThatWasUnpackedAndZippedAgainIsStillRead() throws IOException {
    ZipFixture.of(file).writeTo(file);

    assertThat(ModelArchive.read(file).tensors()).isEqualTo(archive().tensors());
  }

  /** 40,000 numbers are more than are read at a time; the bytes are put together here. */
  @Test
  void weightsThatAreNotOnTheHeapGiveTheSameBytes() throws IOException {
    ByteBuffer numbers = ByteBuffer.allocate(4 * 40_001).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < 40_000; i++) {
      numbers.putFloat(i / 8f);
    }
    numbers.putFloat(-1);
    TensorSource.Values rising =
        (from, target, count) -> {
          for (int i = 0; i < count; i++) {
            target[i] = (from + i) / 8f;
          }
        };

    ModelArchive.write(
        file,
        new JsonObject(),
        List.of(
            new TensorSource("a", List.of(200L, 200L), rising),
            new TensorSource("b", List.of(), (from, target, count) -> target[0] = -1)),
        new JsonObject());

    byte[] weights = ZipFixture.of(file).entries.get("weights.safetensors");
    assertThat(Arrays.copyOfRange(weights, weights.length - 4 * 40_001, weights.length))
        .isEqualTo(numbers.array());
    List<NamedTensor> read = ModelArchive.read(file).tensors();
    assertThat(read).extracting(NamedTensor::toString).containsExactly("a[200, 200]", "b[]");
    assertThat(read.get(0).values()).contains(4999.875f, Index.atIndex(39_999));
  }

  @Test
  void theFirstNumberOfManyThatIsNotFiniteIsNamed() throws IOException {
    byte[] before = Files.readAllBytes(file);
    TensorSource bad =
        new TensorSource(
            "late",
            List.of(50_000L),
            (from, target, count) -> {
              for (int i = 0; i < count; i++) {
                target[i] = from + i >= 49_000 ? Float.NEGATIVE_INFINITY : 1;
              }
            });

    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> ModelArchive.write(file, new JsonObject(), List.of(bad), new JsonObject()))
        .withMessage("tensor \"late\": wanted finite values, was -Infinity at index 49000");
    assertThat(file).hasBinaryContent(before);
  }

  /** Nobody gets a file whose checksums are of other weights than it holds. */
  @Test
  void weightsThatChangeWhileTheyAreWrittenAreAnError() throws IOException {
    byte[] before = Files.readAllBytes(file);
    int[] reads = {0};
    TensorSource changing =
        new TensorSource("w", List.of(1L), (from, target, count) -> target[0] = reads[0]++);

    assertThatExceptionOfType(IOException.class)
        .isThrownBy(
            () -> ModelArchive.write(file, new JsonObject(), List.of(changing), new JsonObject()))
        .withMessageContaining(file.toString());
    assertThat(file).hasBinaryContent(before);
    assertThatNothingElseIsLeft();
  }

  @Test
  void writingReplacesTheFileAndLeavesNothingElse() throws IOException {
    archive().write(file);

    assertThat(folder).isDirectoryContaining(path -> path.equals(file));
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).hasSize(1);
    }
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY})
  void aTensorThatIsNotFiniteIsNotWritten(float bad) throws IOException {
    byte[] before = Files.readAllBytes(file);
    ModelArchive archive =
        new ModelArchive(
            new JsonObject(),
            List.of(NamedTensor.of("bias", new float[] {1, bad}, 2)),
            new JsonObject());

    assertThatIllegalArgumentException()
        .isThrownBy(() -> archive.write(file))
        .withMessage("tensor \"bias\": wanted finite values, was " + bad + " at index 1");
    assertThat(file).hasBinaryContent(before);
  }

  @Test
  void aFigureThatIsNotFiniteIsNotWritten() {
    JsonObject metrics = new JsonObject();
    metrics.addProperty("elbo", Double.NaN);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ModelArchive(new JsonObject(), List.of(), metrics).write(file))
        .withMessageContaining("NaN");
    assertThatNothingElseIsLeft();
  }

  @Test
  void aMissingFileIsNamed() {
    Path missing = folder.resolve("none.vae");

    assertThatExceptionOfType(NoSuchFileException.class)
        .isThrownBy(() -> ModelArchive.read(missing))
        .withMessage(missing + ": no such model file");
  }

  @Test
  void aFolderIsNoModel() {
    assertRefused(folder, folder + ": wanted a model file, is a folder");
  }

  @Test
  void anEmptyFileIsNoModel() throws IOException {
    Files.write(file, new byte[0]);

    assertRefused(file + ": first bytes: wanted those of a zip, 504b0304, was an empty file");
  }

  @Test
  void aFileThatIsNoZipIsNoModel() throws IOException {
    Files.writeString(file, "hello, world");

    assertRefused(file + ": first bytes: wanted those of a zip, 504b0304, was 68656c6c");
  }

  @Test
  void aZipCutShortAnywhereIsRefused() throws IOException {
    byte[] good = Files.readAllBytes(file);
    for (int length = 4; length < good.length; length += 13) {
      Files.write(file, Arrays.copyOf(good, length));

      assertThatThrownBy(() -> ModelArchive.read(file))
          .isInstanceOf(MalformedModelException.class)
          .hasMessageStartingWith(file + ": cut short or damaged: not a whole zip (")
          .hasMessageNotContaining("\n");
    }
  }

  @Test
  void noSingleSpoiltByteGoesUnnoticedOrFailsOtherwise() throws IOException {
    byte[] good = Files.readAllBytes(file);
    ModelArchive before = ModelArchive.read(file);
    for (int at = 0; at < good.length; at++) {
      byte[] spoilt = good.clone();
      spoilt[at] ^= 0x41;
      Files.write(file, spoilt);
      try {
        // Bytes that nobody needs, such as an entry's time, may change; the content may not.
        assertThat(ModelArchive.read(file)).isEqualTo(before);
      } catch (MalformedModelException e) {
        assertThat(e).hasMessageStartingWith(file + ": ").hasMessageNotContaining("\n");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"vae4j.json", "weights.safetensors", "metrics.json", "SHA256SUMS"})
  void aMissingEntryIsNamed(String entry) throws IOException {
    ZipFixture.of(file).without(entry).writeTo(file);

    assertRefused(file + ": entry " + entry + " is missing");
  }

  @Test
  void anUnknownEntryIsNamed() throws IOException {
    ZipFixture.of(file).with("run\nme.sh", "echo").writeTo(file);

    assertRefused(file + ": entry \"run\\u000ame.sh\" is unknown");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"../vae4j.json", "/etc/passwd", "a/../../b", "..\\b", "C:\\b", "\\\\host\\b"})
  void anEntryThatLeavesTheArchiveIsNamed(String entry) throws IOException {
    ZipFixture.of(file).with(entry, "x").writeTo(file);

    assertRefused(file + ": entry \"" + entry + "\" has a path out of the archive");
  }

  @Test
  void anEntryThatIsThereTwiceIsNamed() throws IOException {
    byte[] zip = ZipFixture.of(file).with("metrics.jsom", "{}").bytes();
    Files.write(file, replaced(zip, "metrics.jsom", "metrics.json"));

    assertRefused(file + ": entry \"metrics.json\" is there twice");
  }

  @Test
  void aNewerFormatIsToldFromADamagedOne() throws IOException {
    ZipFixture.of(file)
        .with("vae4j.json", "{\"formatVersion\": 3}")
        .with("more.bin", "")
        .writeTo(file);

    assertRefused(
        file
            + ": vae4j.json: format version 3 is newer than this library, which reads up to 2:"
            + " update vae4j");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "1.5", "\"1\"", "null"})
  void aFormatVersionThatNeverWasIsRefused(String version) throws IOException {
    ZipFixture.of(file)
        .with("vae4j.json", "{\"formatVersion\": " + version + ", \"libraryVersion\": \"1\"}")
        .withFittingChecksums()
        .writeTo(file);

    assertThatThrownBy(() -> ModelArchive.read(file))
        .isInstanceOf(MalformedModelException.class)
        .hasMessageStartingWith(file + ": vae4j.json: field formatVersion: wanted ")
        .hasMessageEndingWith(", was " + version);
  }

  @Test
  void aMissingFormatVersionIsNamed() throws IOException {
    ZipFixture.of(file).with("vae4j.json", "{}").withFittingChecksums().writeTo(file);

    assertRefused(file + ": vae4j.json: field formatVersion: wanted an integer, is missing");
  }

  @ParameterizedTest
  @ValueSource(strings = {"vae4j.json", "weights.safetensors", "metrics.json"})
  void aWrongChecksumIsNamed(String entry) throws IOException {
    ZipFixture zip = ZipFixture.of(file);
    byte[] content = zip.entries.get(entry);
    String good = ZipFixture.sha256(content);
    content[content.length - 3] ^= 1;
    zip.writeTo(file);

    assertRefused(
        file
            + ": "
            + entry
            + ": SHA-256: wanted "
            + good
            + ", was "
            + ZipFixture.sha256(content)
            + " (the file is damaged)");
  }

  @Test
  void aLineThatIsNoChecksumIsQuoted() throws IOException {
    ZipFixture.of(file).with("SHA256SUMS", "123  vae4j.json\n").writeTo(file);

    assertRefused(
        file
            + ": SHA256SUMS: line: wanted a SHA-256, two spaces and one of vae4j.json,"
            + " weights.safetensors, metrics.json, was \"123  vae4j.json\"");
  }

  @Test
  void anEntryWithoutChecksumIsNamed() throws IOException {
    ZipFixture zip = ZipFixture.of(file);
    String firstLine = zip.text("SHA256SUMS").lines().findFirst().orElseThrow();
    zip.with("SHA256SUMS", firstLine + "\n").writeTo(file);

    assertRefused(file + ": SHA256SUMS: no checksum of weights.safetensors, metrics.json");
  }

  @Test
  void aDocumentThatIsNoJsonIsRefused() throws IOException {
    ZipFixture.of(file).with("vae4j.json", "{'a': 1}").withFittingChecksums().writeTo(file);

    assertThatThrownBy(() -> ModelArchive.read(file))
        .isInstanceOf(MalformedModelException.class)
        .hasMessageStartingWith(file + ": vae4j.json: not valid JSON: ")
        .hasMessageNotContaining("\n");
  }

  @Test
  void metricsThatAreNoObjectAreRefused() throws IOException {
    ZipFixture.of(file).with("metrics.json", "[1]").withFittingChecksums().writeTo(file);

    assertRefused(file + ": metrics.json: wanted a JSON object");
  }

  @Test
  void weightsThatAreNotFiniteAreRefused() throws IOException {
    ZipFixture zip = ZipFixture.of(file);
    byte[] weights = zip.entries.get("weights.safetensors");
    // The third of the last tensor's three values.
    ByteBuffer.wrap(weights)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putFloat(weights.length - Float.BYTES, Float.NaN);
    zip.withFittingChecksums().writeTo(file);

    assertRefused(
        file
            + ": weights.safetensors: tensor \"encoder/dense1/bias\": wanted finite values, was NaN"
            + " at index 2");
  }

  @Test
  void weightsThatAreDamagedInThemselvesAreRefused() throws IOException {
    ZipFixture.of(file)
        .with("weights.safetensors", new byte[] {9, 0, 0, 0, 0, 0, 0, 0})
        .withFittingChecksums()
        .writeTo(file);

    assertRefused(
        file
            + ": weights.safetensors: header length: wanted at most 0 bytes in a file of 8, was 9");
  }

  @Test
  void weightsBeyondTheLimitAreRefusedBeforeTheyAreRead() {
    assertThatThrownBy(() -> ModelArchive.read(file, 100))
        .isInstanceOf(MalformedModelException.class)
        .hasMessageStartingWith(
            file + ": weights.safetensors: size: wanted at most 100 bytes, was ");
  }

  @Test
  void aLimitOfNothingIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ModelArchive.read(file, 0))
        .withMessage("maxWeightBytes must be positive, was 0");
  }

  @Test
  void jsonBeyondItsLimitIsRefusedBeforeItIsRead() throws IOException {
    byte[] long17MiB = new byte[17 << 20];
    Arrays.fill(long17MiB, (byte) ' ');
    ZipFixture.of(file).with("metrics.json", long17MiB).writeTo(file);

    assertRefused(file + ": metrics.json: size: wanted at most 16777216 bytes, was 17825792 bytes");
  }

  @Test
  void weightsThatUnpackToFarMoreThanTheyTakeAreRefused() throws IOException {
    ZipFixture.of(file)
        .with("weights.safetensors", new byte[4 << 20])
        .withFittingChecksums()
        .writeTo(file);

    assertThatThrownBy(() -> ModelArchive.read(file))
        .isInstanceOf(MalformedModelException.class)
        .hasMessageStartingWith(file + ": weights.safetensors: size: wanted at most 200 times its ")
        .hasMessageEndingWith(" bytes in the zip, was 4194304 bytes");
  }

  @Test
  void anEntryThatHoldsMoreThanItDeclaresIsRefused() throws IOException {
    String text = "{\"a\": \"" + "x".repeat(1000) + "\"}";
    byte[] zip = ZipFixture.of(file).with("metrics.json", text).bytes();
    // The zip's directory says at offset 24 of the entry's record how long the entry is unpacked.
    int name = lastIndexOf(zip, "metrics.json");
    ByteBuffer.wrap(zip).order(ByteOrder.LITTLE_ENDIAN).putInt(name - 46 + 24, 50);
    Files.write(file, zip);

    assertThatThrownBy(() -> ModelArchive.read(file))
        .isInstanceOf(MalformedModelException.class)
        .hasMessage(file + ": metrics.json: declares 50 bytes, holds more");
  }

  private void assertRefused(String message) {
    assertRefused(file, message);
  }

  private static void assertRefused(Path file, String message) {
    assertThatExceptionOfType(MalformedModelException.class)
        .isThrownBy(() -> ModelArchive.read(file))
        .withMessage(message);
  }

  private void assertThatNothingElseIsLeft() {
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static byte[] replaced(byte[] bytes, String text, String by) {
    String latin1 = new String(bytes, StandardCharsets.ISO_8859_1);
    return latin1.replace(text, by).getBytes(StandardCharsets.ISO_8859_1);
  }

  private static int lastIndexOf(byte[] bytes, String text) {
    return new String(bytes, StandardCharsets.ISO_8859_1).lastIndexOf(text + "PK") < 0
        ? new String(bytes, StandardCharsets.ISO_8859_1).lastIndexOf(text)
        : new String(bytes, StandardCharsets.ISO_8859_1).lastIndexOf(text + "PK");
  }
}
