package vae4j.datasets.content;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;

/** Gzip, recognised by the first two bytes of a file (RFC 1952, section 2.3.1). */
public final class Gzip {
  private static final int BUFFER = 1 << 16;
  private static final int FIRST = 0x1f;
  private static final int SECOND = 0x8b;

  /** Packed files that were packed again happen, and no more than that. */
  private static final int MOST_LAYERS = 2;

  private Gzip() {}

  /**
   * The content of a stream, uncompressed if it is gzip, also where it was packed twice, and as it
   * is if not. Several gzip members after one another are one content (RFC 1952, section 2.2); what
   * follows them and is no gzip, such as padding, is no part of it.
   *
   * @param in where to read; stays the caller's to close
   * @return the uncompressed bytes; reading them throws an {@link java.io.EOFException} or a {@link
   *     java.util.zip.ZipException} where the gzip stream is cut off or damaged
   * @throws IOException if the stream cannot be read, or its gzip header is cut off
   */
  public static InputStream uncompressed(InputStream in) throws IOException {
    InputStream content = in;
    for (int layer = 0; ; layer++) {
      BufferedInputStream buffered = new BufferedInputStream(content, BUFFER);
      buffered.mark(2);
      boolean gzip = buffered.read() == FIRST && buffered.read() == SECOND;
      buffered.reset();
      if (!gzip || layer == MOST_LAYERS) {
        return buffered;
      }
      content = new GZIPInputStream(buffered, BUFFER);
    }
  }
}
