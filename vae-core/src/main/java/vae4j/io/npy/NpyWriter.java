package vae4j.io.npy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Writes a NumPy array file piece by piece, so that it may be larger than memory. Numbers go out in
 * the order in which they come, little-endian.
 */
public final class NpyWriter {
  private static final int BUFFER = 1 << 16;

  private final OutputStream out;
  private final NpyHeader header;
  private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER).order(ByteOrder.LITTLE_ENDIAN);
  private long written;

  /**
   * Writes the header.
   *
   * @param out where to; stays the caller's to close
   * @param header says which numbers will follow
   * @throws IOException if it cannot be written
   */
  public NpyWriter(OutputStream out, NpyHeader header) throws IOException {
    this.out = out;
    this.header = header;
    out.write(header.toBytes());
  }

  /**
   * Writes float32 numbers.
   *
   * @param values holds them
   * @param from index of the first one
   * @param to index after the last one
   * @throws IOException if they cannot be written
   */
  public void write(float[] values, int from, int to) throws IOException {
    for (int i = from; i < to; i++) {
      room().putFloat(values[i]);
    }
  }

  /**
   * Writes an int32 number.
   *
   * @param value the number
   * @throws IOException if it cannot be written
   */
  public void write(int value) throws IOException {
    room().putInt(value);
  }

  /**
   * Writes what is still held back; the last call.
   *
   * @throws IOException if it cannot be written
   * @throws IllegalStateException if there were fewer or more numbers than the header says
   */
  public void finish() throws IOException {
    flush();
    if (written != header.dataBytes()) {
      throw new IllegalStateException(
          "data must be the " + header.dataBytes() + " bytes of the header, were " + written);
    }
  }

  private ByteBuffer room() throws IOException {
    if (buffer.remaining() < Long.BYTES) {
      flush();
    }
    return buffer;
  }

  private void flush() throws IOException {
    out.write(buffer.array(), 0, buffer.position());
    written += buffer.position();
    buffer.clear();
  }
}
