package vae4j.cli.file;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import vae4j.io.npy.NpyHeader;
import vae4j.io.npy.NpyHeader.Field;
import vae4j.io.npy.NpyType;
import vae4j.io.npy.NpyWriter;

/** Latent vectors on their way into a file, one image after the other. */
public interface LatentsFile {
  /** Name of the field of means, also in the columns of a CSV file. */
  String MEAN = "mean";

  /** Name of the field of log-variances. */
  String LOG_VARIANCE = "log_variance";

  /** Name of the field of labels. */
  String LABEL = "label";

  /**
   * Adds the latent vector of the next image: {@code latent} numbers of both arrays from an offset.
   */
  void add(float[] means, float[] logVariances, int offset, int label) throws IOException;

  /** Writes what is still held back. */
  void finish() throws IOException;

  /** The formats of a file of latent vectors. */
  enum Format {
    /** A structured NumPy array. */
    NPY,
    /** Comma-separated values. */
    CSV;

    /** The one named, else the one that the file's ending says. */
    public static Format of(@Nullable String name, Path file) {
      String said =
          name == null
              ? file.toString().replaceFirst("^.*\\.", "").toLowerCase(Locale.ROOT)
              : name.toLowerCase(Locale.ROOT);
      return switch (said) {
        case "npy" -> NPY;
        case "csv" -> CSV;
        default ->
            throw new IllegalArgumentException(
                name == null
                    ? "--out must end in .npy or .csv, or --format say which, was " + file
                    : "format must be npy or csv, was " + name);
      };
    }

    public LatentsFile open(OutputStream out, int images, int latent) throws IOException {
      return this == NPY ? new Npy(out, images, latent) : new Csv(out, latent);
    }
  }

  /**
   * A structured array; it has one type of element with named parts, so that it can be streamed.
   */
  final class Npy implements LatentsFile {
    private final NpyWriter writer;
    private final int latent;

    Npy(OutputStream out, int images, int latent) throws IOException {
      this.latent = latent;
      this.writer =
          new NpyWriter(
              out,
              new NpyHeader(
                  List.of(
                      new Field(MEAN, NpyType.FLOAT32, List.of(latent)),
                      new Field(LOG_VARIANCE, NpyType.FLOAT32, List.of(latent)),
                      new Field(LABEL, NpyType.INT32, List.of())),
                  false,
                  List.of((long) images)));
    }

    @Override
    public void add(float[] means, float[] logVariances, int offset, int label) throws IOException {
      writer.write(means, offset, offset + latent);
      writer.write(logVariances, offset, offset + latent);
      writer.write(label);
    }

    @Override
    public void finish() throws IOException {
      writer.finish();
    }
  }

  /** Lines of comma-separated values under a line of names (RFC 4180, with line feeds alone). */
  final class Csv implements LatentsFile {
    private final OutputStream out;
    private final int latent;
    private long index;

    Csv(OutputStream out, int latent) throws IOException {
      this.out = out;
      this.latent = latent;
      StringBuilder names = new StringBuilder("index,").append(LABEL);
      for (String field : List.of(MEAN, LOG_VARIANCE)) {
        for (int i = 0; i < latent; i++) {
          names.append(',').append(field).append('_').append(i);
        }
      }
      write(names);
    }

    @Override
    public void add(float[] means, float[] logVariances, int offset, int label) throws IOException {
      StringBuilder line = new StringBuilder().append(index++).append(',').append(label);
      for (float[] values : List.of(means, logVariances)) {
        for (int i = offset; i < offset + latent; i++) {
          line.append(',').append(values[i]);
        }
      }
      write(line);
    }

    @Override
    public void finish() {}

    private void write(StringBuilder line) throws IOException {
      out.write(line.append('\n').toString().getBytes(US_ASCII));
    }
  }
}
