package vae4j.datasets.array;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.List;
import java.util.Objects;
import vae4j.datasets.content.Sha256;
import vae4j.io.npy.MalformedNpyException;
import vae4j.io.npy.NpyHeader;
import vae4j.io.npy.NpyHeader.Field;

/**
 * An array of a NumPy file, read row by row, where a row is all that belongs to one index of the
 * first axis. A file is mapped, so that it may be larger than memory and than one Java array;
 * reading is safe from several threads. The file must not change meanwhile.
 */
public final class NpyArray {
  /** Bytes that are mapped at a time, less what is needed to end at a whole row. */
  static final long PIECE = 1L << 30;

  private final String source;
  private final NpyHeader header;
  private final ByteBuffer[] pieces;
  private final long pieceBytes;
  private final String sha256;

  /**
   * Takes an array in pieces.
   *
   * @param pieceBytes of each piece but the last, as {@link #pieceBytes} says
   */
  NpyArray(String source, NpyHeader header, ByteBuffer[] pieces, long pieceBytes, String sha256) {
    this.source = source;
    this.header = header;
    this.pieces = pieces;
    this.pieceBytes = pieceBytes;
    this.sha256 = sha256;
  }

  /**
   * Opens a {@code .npy} file.
   *
   * @param file the file
   * @return its array
   * @throws NoSuchFileException if there is no such file
   * @throws MalformedNpyException if it is no sound NumPy file, or holds Python objects or text
   * @throws IOException if it cannot be read
   */
  public static NpyArray open(Path file) throws IOException {
    return open(file, PIECE);
  }

