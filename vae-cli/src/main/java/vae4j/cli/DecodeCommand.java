package vae4j.cli;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import vae4j.Inference;
import vae4j.Vae;
import vae4j.backend.Backend;
import vae4j.cli.console.Console;
import vae4j.cli.console.Documents;
import vae4j.cli.console.ExitCode;
import vae4j.cli.console.Failure;
import vae4j.cli.console.ProgressDisplay;
import vae4j.cli.file.ImageFiles;
import vae4j.cli.file.LatentsFile;
import vae4j.cli.option.BackendArguments;
import vae4j.cli.option.ClassOption;
import vae4j.cli.option.Counts;
import vae4j.cli.option.ModelFileArgument;
import vae4j.data.ImageShape;
import vae4j.datasets.array.NpyArray;
import vae4j.io.AtomicFiles;
import vae4j.io.npy.MalformedNpyException;
import vae4j.io.npy.NpyHeader;
import vae4j.io.npy.NpyType;
import vae4j.io.npy.NpyWriter;

/** {@code vae decode}: latent vectors in a file → images. */
@Command(
    name = "decode",
    description = {
      "Decodes latent vectors: images as PNG files or as one NumPy array.",
      "LATENTS.npy is [N, Z], or what vae encode writes; of that the field mean is decoded."
    })
final class DecodeCommand implements Callable<Integer> {
  private static final int BATCH = 100;

  @Mixin private ModelFileArgument model = new ModelFileArgument();

  @Parameters(index = "1", paramLabel = "LATENTS.npy", description = "The latent vectors.")
  private Path latents = Path.of("");

  @Option(
      names = "--out",
      paramLabel = "DIR|FILE.npy",
      required = true,
      description = {
        "A folder for 000000.png and so on, made if need be; or FILE.npy for the numbers,",
        "float32 [N, H, W, C] in [0, 1], which replaces a file that is there."
      })
  private Path out = Path.of("");

  @Option(names = "--limit", paramLabel = "N", description = "Decode the first N latent vectors.")
  private @Nullable Integer limit;

  @Option(names = "--force", description = "Write into a folder that is not empty.")
  private boolean force;

  @Mixin private ClassOption label = new ClassOption();
  @Mixin private BackendArguments backends = new BackendArguments();

  @Option(names = "--json", description = "Print JSON, and nothing else, to standard output.")
  private boolean json;

  private final Console console;

  DecodeCommand(Console console) {
    this.console = console;
  }

  /** Receives the images of a batch, [N, H, W, C] in one vector. */
  @FunctionalInterface
  private interface Images {
    void add(float[] images, int count) throws IOException;
  }

  @Override
  public Integer call() {
    if (limit != null) {
      Counts.requirePositive("limit", limit);
    }
    boolean toArray = out.toString().toLowerCase(Locale.ROOT).endsWith(".npy");
    if (toArray) {
      try {
        AtomicFiles.requireWritable(out);
      } catch (IOException e) {
        throw Failure.unwritable(e);
      }
    } else {
      ImageFiles.requireFree(out, force);
    }
    try (Backend backend = backends.open(console);
        Vae vae = model.load(backend)) {
      NpyArray array = open(vae);
      int count = (int) Math.min(array.rows(), limit == null ? Integer.MAX_VALUE : limit);
      try (ProgressDisplay progress = console.progress("decode", "images", count)) {
        if (toArray) {
          writeArray(vae, array, count, progress);
        } else {
          writeFiles(vae, array, count, progress);
        }
      }
      report(vae, count);
    }
    return ExitCode.DONE;
  }

  private NpyArray open(Vae vae) {
    int latent = vae.config().latent();
    try {
      NpyArray array = NpyArray.open(latents);
      NpyHeader header = array.header();
      boolean good =
          header.isPlain()
              ? header.shape().size() == 2 && header.shape().get(1) == latent
              : header.shape().size() == 1 && array.rowLength(field(array)) == latent;
      if (!good || array.rows() == 0) {
        throw new MalformedNpyException(
            latents.toString(),
            "latent vectors must be [N, "
                + latent
                + "] with N at least 1, were "
                + header.describe());
      }
      return array;
    } catch (IOException e) {
      throw Failure.badFile(e);
    }
  }

  /** The field {@code mean} of a structured array. */
  private static int field(NpyArray array) throws IOException {
    NpyHeader header = array.header();
    if (header.isPlain()) {
      return 0;
    }
    return IntStream.range(0, header.fields().size())
        .filter(i -> header.fields().get(i).name().equals(LatentsFile.MEAN))
        .findFirst()
        .orElseThrow(
            () ->
                new MalformedNpyException(
                    array.source(), "must have a field mean, has " + header.describe()));
  }

  private void writeArray(Vae vae, NpyArray array, int count, ProgressDisplay progress) {
    ImageShape shape = vae.config().input();
    NpyHeader header =
        NpyHeader.of(NpyType.FLOAT32, count, shape.height(), shape.width(), shape.channels());
    try {
      AtomicFiles.write(
          out,
          stream -> {
            NpyWriter writer = new NpyWriter(stream, header);
            decode(
                vae,
                array,
                count,
                progress,
                (images, number) -> writer.write(images, 0, number * shape.size()));
            writer.finish();
          });
    } catch (IOException e) {
      throw Failure.unwritable(e);
    }
  }

  private void writeFiles(Vae vae, NpyArray array, int count, ProgressDisplay progress) {
    ImageShape shape = vae.config().input();
    try (ImageFiles files = ImageFiles.open(out, count)) {
      decode(
          vae,
          array,
          count,
          progress,
          (images, number) -> {
            for (int i = 0; i < number; i++) {
              int from = i * shape.size();
              files.add(shape, Arrays.copyOfRange(images, from, from + shape.size()));
            }
          });
      files.keep();
    } catch (IOException e) {
      throw Failure.unwritable(e);
    }
  }

  private void decode(Vae vae, NpyArray array, int count, ProgressDisplay progress, Images images)
      throws IOException {
    int latent = vae.config().latent();
    Inference given = label.of(vae);
    int field = field(array);
    for (int from = 0; from < count; from += BATCH) {
      int number = Math.min(BATCH, count - from);
      float[] z = new float[number * latent];
      for (int i = 0; i < number; i++) {
        array.read(from + i, field, z, i * latent);
        for (int j = i * latent; j < (i + 1) * latent; j++) {
          if (!Float.isFinite(z[j])) {
            throw Failure.badFile(
                new MalformedNpyException(
                    array.source(),
                    "latent vector " + (from + i) + " must be finite, has " + z[j]));
          }
        }
      }
      try (INDArray points = Nd4j.create(z, new long[] {number, latent}, 'c');
          INDArray decoded = given.decode(points)) {
        images.add(decoded.ravel().toFloatVector(), number);
      }
      progress.to(from + number, "");
    }
  }

  private void report(Vae vae, int count) {
    if (!json) {
      console.out().printf(Locale.ROOT, "%s: %,d images%n", out, count);
      return;
    }
    JsonObject document = new JsonObject();
    document.addProperty("model", model.file().toString());
    document.addProperty("latents", latents.toString());
    document.addProperty("images", count);
    document.addProperty("shape", vae.config().input().toString());
    document.addProperty("out", out.toString());
    console.out().print(Documents.print(document));
  }
}
