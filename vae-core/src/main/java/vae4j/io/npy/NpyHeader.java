package vae4j.io.npy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The header of a NumPy array file: what its elements are, and how many.
 *
 * @param fields what one element is made of: a single field without a name for a plain array, the
 *     named fields in their order for a structured one
 * @param fortranOrder whether the first axis changes fastest; else the last one does
 * @param shape the axes' lengths, slowest first in C order
 */
public record NpyHeader(List<Field> fields, boolean fortranOrder, List<Long> shape) {
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};

  /** No header of numbers comes near it. */
  private static final int LONGEST = 1 << 20;

  /** Axes that a NumPy array can have. */
  private static final int MOST_AXES = 64;

  /** Data start at a multiple of it. */
  private static final int ALIGNMENT = 64;

  /** NumPy leaves room for the first axis to grow in place to so many digits. */
  private static final int GROWTH_DIGITS = 21;

  /**
   * A part of an element.
   *
   * @param name of a structured array's field; empty in a plain array
   * @param type of its numbers
   * @param shape of its numbers; empty for one number
   */
  public record Field(String name, NpyType type, List<Integer> shape) {
    /** Keeps a copy of the shape. */
    public Field {
      shape = List.copyOf(shape);
    }

    /** Number of numbers. */
    public int count() {
      return shape.stream().reduce(1, Math::multiplyExact);
    }

    /** Number of bytes it takes. */
    public int bytes() {
      return Math.multiplyExact(type.bytes(), count());
    }
  }

  /** Keeps copies of the lists. */
  public NpyHeader {
    fields = List.copyOf(fields);
    shape = List.copyOf(shape);
  }

  /**
   * The header of a plain array in C order.
   *
   * @param type of the elements
   * @param shape the axes' lengths
   * @return the header
   */
  public static NpyHeader of(NpyType type, long... shape) {
    return new NpyHeader(
        List.of(new Field("", type, List.of())), false, Arrays.stream(shape).boxed().toList());
  }

  /**
   * Reads a header; the stream then stands at the first element.
   *
   * @param in a NumPy array file from its start
   * @param source the file's name, for messages
   * @return the header
   * @throws MalformedNpyException if there is no sound header
   * @throws IOException if the stream cannot be read
   */
  public static NpyHeader read(InputStream in, String source) throws IOException {
    byte[] start = in.readNBytes(MAGIC.length + 2);
    if (start.length < MAGIC.length || !Arrays.equals(MAGIC, Arrays.copyOf(start, MAGIC.length))) {
      throw new MalformedNpyException(
          source, "must be a NumPy array file, does not begin with \\x93NUMPY");
    }
    if (start.length < MAGIC.length + 2) {
      throw new MalformedNpyException(source, "its header is cut off");
    }
    int version = start[MAGIC.length];
    if (version < 1 || version > 3) {
      throw new MalformedNpyException(
          source,
          "version of the NumPy format must be 1.0, 2.0 or 3.0, was "
              + Byte.toUnsignedInt(start[MAGIC.length])
              + "."
              + Byte.toUnsignedInt(start[MAGIC.length + 1]));
    }
    ByteBuffer length =
        ByteBuffer.wrap(exactly(in, version == 1 ? 2 : 4, source)).order(ByteOrder.LITTLE_ENDIAN);
    long bytes = version == 1 ? length.getShort() & 0xffff : length.getInt() & 0xffff_ffffL;
    if (bytes > LONGEST) {
      throw new MalformedNpyException(
          source, "header must be at most " + LONGEST + " bytes long, was " + bytes);
    }
    String text = new String(exactly(in, (int) bytes, source), version == 3 ? UTF_8 : ISO_8859_1);
    try {
      return parse(text);
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new MalformedNpyException(
          source, "its header is not that of a NumPy array: " + e.getMessage(), e);
    }
  }

  /** Number of elements: the product of the axes' lengths. */
  public long elements() {
    return shape.stream().reduce(1L, Math::multiplyExact);
  }

  /** Bytes of one element. */
  public int elementBytes() {
    return fields.stream().mapToInt(Field::bytes).reduce(0, Math::addExact);
  }

  /** Bytes of all elements. */
  public long dataBytes() {
    return Math.multiplyExact(elements(), (long) elementBytes());
  }

  /** Whether elements are of one type and have no named parts. */
  public boolean isPlain() {
    return fields.size() == 1 && fields.get(0).name().isEmpty();
  }

  /** The type of a plain array's elements, or of a structured one's first field. */
  public NpyType type() {
    return fields.get(0).type();
  }

  /** The header as the bytes that NumPy writes, in version 1.0; 3.0 where a name needs it. */
  public byte[] toBytes() {
    StringBuilder text =
        new StringBuilder("{'descr': ")
            .append(descr())
            .append(", 'fortran_order': ")
            .append(fortranOrder ? "True" : "False")
            .append(", 'shape': ")
            .append(tuple(shape))
            .append(", }");
    if (!shape.isEmpty()) {
      String growing = shape.get(fortranOrder ? shape.size() - 1 : 0).toString();
      text.append(" ".repeat(Math.max(0, GROWTH_DIGITS - growing.length())));
    }
    byte[] plain = text.toString().getBytes(UTF_8);
    boolean latin = plain.length == text.length() && plain.length < (1 << 16) - 2 * ALIGNMENT;
    int before = MAGIC.length + 2 + (latin ? 2 : 4);
    int padded = (before + plain.length + 1 + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    ByteBuffer bytes = ByteBuffer.allocate(padded).order(ByteOrder.LITTLE_ENDIAN);
    bytes.put(MAGIC).put((byte) (latin ? 1 : 3)).put((byte) 0);
    if (latin) {
      bytes.putShort((short) (padded - before));
    } else {
      bytes.putInt(padded - before);
    }
    bytes.put(plain);
    while (bytes.remaining() > 1) {
      bytes.put((byte) ' ');
    }
    return bytes.put((byte) '\n').array();
  }

  /** Type and shape, such as {@code |u1 [60000, 28, 28]}, for people. */
  public String describe() {
    return (isPlain() ? type().toString() : descr()) + " " + shape;
  }

  private String descr() {
    if (isPlain()) {
      return "'" + type() + "'";
    }
    return fields.stream()
        .map(
            field ->
                "('"
                    + field.name()
                    + "', '"
                    + field.type()
                    + "'"
                    + (field.shape().isEmpty() ? "" : ", " + tuple(field.shape()))
                    + ")")
        .collect(Collectors.joining(", ", "[", "]"));
  }

  /** As Python writes it, with a comma after a single value. */
  private static String tuple(List<? extends Number> values) {
    return values.stream()
        .map(Number::toString)
        .collect(Collectors.joining(", ", "(", values.size() == 1 ? ",)" : ")"));
  }

  private static byte[] exactly(InputStream in, int length, String source) throws IOException {
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new MalformedNpyException(source, "its header is cut off");
    }
    return bytes;
  }

  private static NpyHeader parse(String text) {
    if (!(PythonLiteral.parse(text) instanceof Map<?, ?> entries)) {
      throw new IllegalArgumentException("wanted a dictionary");
    }
    Set<String> wanted = Set.of("descr", "fortran_order", "shape");
    if (!entries.keySet().equals(wanted)) {
      throw new IllegalArgumentException(
          "wanted the keys descr, fortran_order and shape, were " + entries.keySet());
    }
    if (!(entries.get("fortran_order") instanceof Boolean fortranOrder)) {
      throw new IllegalArgumentException("fortran_order must be True or False");
    }
    NpyHeader header =
        new NpyHeader(
            fields(entries.get("descr")), fortranOrder, numbers("shape", entries.get("shape")));
    if (header.shape().size() > MOST_AXES) {
      throw new IllegalArgumentException(
          "axes must be at most " + MOST_AXES + ", were " + header.shape().size());
    }
    // Throws where a length overflows.
    header.dataBytes();
    return header;
  }

  private static List<Field> fields(@Nullable Object descr) {
    if (descr instanceof String name) {
      return List.of(new Field("", NpyType.parse(name), List.of()));
    }
    if (!(descr instanceof List<?> parts) || parts.isEmpty()) {
      throw new IllegalArgumentException("descr must be a type's name or a list of fields");
    }
    List<Field> fields = new ArrayList<>();
    for (Object part : parts) {
      if (!(part instanceof List<?> field)
          || field.size() < 2
          || field.size() > 3
          || !(field.get(0) instanceof String name)
          || !(field.get(1) instanceof String type)) {
        throw new IllegalArgumentException("a field must be (name, type) or (name, type, shape)");
      }
      List<Integer> shape = new ArrayList<>();
      if (field.size() == 3) {
        numbers("shape of field " + name, field.get(2))
            .forEach(length -> shape.add(Math.toIntExact(length)));
      }
      fields.add(new Field(name, NpyType.parse(type), shape));
    }
    return fields;
  }

  private static List<Long> numbers(String what, @Nullable Object value) {
    List<Long> numbers = new ArrayList<>();
    if (value instanceof Long single) {
      numbers.add(single);
    } else if (value instanceof List<?> several) {
      for (Object each : several) {
        if (!(each instanceof Long number) || number < 0) {
          throw new IllegalArgumentException(what + " must hold whole numbers from 0");
        }
        numbers.add(number);
      }
    } else {
      throw new IllegalArgumentException(what + " must be a tuple");
    }
    return numbers;
  }
}
