package vae4j.io;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A model file: one zip of {@code vae4j.json}, {@code weights.safetensors}, {@code metrics.json}
 * and {@code SHA256SUMS}, the SHA-256 of each of them in the form that {@code sha256sum -c} reads.
 *
 * <p>Entries are stored, not deflated, with a fixed time: float weights hardly shrink, and the same
 * content gives the same bytes on every machine and Java.
 *
 * @param document {@code vae4j.json}: what the caller put in. {@code formatVersion} and {@code
 *     libraryVersion} are set when it is written and are there when it was read
 * @param tensors the weights, each finite, names differing, in their order in the file
 * @param metrics {@code metrics.json}: figures of the training, empty if there are none
 */
public record ModelArchive(JsonObject document, List<NamedTensor> tensors, JsonObject metrics) {
  /** The version of the format that is written, and the newest that is read. */
  public static final int FORMAT_VERSION = 1;

  /** The longest {@code weights.safetensors} that is read unless asked otherwise: 4 GiB. */
  public static final long DEFAULT_MAX_WEIGHT_BYTES = 4L << 30;

  static final String DOCUMENT = "vae4j.json";
  static final String WEIGHTS = "weights.safetensors";
  static final String METRICS = "metrics.json";
  static final String CHECKSUMS = "SHA256SUMS";

  private static final String FORMAT_FIELD = "formatVersion";
  private static final String LIBRARY_FIELD = "libraryVersion";
  private static final long MAX_JSON_BYTES = 16L << 20;

  /** Copies the list, not the documents. */
  public ModelArchive {
    tensors = List.copyOf(tensors);
  }

  /**
   * Writes this archive, whole or not at all; see {@link AtomicFiles}.
   *
   * @param file where to; replaced if there
   * @throws IOException if the file cannot be written; the message names it
   * @throws IllegalArgumentException if a tensor or a figure is not finite, or two tensors share a
   *     name; nothing is written then
   */
  public void write(Path file) throws IOException {
    for (NamedTensor tensor : tensors) {
      int index = firstNotFinite(tensor.values());
      if (index >= 0) {
        throw new IllegalArgumentException(notFinite(tensor, index));
      }
    }
    Map<String, AtomicFiles.Content> entries = new LinkedHashMap<>();
    entries.put(DOCUMENT, text(Json.print(versioned(document))));
    entries.put(WEIGHTS, out -> Safetensors.write(out, tensors));
    entries.put(METRICS, text(Json.print(metrics)));
    AtomicFiles.write(file, out -> writeZip(out, entries));
  }

  /**
   * Reads a model file whose weights are at most {@link #DEFAULT_MAX_WEIGHT_BYTES}.
   *
   * @param file the model file
   * @return its content, checked
   * @throws MalformedModelException if the file is damaged or no model file
   * @throws IOException if the file cannot be read
   */
  public static ModelArchive read(Path file) throws IOException {
    return read(file, DEFAULT_MAX_WEIGHT_BYTES);
  }

  /**
   * Reads a model file.
   *
   * @param file the model file
   * @param maxWeightBytes the longest {@code weights.safetensors} to be read, in bytes
   * @return its content, checked
   * @throws MalformedModelException if the file is damaged, too large or no model file
   * @throws IOException if the file cannot be read
   */
  public static ModelArchive read(Path file, long maxWeightBytes) throws IOException {
    if (!(maxWeightBytes > 0)) {
      throw new IllegalArgumentException("maxWeightBytes must be positive, was " + maxWeightBytes);
    }
    try (CheckedZip zip = CheckedZip.open(file)) {
      // First of all: a newer format may have other entries and other checksums.
      byte[] document = zip.read(DOCUMENT, MAX_JSON_BYTES);
      refuseNewer(zip, document);
      zip.refuseOthers(List.of(DOCUMENT, WEIGHTS, METRICS, CHECKSUMS));
      byte[] metrics = zip.read(METRICS, MAX_JSON_BYTES);
      requireChecksums(zip, maxWeightBytes);
      JsonObject parsed = Json.parseObject(zip.where(DOCUMENT), document);
      requireVersions(JsonFields.of(zip.where(DOCUMENT), parsed));
      return new ModelArchive(
          parsed, readTensors(zip, maxWeightBytes), Json.parseObject(zip.where(METRICS), metrics));
    }
  }

