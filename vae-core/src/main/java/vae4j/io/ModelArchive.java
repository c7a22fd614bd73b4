package vae4j.io;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
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
  public static final int FORMAT_VERSION = 2;

  /**
   * The longest {@code weights.safetensors} that is read unless asked otherwise: 9 GiB, more than
   * the 2³¹ parameters take that no model reaches.
   */
  public static final long DEFAULT_MAX_WEIGHT_BYTES = 9L << 30;

  static final String DOCUMENT = "vae4j.json";
  static final String WEIGHTS = "weights.safetensors";
  static final String METRICS = "metrics.json";
  static final String CHECKSUMS = "SHA256SUMS";

  static final String FORMAT_FIELD = "formatVersion";
  static final String LIBRARY_FIELD = "libraryVersion";

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
    write(file, document, tensors.stream().map(TensorSource::of).toList(), metrics);
  }

  /**
   * Writes a model file, whole or not at all, whose weights need not be on the heap: however many
   * there are, they take some 200 KiB of it.
   *
   * @param file where to; replaced if there
   * @param document {@code vae4j.json} without the versions
   * @param tensors the weights, read three times: to see that they are finite, for the checksums,
   *     and into the file
   * @param metrics {@code metrics.json}
   * @throws IOException if the file cannot be written, or the weights changed on the way; the
   *     message names the file
   * @throws IllegalArgumentException if a tensor or a figure is not finite, or two tensors share a
   *     name; nothing is written then
   */
  public static void write(
      Path file, JsonObject document, List<TensorSource> tensors, JsonObject metrics)
      throws IOException {
    float[] values = new float[Safetensors.CHUNK];
    for (TensorSource tensor : tensors) {
      for (long from = 0; from < tensor.length(); from += values.length) {
        int count = (int) Math.min(values.length, tensor.length() - from);
        tensor.values().read(from, values, count);
        int index = firstNotFinite(values, count);
        if (index >= 0) {
          throw new IllegalArgumentException(notFinite(tensor.name(), from + index, values[index]));
        }
      }
    }
    Map<String, AtomicFiles.Content> entries = new LinkedHashMap<>();
    entries.put(DOCUMENT, text(Json.print(versioned(document))));
    entries.put(WEIGHTS, out -> Safetensors.writeSources(out, tensors));
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
    try (ModelArchiveReader reader = ModelArchiveReader.open(file, maxWeightBytes)) {
      return new ModelArchive(reader.document(), reader.readTensors(), reader.metrics());
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

  /** The place of the first number that is NaN or infinite; −1 if there is none. */
  static int firstNotFinite(float[] values, int count) {
    for (int i = 0; i < count; i++) {
      if (!Float.isFinite(values[i])) {
        return i;
      }
    }
    return -1;
  }

  static String notFinite(String tensor, long index, float value) {
    return "tensor "
        + MalformedModelException.quote(tensor)
        + ": wanted finite values, was "
        + value
        + " at index "
        + index;
  }
}
