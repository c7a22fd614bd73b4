package vae4j.io;

import static vae4j.data.Checks.requirePositive;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A model file that is open for reading. Its documents, its checksums and the header of its weights
 * have been checked; the weights themselves are read when they are asked for, a run at a time.
 */
public final class ModelArchiveReader implements AutoCloseable {
  private static final long MAX_JSON_BYTES = 16L << 20;

  private final CheckedZip zip;
  private final long maxWeightBytes;
  private final JsonObject document;
  private final JsonObject metrics;
  private final List<TensorShape> tensors;

  private ModelArchiveReader(CheckedZip zip, long maxWeightBytes) throws IOException {
    this.zip = zip;
    this.maxWeightBytes = maxWeightBytes;
    // First of all: a newer format may have other entries and other checksums.
    byte[] text = zip.read(ModelArchive.DOCUMENT, MAX_JSON_BYTES);
    refuseNewer(zip, text);
    zip.refuseOthers(
        List.of(
            ModelArchive.DOCUMENT,
            ModelArchive.WEIGHTS,
            ModelArchive.METRICS,
            ModelArchive.CHECKSUMS));
    byte[] figures = zip.read(ModelArchive.METRICS, MAX_JSON_BYTES);
    requireChecksums(zip, maxWeightBytes);
    this.document = Json.parseObject(zip.where(ModelArchive.DOCUMENT), text);
    requireVersions(JsonFields.of(zip.where(ModelArchive.DOCUMENT), document));
    String where = zip.where(ModelArchive.WEIGHTS);
    this.tensors =
        zip.read(
            ModelArchive.WEIGHTS,
            maxWeightBytes,
            (in, size) -> Safetensors.readShapes(where, in, size));
    this.metrics = Json.parseObject(zip.where(ModelArchive.METRICS), figures);
  }

  /**
   * Opens a model file whose weights are at most {@link ModelArchive#DEFAULT_MAX_WEIGHT_BYTES}.
   *
   * @param file the model file
   * @return the reader, the caller's to close
   * @throws MalformedModelException if the file is damaged or no model file
   * @throws IOException if the file cannot be read
   */
  public static ModelArchiveReader open(Path file) throws IOException {
    return open(file, ModelArchive.DEFAULT_MAX_WEIGHT_BYTES);
  }

  /**
   * Opens a model file.
   *
   * @param file the model file
   * @param maxWeightBytes the longest {@code weights.safetensors} to be read, in bytes
   * @return the reader, the caller's to close
   * @throws MalformedModelException if the file is damaged, too large or no model file
   * @throws IOException if the file cannot be read
   */
  public static ModelArchiveReader open(Path file, long maxWeightBytes) throws IOException {
    requirePositive("maxWeightBytes", maxWeightBytes);
    CheckedZip zip = CheckedZip.open(file);
    try {
      return new ModelArchiveReader(zip, maxWeightBytes);
    } catch (IOException | RuntimeException e) {
      zip.close();
      throw e;
    }
  }

  /** The version of the format that the file was written in. */
  public int formatVersion() {
    return document.get(ModelArchive.FORMAT_FIELD).getAsInt();
  }

  /** {@code vae4j.json}, with the versions. */
  public JsonObject document() {
    return document;
  }

  /** {@code metrics.json}. */
  public JsonObject metrics() {
    return metrics;
  }

  /** The tensors in the order in which they lie in the file. */
  public List<TensorShape> tensors() {
    return tensors;
  }

  /**
   * Reads the weights.
   *
   * @param target is given all numbers, each finite
   * @throws MalformedModelException if one is not finite
   * @throws IOException if the file cannot be read
   */
  public void readValues(TensorTarget target) throws IOException {
    String where = zip.where(ModelArchive.WEIGHTS);
    TensorTarget checked =
        (tensor, from, values, count) -> {
          int index = ModelArchive.firstNotFinite(values, count);
          if (index >= 0) {
            throw new MalformedModelException(
                where, ModelArchive.notFinite(tensor.name(), from + index, values[index]));
          }
          target.accept(tensor, from, values, count);
        };
    zip.<Boolean>read(
        ModelArchive.WEIGHTS,
        maxWeightBytes,
        (in, size) -> {
          Safetensors.readInto(checked, where, in, size);
          return true;
        });
  }

  /** The weights on the heap. */
  List<NamedTensor> readTensors() throws IOException {
    Map<TensorShape, NamedTensor> found = new LinkedHashMap<>();
    for (TensorShape tensor : tensors) {
      float[] values = new float[(int) NamedTensor.elements(tensor.shape())];
      found.put(tensor, new NamedTensor(tensor.name(), tensor.shape(), values));
    }
    readValues(
        (tensor, from, some, count) -> {
          float[] values = Objects.requireNonNull(found.get(tensor)).values();
          System.arraycopy(some, 0, values, (int) from, count);
        });
    return List.copyOf(found.values());
  }

  @Override
  public void close() throws IOException {
    zip.close();
  }

  private static void refuseNewer(CheckedZip zip, byte[] document) throws IOException {
    long version;
    try {
      JsonObject parsed = Json.parseObject(zip.where(ModelArchive.DOCUMENT), document);
      version =
          JsonFields.of(zip.where(ModelArchive.DOCUMENT), parsed)
              .requireLong(ModelArchive.FORMAT_FIELD);
    } catch (MalformedModelException e) {
      return; // Not readable even so far: what is wrong is said after the checksums were looked at.
    }
    if (version > ModelArchive.FORMAT_VERSION) {
      throw new MalformedModelException(
          zip.where(ModelArchive.DOCUMENT),
          "format version "
              + version
              + " is newer than this library, which reads up to "
              + ModelArchive.FORMAT_VERSION
              + ": update vae4j");
    }
  }

  private static void requireVersions(JsonFields fields) throws MalformedModelException {
    int version = fields.requireInt(ModelArchive.FORMAT_FIELD);
    if (version < 1 || version > ModelArchive.FORMAT_VERSION) {
      throw fields.wrong(
          ModelArchive.FORMAT_FIELD, "format version " + ModelArchive.FORMAT_VERSION);
    }
    fields.requireString(ModelArchive.LIBRARY_FIELD);
  }

  private static void requireChecksums(CheckedZip zip, long maxWeightBytes) throws IOException {
    String where = zip.where(ModelArchive.CHECKSUMS);
    String sums =
        new String(zip.read(ModelArchive.CHECKSUMS, MAX_JSON_BYTES), StandardCharsets.UTF_8);
    Map<String, Long> limits = new LinkedHashMap<>();
    limits.put(ModelArchive.DOCUMENT, MAX_JSON_BYTES);
    limits.put(ModelArchive.WEIGHTS, maxWeightBytes);
    limits.put(ModelArchive.METRICS, MAX_JSON_BYTES);
    List<String> missing = new ArrayList<>(limits.keySet());
    for (String line : sums.lines().toList()) {
      String name = line.matches("[0-9a-f]{64}  .+") ? line.substring(66) : "";
      if (!missing.remove(name)) {
        throw MalformedModelException.wanted(
            where,
            "line",
            "a SHA-256, two spaces and one of " + String.join(", ", limits.keySet()),
            MalformedModelException.quote(line));
      }
      String sha256 = zip.sha256(name, limits.getOrDefault(name, 0L));
      if (!sha256.equals(line.substring(0, 64))) {
        throw MalformedModelException.wanted(
            zip.where(name), "SHA-256", line.substring(0, 64), sha256 + " (the file is damaged)");
      }
    }
    if (!missing.isEmpty()) {
      throw new MalformedModelException(where, "no checksum of " + String.join(", ", missing));
    }
  }
}