  private static AtomicFiles.Content text(String text) {
    return out -> out.write(text.getBytes(StandardCharsets.UTF_8));
  }

  private static JsonObject versioned(JsonObject document) {
    JsonObject versioned = new JsonObject();
    versioned.addProperty(FORMAT_FIELD, FORMAT_VERSION);
    versioned.addProperty(LIBRARY_FIELD, LibraryVersion.current());
    for (String field : document.keySet()) {
      if (!versioned.has(field)) {
        versioned.add(field, document.get(field));
      }
    }
    return versioned;
  }

  private static void writeZip(OutputStream out, Map<String, AtomicFiles.Content> entries)
      throws IOException {
    StoredZip zip = new StoredZip(out);
    StringBuilder sums = new StringBuilder();
    for (Map.Entry<String, AtomicFiles.Content> entry : entries.entrySet()) {
      String sha256 = zip.add(entry.getKey(), entry.getValue());
      sums.append(sha256).append("  ").append(entry.getKey()).append('\n');
    }
    zip.add(CHECKSUMS, text(sums.toString()));
    zip.finish();
  }

  private static void refuseNewer(CheckedZip zip, byte[] document) throws IOException {
    long version;
    try {
      JsonObject parsed = Json.parseObject(zip.where(DOCUMENT), document);
      version = JsonFields.of(zip.where(DOCUMENT), parsed).requireLong(FORMAT_FIELD);
    } catch (MalformedModelException e) {
      return; // Not readable even so far: what is wrong is said after the checksums were looked at.
    }
    if (version > FORMAT_VERSION) {
      throw new MalformedModelException(
          zip.where(DOCUMENT),
          "format version "
              + version
              + " is newer than this library, which reads up to "
              + FORMAT_VERSION
              + ": update vae4j");
    }
  }

  private static void requireVersions(JsonFields fields) throws MalformedModelException {
    if (fields.requireInt(FORMAT_FIELD) != FORMAT_VERSION) {
      throw fields.wrong(FORMAT_FIELD, "format version " + FORMAT_VERSION);
    }
    fields.requireString(LIBRARY_FIELD);
  }

  private static void requireChecksums(CheckedZip zip, long maxWeightBytes) throws IOException {
    String where = zip.where(CHECKSUMS);
    String sums = new String(zip.read(CHECKSUMS, MAX_JSON_BYTES), StandardCharsets.UTF_8);
    Map<String, Long> limits = new LinkedHashMap<>();
    limits.put(DOCUMENT, MAX_JSON_BYTES);
    limits.put(WEIGHTS, maxWeightBytes);
    limits.put(METRICS, MAX_JSON_BYTES);
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

  private static List<NamedTensor> readTensors(CheckedZip zip, long maxWeightBytes)
      throws IOException {
    List<NamedTensor> tensors =
        zip.read(
            WEIGHTS, maxWeightBytes, (in, size) -> Safetensors.read(zip.where(WEIGHTS), in, size));
    for (NamedTensor tensor : tensors) {
      int index = firstNotFinite(tensor.values());
      if (index >= 0) {
        throw new MalformedModelException(zip.where(WEIGHTS), notFinite(tensor, index));
      }
    }
    return tensors;
  }

  private static int firstNotFinite(float[] values) {
    for (int i = 0; i < values.length; i++) {
      if (!Float.isFinite(values[i])) {
        return i;
      }
    }
    return -1;
  }

  private static String notFinite(NamedTensor tensor, int index) {
    return "tensor "
        + MalformedModelException.quote(tensor.name())
        + ": wanted finite values, was "
        + tensor.values()[index]
        + " at index "
        + index;
  }
}
