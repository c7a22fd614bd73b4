package vae4j.io;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The safetensors format, in which the models of other libraries lie too: 8 bytes with the length
 * of the header (little-endian), the header in JSON ({@code {"name": {"dtype": "F32", "shape": [2,
 * 3], "data_offsets": [0, 24]}}}, padded with spaces to a multiple of 8), then the numbers of all
 * tensors without gaps, little-endian.
 *
 * <p>Source: the format's description at <a
 * href="https://github.com/huggingface/safetensors#format">github.com/huggingface/safetensors</a>.
 * Of its types only {@code F32} is read. Its {@code __metadata__} is checked and passed over.
 */
public final class Safetensors {
  private static final String METADATA = "__metadata__";
  private static final String DTYPE = "F32";
  private static final int LENGTH_BYTES = Long.BYTES;
  // The limit of the public reader: a longer header is refused by everyone.
  private static final long LONGEST_HEADER = 100_000_000;
  private static final int LARGEST_ARRAY = Integer.MAX_VALUE - 8;
  private static final int CHUNK_BYTES = 1 << 16;

  /** Numbers that are written or read at a time. */
  static final int CHUNK = CHUNK_BYTES / Float.BYTES;

  private Safetensors() {}

  /**
   * Writes tensors into a file of their own.
   *
   * @param file where to; replaced if there
   * @param tensors in the order they shall lie in the file; names must differ
   * @throws IOException if the file cannot be written; the message names it
   * @throws IllegalArgumentException if two tensors share a name, or one is called {@code
   *     __metadata__}
   */
  public static void write(Path file, List<NamedTensor> tensors) throws IOException {
    AtomicFiles.write(file, out -> write(out, tensors));
  }

  /**
   * Writes tensors into a stream.
   *
   * @param out where to; left open
   * @param tensors in the order they shall lie in the file; names must differ
   * @throws IOException if the stream fails
   * @throws IllegalArgumentException if two tensors share a name, or one is called {@code
   *     __metadata__}
   */
  public static void write(OutputStream out, List<NamedTensor> tensors) throws IOException {
    writeSources(out, tensors.stream().map(TensorSource::of).toList());
  }

  /** The same for tensors that are not on the heap, which takes no more of it for larger ones. */
  static void writeSources(OutputStream out, List<TensorSource> tensors) throws IOException {
    byte[] header = header(tensors);
    ByteBuffer chunk = ByteBuffer.allocate(CHUNK_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    out.write(chunk.putLong(header.length).array(), 0, LENGTH_BYTES);
    out.write(header);
    float[] values = new float[CHUNK];
    for (TensorSource tensor : tensors) {
      for (long from = 0; from < tensor.length(); from += CHUNK) {
        int count = (int) Math.min(CHUNK, tensor.length() - from);
        tensor.values().read(from, values, count);
        chunk.clear().asFloatBuffer().put(values, 0, count);
        out.write(chunk.array(), 0, count * Float.BYTES);
      }
    }
  }

  /**
   * Reads a file.
   *
   * @param file a safetensors file
   * @return its tensors in the order they lie in it
   * @throws MalformedModelException if the file is not safetensors or holds other types than F32
   * @throws IOException if the file cannot be read
   */
  public static List<NamedTensor> read(Path file) throws IOException {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
      return read(file.toString(), in, Files.size(file));
    }
  }

  /**
   * Reads a stream. No array is allocated before the header has been checked against the size.
   *
   * @param where the file's path, and the part of it after a colon, for messages
   * @param in where from; left open
   * @param size bytes from here to the stream's end
   * @return the tensors in the order they lie in the stream
   * @throws MalformedModelException if it is not safetensors or holds other types than F32
   * @throws IOException if the stream fails
   */
  public static List<NamedTensor> read(String where, InputStream in, long size) throws IOException {
    List<Place> places = places(where, in, size);
    List<NamedTensor> tensors = new ArrayList<>(places.size());
    float[] chunk = new float[CHUNK];
    for (Place place : places) {
      float[] values = new float[(int) place.elements()];
      readFloats(
          where,
          in,
          place,
          chunk,
          (tensor, from, some, count) -> System.arraycopy(some, 0, values, (int) from, count));
      tensors.add(new NamedTensor(place.tensor.name(), place.tensor.shape(), values));
    }
    requireEnd(where, in, size);
    return List.copyOf(tensors);
  }

  /** Names and shapes alone, in the order in which the tensors lie in the stream. */
  static List<TensorShape> readShapes(String where, InputStream in, long size) throws IOException {
    return places(where, in, size).stream().map(Place::tensor).toList();
  }

  /** The numbers, a run at a time. */
  static void readInto(TensorTarget target, String where, InputStream in, long size)
      throws IOException {
    float[] chunk = new float[CHUNK];
    for (Place place : places(where, in, size)) {
      readFloats(where, in, place, chunk, target);
    }
    requireEnd(where, in, size);
  }

  private static void requireEnd(String where, InputStream in, long size) throws IOException {
    if (in.read() != -1) {
      throw new MalformedModelException(where, "goes on after the declared " + size + " bytes");
    }
  }

  /** Where the tensors lie; the stream is left where the first number is. */
  private static List<Place> places(String where, InputStream in, long size) throws IOException {
    if (size < LENGTH_BYTES) {
      throw MalformedModelException.wanted(where, "size", "at least 8 bytes", size + " bytes");
    }
    byte[] length = readFully(where, in, LENGTH_BYTES);
    long headerLength = ByteBuffer.wrap(length).order(ByteOrder.LITTLE_ENDIAN).getLong();
    long most = Math.min(size - LENGTH_BYTES, LONGEST_HEADER);
    if (headerLength < 0 || headerLength > most) {
      throw MalformedModelException.wanted(
          where,
          "header length",
          "at most " + most + " bytes in a file of " + size,
          Long.toUnsignedString(headerLength));
    }
    byte[] header = readFully(where, in, (int) headerLength);
    long dataLength = size - LENGTH_BYTES - headerLength;
    return places(where + ": header", header, dataLength);
  }

