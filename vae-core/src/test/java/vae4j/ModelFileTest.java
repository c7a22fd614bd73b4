package vae4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import vae4j.backend.Backend;
import vae4j.backend.BackendOptions;
import vae4j.backend.Backends;
import vae4j.backend.kernel.Activation;
import vae4j.data.ImageShape;
import vae4j.io.MalformedModelException;
import vae4j.io.ModelArchive;
import vae4j.io.NamedTensor;
import vae4j.latent.DiagonalGaussian;
import vae4j.loss.Likelihood;

class ModelFileTest {
  private static final ImageShape SHAPE = new ImageShape(5, 7, 3);

  @TempDir Path folder;

  /**
   * Writes the golden file, prints what a model file gives, or both: {@code golden FILE} makes the
   * file that {@code src/test/resources/vae4j/golden-2.vae} is a copy of, {@code print FILE} prints
   * the bits of its codes and images.
   */
  public static void main(String[] arguments) throws IOException {
    Path file = Path.of(arguments[1]);
    try (Backend backend = Backends.open("nd4j", BackendOptions.defaults().withThreads(1))) {
      if (arguments[0].equals("golden")) {
        try (Vae vae = golden(backend)) {
          vae.save(file);
        }
      }
      try (Vae vae = Vae.load(file, backend)) {
        System.out.println(bits(vae));
      }
    }
  }

  @Test
  void loadedInAnotherJvmEncodesAndDecodesEqualToTheBit() throws Exception {
    Path file = folder.resolve("model.vae");
    String here;
    try (Backend backend = Backends.open("nd4j", BackendOptions.defaults().withThreads(1));
        Vae vae = golden(backend)) {
      vae.save(file);
      here = bits(vae);
    }
    Process other =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=off",
                ModelFileTest.class.getName(),
                "print",
                file.toString())
            .redirectErrorStream(true)
            .start();
    String there =
        new String(other.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    assertThat(other.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(there.lines().reduce((first, last) -> last)).hasValue(here);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void goldenFilesOfAllFormatsAreRead(int version) throws Exception {
    try (Backend backend = Backends.open("nd4j", BackendOptions.defaults().withThreads(1));
        Vae loaded = Vae.load(goldenFile(version), backend);
        Vae made = golden(backend)) {
      assertThat(loaded.config()).isEqualTo(made.config());
      assertThat(loaded.provenance()).isNotNull();
      assertThat(loaded.provenance().dataset()).isEqualTo("bars");
      assertThat(loaded.metrics()).isEqualTo(made.metrics());
      assertThat(loaded.parameters().toDoubles()).isEqualTo(made.parameters().toDoubles());
    }
  }

  /** The golden file's weights were written from the heap, all at once. */
  @Test
  void theWeightsAreWrittenAsTheSameBytesAsBefore() throws Exception {
    Path again = folder.resolve("again.vae");
    try (Backend backend = Backends.open("nd4j", BackendOptions.defaults().withThreads(1));
        Vae loaded = Vae.load(goldenFile(1), backend)) {
      loaded.save(again);
    }
    assertThat(entry(again, "weights.safetensors"))
        .isEqualTo(entry(goldenFile(2), "weights.safetensors"));
  }

  @Test
  void weightsThatAreNotFiniteAreNamedAndNotSaved() throws IOException {
    Path file = goldenCopy();
    byte[] bytes = Files.readAllBytes(file);
    try (Backend backend = Backends.open("nd4j", BackendOptions.defaults().withThreads(1));
        Vae vae = golden(backend)) {
      vae.update(parameters -> parameters.write(3, new float[] {Float.NaN}, 0, 1));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> vae.save(file))
          .withMessage(
              "tensor \"encoder/conv1/weights\": wanted finite values, was NaN at index 3");
    }
    assertThat(file).hasBinaryContent(bytes);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"bernoulli", "gaussian", "gaussian-learned-variance", "autoencoder", "dense"})
  void everyKindOfModelComesBack(String kind) throws IOException {
    VaeConfig.Builder builder =
        kind.equals("dense") ? VaeConfig.dense(SHAPE).hidden(4) : VaeConfig.conv(SHAPE).filters(2);
    builder.latent(3).activation(Activation.leakyRelu(0.2));
    switch (kind) {
      case "gaussian" -> builder.likelihood(Likelihood.gaussian(0.25));
      case "gaussian-learned-variance" -> builder.likelihood(Likelihood.gaussianLearnedVariance());
      case "autoencoder" -> builder.autoencoder();
      default -> builder.hidden(4, 5);
    }
    VaeConfig config = builder.build();
    Path file = folder.resolve("model.vae");
    try (Backend backend = Backends.open("nd4j", BackendOptions.defaults().withThreads(1));
        Vae vae = Vae.create(config, 3, backend)) {
      vae.save(file);
      try (Vae loaded = Vae.load(file, backend)) {
        assertThat(loaded.config()).isEqualTo(config);
        assertThat(loaded.provenance()).isNull();
        assertThat(bits(loaded)).isEqualTo(bits(vae));
      }
    }
  }

