package vae4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;
import vae4j.Vae;
import vae4j.cli.console.ExitCode;
import vae4j.data.Batch;
import vae4j.datasets.Sprites;
import vae4j.datasets.array.NpyArray;
import vae4j.io.npy.NpyHeader;
import vae4j.io.npy.NpyType;
import vae4j.io.npy.NpyWriter;
import vae4j.latent.DiagonalGaussian;

/** {@code vae encode} and {@code vae decode}. */
class LatentsCommandsTest {
  private static final int IMAGES = 23;

  @TempDir private static Path shared;
  private static Path model;

  @TempDir private Path temp;

  @BeforeAll
  static void train() {
    model = shared.resolve("run");
    assertThat(CliRun.tinyTraining(model).code()).isZero();
  }

  @Test
  void theArrayHoldsMeanLogVarianceAndLabelOfEachImage() throws IOException {
    Path file = temp.resolve("latents.npy");
    CliRun run = CliRun.of("encode", model, "--limit", IMAGES, "--out", file, "--json");
    NpyArray array = NpyArray.open(file);

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(array.header().fields())
        .containsExactly(
            new NpyHeader.Field("mean", NpyType.FLOAT32, List.of(2)),
            new NpyHeader.Field("log_variance", NpyType.FLOAT32, List.of(2)),
            new NpyHeader.Field("label", NpyType.INT32, List.of()));
    assertThat(array.rows()).isEqualTo(IMAGES);
    try (Vae vae = Vae.load(model.resolve("model.vae"));
        Batch batch = Sprites.test().first(IMAGES);
        DiagonalGaussian posterior = vae.encode(batch.images())) {
      for (int i = 0; i < IMAGES; i++) {
        assertThat(read(array, i, 0)).isEqualTo(posterior.mean().getRow(i).toFloatVector());
        assertThat(read(array, i, 1)).isEqualTo(posterior.logVariance().getRow(i).toFloatVector());
        assertThat(read(array, i, 2)).containsExactly(batch.labels()[i]);
      }
    }
    JsonObject said = run.json();
    assertThat(said.get("images").getAsInt()).isEqualTo(IMAGES);
    assertThat(said.get("latents").getAsInt()).isEqualTo(2);
    assertThat(said.get("split").getAsString()).isEqualTo("test");
    assertThat(said.get("labels").getAsJsonArray()).hasSize(3);
  }