  private static byte[] header(List<TensorSource> tensors) {
    JsonObject header = new JsonObject();
    long offset = 0;
    for (TensorSource tensor : tensors) {
      if (header.has(tensor.name()) || tensor.name().equals(METADATA)) {
        throw new IllegalArgumentException(
            "names of tensors must differ and not be " + METADATA + ", was " + tensor.name());
      }
      JsonObject entry = new JsonObject();
      entry.addProperty("dtype", DTYPE);
      JsonArray shape = new JsonArray();
      tensor.shape().forEach(shape::add);
      entry.add("shape", shape);
      JsonArray offsets = new JsonArray();
      offsets.add(offset);
      offset += tensor.length() * Float.BYTES;
      offsets.add(offset);
      entry.add("data_offsets", offsets);
      header.add(tensor.name(), entry);
    }
    String text = Json.printCompact(header);
    int bytes = text.getBytes(StandardCharsets.UTF_8).length;
    int padding = Math.floorMod(-bytes, LENGTH_BYTES);
    return (text + " ".repeat(padding)).getBytes(StandardCharsets.UTF_8);
  }

  /** Where a tensor lies: bytes from {@code begin} to {@code end} of the data. */
  private record Place(TensorShape tensor, long begin, long end) {
    long elements() {
      return (end - begin) / Float.BYTES;
    }
  }

  private static List<Place> places(String where, byte[] header, long dataLength)
      throws MalformedModelException {
    if (header.length == 0 || header[0] != '{') {
      throw new MalformedModelException(where, "wanted a JSON object from the first byte on");
    }
    JsonObject root = Json.parseObject(where, header);
    JsonFields fields = JsonFields.of(where, root);
    Set<String> names = new HashSet<>(root.keySet());
    if (names.remove(METADATA)) {
      JsonFields metadata = fields.requireObject(METADATA);
      for (String key : root.getAsJsonObject(METADATA).keySet()) {
        metadata.requireString(key);
      }
    }
    List<Place> places = new ArrayList<>();
    for (String name : root.keySet()) {
      if (names.contains(name)) {
        places.add(place(where, name, fields.requireObject(name), dataLength));
      }
    }
    places.sort(Comparator.comparingLong(Place::begin).thenComparingLong(Place::end));
    requireNoGaps(where, places, dataLength);
    return places;
  }

  private static Place place(String header, String name, JsonFields entry, long dataLength)
      throws MalformedModelException {
    String where = header + ": tensor " + MalformedModelException.quote(name);
    if (name.isEmpty()) {
      throw new MalformedModelException(header, "a tensor has an empty name");
    }
    entry.requireOneOf("dtype", List.of(DTYPE));
    List<Long> shape = entry.requireLongs("shape");
    List<Long> offsets = entry.requireLongs("data_offsets");
    entry.rejectOthers();
    for (long axis : shape) {
      if (axis < 0) {
        throw MalformedModelException.wanted(where, "shape", "no negative axis", shape.toString());
      }
    }
    long elements = NamedTensor.elements(shape);
    if (elements < 0 || elements > LARGEST_ARRAY) {
      throw MalformedModelException.wanted(
          where, "shape", "at most " + LARGEST_ARRAY + " values", shape.toString());
    }
    if (offsets.size() != 2
        || offsets.get(0) < 0
        || offsets.get(0) > offsets.get(1)
        || offsets.get(1) > dataLength) {
      throw MalformedModelException.wanted(
          where,
          "data_offsets",
          "a begin and an end within the " + dataLength + " bytes of data",
          offsets.toString());
    }
    long bytes = offsets.get(1) - offsets.get(0);
    if (bytes != elements * Float.BYTES) {
      throw MalformedModelException.wanted(
          where,
          "data_offsets",
          elements * Float.BYTES + " bytes for shape " + shape,
          offsets + " (" + bytes + " bytes)");
    }
    return new Place(new TensorShape(name, shape), offsets.get(0), offsets.get(1));
  }

  private static void requireNoGaps(String where, List<Place> places, long dataLength)
      throws MalformedModelException {
    long end = 0;
    for (Place place : places) {
      String tensor = "tensor " + MalformedModelException.quote(place.tensor.name());
      if (place.begin < end) {
        throw new MalformedModelException(
            where, tensor + " overlaps the one before, which ends at byte " + end);
      }
      if (place.begin > end) {
        throw new MalformedModelException(
            where, tensor + " leaves a gap from byte " + end + " to " + place.begin);
      }
      end = place.end;
    }
    if (end != dataLength) {
      throw MalformedModelException.wanted(
          where, "tensors", "to fill the " + dataLength + " bytes of data", end + " bytes");
    }
  }

  private static void readFloats(
      String where, InputStream in, Place place, float[] chunk, TensorTarget target)
      throws IOException {
    for (long from = 0; from < place.elements(); from += CHUNK) {
      int count = (int) Math.min(CHUNK, place.elements() - from);
      byte[] bytes = readFully(where, in, count * Float.BYTES);
      ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(chunk, 0, count);
      target.accept(place.tensor, from, chunk, count);
    }
  }

  private static byte[] readFully(String where, InputStream in, int count) throws IOException {
    byte[] bytes = in.readNBytes(count);
    if (bytes.length < count) {
      throw new MalformedModelException(where, "ends too early");
    }
    return bytes;
  }
}
