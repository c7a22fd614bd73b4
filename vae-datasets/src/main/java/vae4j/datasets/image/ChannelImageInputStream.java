package vae4j.datasets.image;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.stream.ImageInputStreamImpl;

/**
 * A file as ImageIO's decoders read it, through a buffer of fixed size.
 *
 * <p>ImageIO's own streams are of a {@code java.io.File}, which cannot name every file in every
 * locale, or keep what they have read in memory.
 */
final class ChannelImageInputStream extends ImageInputStreamImpl {
  private static final int BUFFER = 1 << 14;

  private final SeekableByteChannel channel;
  private final long length;
  private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER).limit(0);
  private long bufferStart;
  private int missing;

  ChannelImageInputStream(Path file) throws IOException {
    channel = Files.newByteChannel(file);
    length = channel.size();
  }

  @Override
  public int read() throws IOException {
    checkClosed();
    bitOffset = 0;
    if (!fill()) {
      return -1;
    }
    streamPos++;
    return Byte.toUnsignedInt(buffer.get());
  }

  /** Reads as much as is asked for, if there is: Java's BMP reader trusts in that. */
  @Override
  public int read(byte[] target, int offset, int count) throws IOException {
    checkClosed();
    bitOffset = 0;
    if (count == 0) {
      return 0;
    }
    int taken = 0;
    while (taken < count && fill()) {
      int part = Math.min(count - taken, buffer.remaining());
      buffer.get(target, offset + taken, part);
      taken += part;
      streamPos += part;
    }
    missing = Math.max(missing, count - taken);
    return taken == 0 ? -1 : taken;
  }

  /** By how many bytes, at most, a read went beyond the end of the file. */
  int missing() {
    return missing;
  }

  /** Forgets nothing: a file can be read again, and several readers of it take turns here. */
  @Override
  public void flushBefore(long position) {}

  @Override
  public long length() {
    return length;
  }

  @Override
  public void close() throws IOException {
    super.close();
    channel.close();
  }

  /** Brings the buffer to the stream's position; false at the end of the file. */
  private boolean fill() throws IOException {
    long ahead = streamPos - bufferStart;
    if (ahead >= 0 && ahead < buffer.limit()) {
      buffer.position((int) ahead);
      return true;
    }
    buffer.clear();
    bufferStart = streamPos;
    channel.position(streamPos);
    int got = channel.read(buffer);
    buffer.flip();
    return got > 0;
  }
}