  @Test
  void configErrorsNameTheFileAndTheField() throws IOException {
    assertBroken(
        document ->
            document.getAsJsonObject("config").getAsJsonObject("latent").addProperty("channels", 0),
        "latent.channels");
    assertBroken(
        document -> document.getAsJsonObject("config").addProperty("activation", "sine"),
        "activation");
    assertBroken(
        document -> document.getAsJsonObject("config").addProperty("colour", "red"), "colour");
    assertBroken(
        document -> document.getAsJsonObject("config").getAsJsonObject("input").remove("width"),
        "width");
    assertBroken(
        document ->
            document
                .getAsJsonObject("config")
                .getAsJsonObject("likelihood")
                .addProperty("type", "poisson"),
        "poisson");
    assertBroken(document -> document.remove("config"), "config");
    assertBroken(
        document ->
            document.getAsJsonObject("config").getAsJsonObject("input").addProperty("height", 1),
        "too small for the strides");
    assertBroken(
        document ->
            document
                .getAsJsonObject("config")
                .getAsJsonObject("input")
                .addProperty("height", 2_000_000_000),
        "image size must be below 2^31 numbers");
  }

  @Test
  void tensorsMustBeThoseOfTheConfig() throws IOException {
    assertBroken(
        document ->
            document.getAsJsonObject("config").getAsJsonObject("latent").addProperty("channels", 4),
        "encoder/mean/weights");
    Path file = goldenCopy();
    ModelArchive archive = ModelArchive.read(file);
    List<NamedTensor> fewer = new ArrayList<>(archive.tensors());
    fewer.remove(2);
    new ModelArchive(archive.document(), fewer, archive.metrics()).write(file);
    assertThatExceptionOfType(MalformedModelException.class)
        .isThrownBy(() -> ModelFile.open(file))
        .withMessageContaining(file.toString())
        .withMessageContaining(archive.tensors().get(2).name());
  }

  @Test
  void savingOverAModelThatCannotBeWrittenLeavesItAsItWas() throws IOException {
    Path file = folder.resolve("missing").resolve("model.vae");
    try (Backend backend = Backends.open("nd4j", BackendOptions.defaults().withThreads(1));
        Vae vae = golden(backend)) {
      assertThatExceptionOfType(IOException.class)
          .isThrownBy(() -> vae.save(file))
          .withMessageContaining(file.toString());
    }
    assertThat(folder).isEmptyDirectory();
  }

  private void assertBroken(Consumer<JsonObject> damage, String named) throws IOException {
    Path file = goldenCopy();
    ModelArchive archive = ModelArchive.read(file);
    JsonObject document = archive.document().deepCopy();
    damage.accept(document);
    new ModelArchive(document, archive.tensors(), archive.metrics()).write(file);
    assertThatExceptionOfType(MalformedModelException.class)
        .isThrownBy(() -> ModelFile.open(file))
        .withMessageContaining(file.toString())
        .withMessageContaining(named)
        .satisfies(thrown -> assertThat(thrown.getMessage()).doesNotContain("\n"));
  }

  private static byte[] entry(Path file, String name) throws IOException {
    try (ZipFile zip = new ZipFile(file.toFile());
        InputStream in = zip.getInputStream(zip.getEntry(name))) {
      return in.readAllBytes();
    }
  }

  private Path goldenCopy() throws IOException {
    try {
      Path file = folder.resolve("copy.vae");
      Files.deleteIfExists(file);
      return Files.copy(goldenFile(2), file);
    } catch (URISyntaxException e) {
      throw new IOException(e);
    }
  }

  private static Path goldenFile(int version) throws URISyntaxException {
    return Path.of(ModelFileTest.class.getResource("golden-" + version + ".vae").toURI());
  }

  private static Vae golden(Backend backend) {
    VaeConfig config = VaeConfig.conv(SHAPE).filters(3, 4).hidden(5).latent(2).build();
    Vae vae = Vae.create(config, 11, backend);
    JsonObject metrics = new JsonObject();
    metrics.addProperty("epochs", 1);
    JsonObject settings = new JsonObject();
    settings.addProperty("epochs", "1");
    vae.recordTraining(
        Provenance.here("bars", "0".repeat(64), 11, settings, vae.backend()), metrics);
    return vae;
  }

  private static String bits(Vae vae) {
    ImageShape shape = vae.config().input();
    try (INDArray images =
            Nd4j.create(
                new TestImages(shape, 3).all(),
                new long[] {3, shape.height(), shape.width(), shape.channels()},
                'c');
        DiagonalGaussian posterior = vae.encode(images);
        INDArray decoded = vae.decode(posterior.mean())) {
      StringBuilder bits = new StringBuilder();
      for (INDArray array : List.of(posterior.mean(), posterior.logVariance(), decoded)) {
        for (float value : array.dup('c').reshape(new long[] {array.length()}).toFloatVector()) {
          bits.append(HexFormat.of().toHexDigits(Float.floatToRawIntBits(value)));
        }
      }
      return bits.toString();
    }
  }
}