  @Test
  void theCsvFileHoldsTheSameNumbers() throws IOException {
    Path npy = temp.resolve("latents.npy");
    Path csv = temp.resolve("latents.csv");
    Object[] words = {"encode", model, "--limit", IMAGES, "--split", "train", "--out"};
    assertThat(CliRun.of(BadFilesTest.with(words, npy)).code()).isZero();
    CliRun run = CliRun.of(BadFilesTest.with(words, csv));
    NpyArray array = NpyArray.open(npy);
    List<String> lines = Files.readAllLines(csv);

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out())
        .isEqualTo(csv + ": 23 latent vectors of 2 dimensions" + System.lineSeparator());
    assertThat(lines).hasSize(1 + IMAGES);
    assertThat(lines.get(0)).isEqualTo("index,label,mean_0,mean_1,log_variance_0,log_variance_1");
    for (int i = 0; i < IMAGES; i++) {
      String[] cells = lines.get(1 + i).split(",", -1);
      assertThat(cells[0]).isEqualTo(Integer.toString(i));
      assertThat(Integer.parseInt(cells[1])).isEqualTo((int) read(array, i, 2)[0]);
      for (int j = 0; j < 2; j++) {
        assertThat(Float.parseFloat(cells[2 + j])).isEqualTo(read(array, i, 0)[j]);
        assertThat(Float.parseFloat(cells[4 + j])).isEqualTo(read(array, i, 1)[j]);
      }
    }
  }

  @Test
  void decodingWhatWasEncodedReconstructsTheImages() throws IOException {
    Path codes = temp.resolve("latents.npy");
    Path images = temp.resolve("images.npy");
    Path folder = temp.resolve("images");
    CliRun.of("encode", model, "--limit", IMAGES, "--out", codes);
    CliRun toArray = CliRun.of("decode", model, codes, "--out", images);
    CliRun toFiles = CliRun.of("decode", model, codes, "--out", folder, "--json");
    NpyArray array = NpyArray.open(images);

    assertThat(toArray.code()).as(toArray.err()).isZero();
    assertThat(toFiles.code()).as(toFiles.err()).isZero();
    assertThat(toFiles.json().get("images").getAsInt()).isEqualTo(IMAGES);
    assertThat(array.header()).isEqualTo(NpyHeader.of(NpyType.FLOAT32, IMAGES, 32, 32, 1));
    try (Vae vae = Vae.load(model.resolve("model.vae"));
        Batch batch = Sprites.test().first(IMAGES);
        INDArray wanted = vae.reconstruct(batch.images())) {
      float[] values = wanted.ravel().toFloatVector();
      for (int i = 0; i < IMAGES; i++) {
        float[] found = read(array, i, 0);
        assertThat(found)
            .usingComparatorWithPrecision(1e-6f)
            .containsExactly(Arrays.copyOfRange(values, i * 1024, (i + 1) * 1024));
        var drawn = ImageIO.read(folder.resolve(String.format("%06d.png", i)).toFile()).getRaster();
        assertThat(drawn.getNumBands()).isEqualTo(1);
        for (int j = 0; j < 1024; j++) {
          assertThat(drawn.getSample(j % 32, j / 32, 0) / 255f)
              .isCloseTo(found[j], within(0.502f / 255));
        }
      }
    }
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).hasSize(IMAGES);
    }
  }

  @Test
  void plainCodesAreDecodedToo() throws IOException {
    Path codes = temp.resolve("z.npy");
    Path images = temp.resolve("x.npy");
    writeCodes(codes, 0, 0, 1, -1, 0.5f, 2);
    CliRun run = CliRun.of("decode", model, codes, "--limit", 2, "--out", images);

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(NpyArray.open(images).rows()).isEqualTo(2);
  }

  @Test
  void aFolderThatIsNotEmptyIsWrittenIntoWithForceOnly() throws IOException {
    Path codes = temp.resolve("z.npy");
    Path folder = Files.createDirectory(temp.resolve("images"));
    Files.writeString(folder.resolve("notes.txt"), "mine");
    writeCodes(codes, 0, 0);

    CliRun refused = CliRun.of("decode", model, codes, "--out", folder);
    CliRun forced = CliRun.of("decode", model, codes, "--out", folder, "--force");

    assertThat(refused.code()).isEqualTo(ExitCode.FAILURE);
    assertThat(refused.errors())
        .containsExactly(
            "vae: folder of images must be empty, "
                + folder
                + " is not; choose another --out or write into it with --force");
    assertThat(forced.code()).as(forced.err()).isZero();
    assertThat(folder.resolve("000000.png")).exists();
    assertThat(folder.resolve("notes.txt")).hasContent("mine");
  }

  @Test
  void codesThatDoNotFitOrAreNotFiniteAreRefusedAndNothingIsLeft() throws IOException {
    Path codes = temp.resolve("z.npy");
    Path folder = temp.resolve("images");
    Path array = temp.resolve("x.npy");
    float[] values = new float[2 * 150];
    values[2 * 120 + 1] = Float.NaN;
    writeCodes(codes, values);
    String notFinite = "vae: " + codes + ": latent vector 120 must be finite, has NaN";

    for (Path out : new Path[] {folder, array}) {
      CliRun run = CliRun.of("decode", model, codes, "--out", out);
      assertThat(run.code()).isEqualTo(ExitCode.BAD_FILE);
      assertThat(run.errors()).containsExactly(notFinite);
      assertThat(out).doesNotExist();
    }
    try (OutputStream out = Files.newOutputStream(codes)) {
      NpyWriter writer = new NpyWriter(out, NpyHeader.of(NpyType.FLOAT32, 2, 3));
      writer.write(new float[6], 0, 6);
      writer.finish();
    }
    CliRun wide = CliRun.of("decode", model, codes, "--out", array);
    assertThat(wide.code()).isEqualTo(ExitCode.BAD_FILE);
    assertThat(wide.errors())
        .containsExactly(
            "vae: " + codes + ": latent vectors must be [N, 2] with N at least 1, were <f4 [2, 3]");
    CliRun missing = CliRun.of("decode", model, temp.resolve("no.npy"), "--out", array);
    assertThat(missing.code()).isEqualTo(ExitCode.BAD_FILE);
  }

  @Test
  void anEndingThatSaysNoFormatIsRefused() {
    CliRun run = CliRun.of("encode", model, "--out", temp.resolve("latents.txt"));
    CliRun named =
        CliRun.of("encode", model, "--limit", 2, "--format", "csv", "--out", temp.resolve("c.txt"));

    assertThat(run.code()).isEqualTo(ExitCode.USAGE);
    assertThat(run.errors())
        .containsExactly(
            "vae: --out must end in .npy or .csv, or --format say which, was "
                + temp.resolve("latents.txt"));
    assertThat(named.code()).as(named.err()).isZero();
    assertThat(temp.resolve("c.txt")).content().startsWith("index,label,mean_0,");
  }

  private static void writeCodes(Path file, float... values) throws IOException {
    try (OutputStream out = Files.newOutputStream(file)) {
      NpyWriter writer = new NpyWriter(out, NpyHeader.of(NpyType.FLOAT32, values.length / 2, 2));
      writer.write(values, 0, values.length);
      writer.finish();
    }
  }

  private static float[] read(NpyArray array, int row, int field) {
    float[] values = new float[array.rowLength(field)];
    array.read(row, field, values, 0);
    return values;
  }
}
