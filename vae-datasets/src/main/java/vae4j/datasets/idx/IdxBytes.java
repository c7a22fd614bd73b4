package vae4j.datasets.idx;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The values of an IDX file as bytes, more of them than one array holds if need be: on the heap
 * where they take little of it, else mapped from a file, which the operating system reads when it
 * is needed and which takes no heap.
 */
final class IdxBytes {
  private static final Logger LOG = LoggerFactory.getLogger(IdxBytes.class);

  /** Pieces on the heap: small, so that a false header does not claim memory. */
  private static final int HEAP_SHIFT = 24;

  private static final int MAPPED_SHIFT = 30;
  private static final int BUFFER = 1 << 16;

  private final ByteBuffer[] pieces;
  private final int shift;

  private IdxBytes(ByteBuffer[] pieces, int shift) {
    this.pieces = pieces;
    this.shift = shift;
  }

  /** Whether so many bytes are kept on the heap: where they take a quarter of it at most. */
  static boolean fitHeap(long length) {
    return length <= Runtime.getRuntime().maxMemory() / 4;
  }

  /**
   * Reads so many bytes, or as many as there are; {@link #length()} tells.
   *
   * @param heap whether to keep them on the heap, or in a file without a name
   */
  static IdxBytes read(InputStream in, long length, boolean heap, String source)
      throws IOException {
    return heap ? readToHeap(in, length) : readToFile(in, length, source);
  }

  /** Maps a part of a file that is there. */
  static IdxBytes map(Path path, long from, long length) throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      ByteBuffer[] pieces = new ByteBuffer[piecesOf(length, MAPPED_SHIFT)];
      for (int i = 0; i < pieces.length; i++) {
        long start = (long) i << MAPPED_SHIFT;
        pieces[i] =
            channel.map(
                MapMode.READ_ONLY, from + start, Math.min(1L << MAPPED_SHIFT, length - start));
      }
      return new IdxBytes(pieces, MAPPED_SHIFT);
    }
  }

  long length() {
    long length = 0;
    for (ByteBuffer piece : pieces) {
      length += piece.limit();
    }
    return length;
  }

  /** The value of a type at a place; values never straddle two pieces. */
  double value(IdxType type, long index) {
    long at = index << type.shift();
    ByteBuffer piece = pieces[Math.toIntExact(at >>> shift)];
    int place = (int) (at & ((1L << shift) - 1));
    return switch (type) {
      case UNSIGNED_BYTE -> Byte.toUnsignedInt(piece.get(place));
      case SIGNED_BYTE -> piece.get(place);
      case SHORT -> piece.getShort(place);
      case INT -> piece.getInt(place);
      case FLOAT -> piece.getFloat(place);
      case DOUBLE -> piece.getDouble(place);
    };
  }

  /** Some values after one another as floats, in one go for the type that most files have. */
  void copy(IdxType type, long from, float[] target) {
    if (type != IdxType.UNSIGNED_BYTE) {
      for (int i = 0; i < target.length; i++) {
        target[i] = (float) value(type, from + i);
      }
      return;
    }
    byte[] bytes = new byte[target.length];
    for (int i = 0; i < bytes.length; ) {
      ByteBuffer piece = pieces[Math.toIntExact((from + i) >>> shift)];
      int place = (int) ((from + i) & ((1L << shift) - 1));
      int count = Math.min(bytes.length - i, piece.limit() - place);
      piece.get(place, bytes, i, count);
      i += count;
    }
    for (int i = 0; i < bytes.length; i++) {
      target[i] = Byte.toUnsignedInt(bytes[i]);
    }
  }

  private static IdxBytes readToHeap(InputStream in, long length) throws IOException {
    ByteBuffer[] pieces = new ByteBuffer[piecesOf(length, HEAP_SHIFT)];
    long left = length;
    for (int i = 0; i < pieces.length; i++) {
      // Grows with what is there.
      byte[] bytes = in.readNBytes((int) Math.min(1 << HEAP_SHIFT, left));
      pieces[i] = ByteBuffer.wrap(bytes);
      left -= bytes.length;
    }
    return new IdxBytes(pieces, HEAP_SHIFT);
  }

  private static IdxBytes readToFile(InputStream in, long length, String source)
      throws IOException {
    Path file = Files.createTempFile("vae4j-", ".idx");
    try {
      long copied = 0;
      try (OutputStream out = Files.newOutputStream(file)) {
        byte[] buffer = new byte[BUFFER];
        for (int n = 0; n >= 0 && copied < length; ) {
          n = in.read(buffer, 0, (int) Math.min(BUFFER, length - copied));
          if (n > 0) {
            write(out, buffer, n, length, source, file);
            copied += n;
          }
        }
      }
      return map(file, 0, copied);
    } finally {
      delete(file);
    }
  }

  private static void write(
      OutputStream out, byte[] buffer, int n, long length, String source, Path file)
      throws IOException {
    try {
      out.write(buffer, 0, n);
    } catch (IOException e) {
      throw new IOException(
          source
              + ": unpacks to "
              + length
              + " bytes, more than a quarter of the heap, and they cannot be kept in "
              + file.getParent()
              + " ("
              + e.getMessage()
              + "); unpack the file, which is then read in place, or give Java more heap",
          e);
    }
  }

  private static void delete(Path file) {
    try {
      // What is mapped stays readable where systems let go of a file's name alone.
      Files.deleteIfExists(file);
    } catch (IOException e) {
      LOG.debug("{} cannot be deleted while it is mapped", file, e);
      file.toFile().deleteOnExit();
    }
  }

  private static int piecesOf(long length, int shift) {
    return Math.toIntExact((length + (1L << shift) - 1) >>> shift);
  }
}