  /** Maps at most so many bytes at a time, but at least a row. */
  static NpyArray open(Path file, long mostBytes) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new NoSuchFileException(file + ": NumPy file must exist and be a file");
    }
    try (FileChannel channel = FileChannel.open(file)) {
      Recorded in = new Recorded(new BufferedInputStream(Files.newInputStream(file)));
      NpyHeader header;
      try (in) {
        header = NpyHeader.read(in, file.toString());
      }
      requireNumbers(header, file.toString());
      requireLength(header, channel.size() - in.bytes().length, file.toString());
      long pieceBytes = pieceBytes(header, mostBytes);
      ByteBuffer[] pieces = map(channel, in.bytes().length, header, pieceBytes, file.toString());
      MessageDigest digest = Sha256.digest();
      digest.update(in.bytes());
      for (ByteBuffer piece : pieces) {
        digest.update(piece.duplicate());
      }
      return new NpyArray(file.toString(), header, pieces, pieceBytes, Sha256.hex(digest));
    }
  }

  /** Where the array comes from, for messages. */
  public String source() {
    return source;
  }

  /** The header. */
  public NpyHeader header() {
    return header;
  }

  /** Number of rows: the length of the first axis. */
  public long rows() {
    return header.shape().isEmpty() ? 1 : header.shape().get(0);
  }

  /** SHA-256 of the {@code .npy} file, in hexadecimal. */
  public String sha256() {
    return sha256;
  }

  /**
   * Numbers of a field in one row.
   *
   * @param field which field of a structured array; 0 in a plain one
   */
  public int rowLength(int field) {
    return Math.toIntExact(rowElements(header) * header.fields().get(field).count());
  }

  /**
   * Reads a row, the last axis changing fastest, whichever does in the file.
   *
   * @param row which, in [0, rows)
   * @param field which field of a structured array; 0 in a plain one
   * @param target receives {@link #rowLength} numbers
   * @param offset where in {@code target} the first one goes
   */
  public void read(long row, int field, float[] target, int offset) {
    Field part = header.fields().get(field);
    Places places = new Places(row, field);
    if (rowLength(field) == 0) {
      return;
    }
    int count = part.count();
    if (places.together) {
      ByteBuffer piece = pieces[(int) (places.first / pieceBytes)];
      int at = (int) (places.first % pieceBytes);
      part.type().read(piece, at, target, offset, rowLength(field));
      return;
    }
    for (int i = 0; i < rowElements(header); i++) {
      long at = places.of(i);
      part.type()
          .read(
              pieces[(int) (at / pieceBytes)],
              (int) (at % pieceBytes),
              target,
              offset + i * count,
              count);
    }
  }

  /**
   * Reads a row of whole numbers.
   *
   * @param row which, in [0, rows)
   * @return its numbers, the last axis changing fastest
   * @throws IllegalStateException if they are not whole numbers
   */
  public long[] readWhole(long row) {
    Places places = new Places(row, 0);
    long[] numbers = new long[rowLength(0)];
    long[] one = new long[1];
    for (int i = 0; i < numbers.length; i++) {
      long at = places.of(i);
      header.type().read(pieces[(int) (at / pieceBytes)], (int) (at % pieceBytes), one);
      numbers[i] = one[0];
    }
    return numbers;
  }

  static void requireNumbers(NpyHeader header, String source) throws MalformedNpyException {
    for (Field field : header.fields()) {
      if (field.type().isObject()) {
        throw new MalformedNpyException(
            source,
            "holds pickled Python objects, which are not read; save it as an array of numbers,"
                + " such as numpy.save(file, numpy.stack(images))");
      }
      if (!field.type().isNumber()) {
        throw new MalformedNpyException(
            source, "must hold booleans, integers or floats, holds " + field.type());
      }
    }
    if (header.isPlain() || !header.fortranOrder()) {
      return;
    }
    throw new MalformedNpyException(source, "a structured array must be in C order");
  }

  static void requireLength(NpyHeader header, long found, String source)
      throws MalformedNpyException {
    if (found != header.dataBytes()) {
      throw new MalformedNpyException(
          source,
          "data must be the "
              + header.dataBytes()
              + " bytes that its header "
              + header.describe()
              + " says, were "
              + found);
    }
  }

  static ByteBuffer[] map(
      FileChannel channel, long start, NpyHeader header, long piece, String source)
      throws IOException {
    long bytes = header.dataBytes();
    if (piece > Integer.MAX_VALUE) {
      throw new MalformedNpyException(
          source, "a row must be smaller than 2 GiB, was " + piece + " bytes");
    }
    ByteBuffer[] pieces = new ByteBuffer[Math.toIntExact((bytes + piece - 1) / piece)];
    for (int i = 0; i < pieces.length; i++) {
      long from = i * piece;
      pieces[i] = channel.map(MapMode.READ_ONLY, start + from, Math.min(piece, bytes - from));
    }
    return pieces;
  }

  /** In C order a row lies in one piece; in Fortran order an element does. */
  static long pieceBytes(NpyHeader header, long mostBytes) {
    long unit =
        header.fortranOrder()
            ? header.elementBytes()
            : Math.multiplyExact(rowElements(header), (long) header.elementBytes());
    return Math.max(1, Math.max(1, mostBytes / Math.max(1, unit)) * unit);
  }

  private static long rowElements(NpyHeader header) {
    List<Long> shape = header.shape();
    return shape.stream().skip(1).reduce(1L, Math::multiplyExact);
  }

  /** Where the elements of a row lie. */
  private final class Places {
    private final long row;
    private final int inside;
    private final boolean together;
    private final long first;

    Places(long row, int field) {
      this.row = Objects.checkIndex(row, rows());
      int before = 0;
      for (int i = 0; i < field; i++) {
        before += header.fields().get(i).bytes();
      }
      this.inside = before;
      this.together = header.isPlain() && !header.fortranOrder();
      this.first = row * rowElements(header) * header.elementBytes() + inside;
    }

    /** Byte at which an element of the row starts, counted in C order. */
    long of(int element) {
      if (!header.fortranOrder()) {
        return first + (long) element * header.elementBytes();
      }
      // The first axis changes fastest: index = i0 + n0·(i1 + n1·(i2 + …)).
      long index = 0;
      int rest = element;
      long[] indices = new long[header.shape().size()];
      for (int axis = indices.length - 1; axis > 0; axis--) {
        int length = Math.toIntExact(header.shape().get(axis));
        indices[axis] = rest % length;
        rest /= length;
      }
      indices[0] = row;
      for (int axis = indices.length - 1; axis >= 0; axis--) {
        index = index * header.shape().get(axis) + indices[axis];
      }
      return index * header.elementBytes();
    }
  }

  /** Keeps what has been read of it. */
  static final class Recorded extends FilterInputStream {
    private final ByteArrayOutputStream read = new ByteArrayOutputStream();

    Recorded(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      int value = super.read();
      if (value >= 0) {
        read.write(value);
      }
      return value;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      int count = super.read(target, offset, length);
      if (count > 0) {
        read.write(target, offset, count);
      }
      return count;
    }

    byte[] bytes() {
      return read.toByteArray();
    }
  }
}
