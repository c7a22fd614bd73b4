package vae4j.cli.console;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Standard output or error, in UTF-8. As every {@link PrintStream} it goes on when something cannot
 * be written; this one knows the reason afterwards.
 */
public final class StandardStream extends PrintStream {
  private final Sink sink;

  private StandardStream(Sink sink) {
    super(sink, true, StandardCharsets.UTF_8);
    this.sink = sink;
  }

  /** Prints to a stream, which may be a {@link PrintStream} itself. */
  public static StandardStream to(OutputStream out) {
    return new StandardStream(new Sink(out));
  }

  /** Why not all that was printed could be written; null if it could. */
  public @Nullable IOException failure() {
    flush();
    return sink.failure;
  }

  @Override
  public boolean checkError() {
    return failure() != null;
  }

  /** Whether writing failed because the reader has gone, as in {@code vae … | head}. */
  public static boolean isReaderGone(@Nullable Throwable failure) {
    return failure instanceof IOException
        && failure.getMessage() != null
        && (failure.getMessage().contains("Broken pipe")
            || failure.getMessage().equals(brokenPipe()));
  }

  /** This system's message for a pipe without a reader, in the language of the user. */
  private static @Nullable String brokenPipe() {
    try {
      Pipe pipe = Pipe.open();
      pipe.source().close();
      try (Pipe.SinkChannel sink = pipe.sink()) {
        sink.write(ByteBuffer.wrap(new byte[1]));
      }
      return null;
    } catch (IOException e) {
      return e.getMessage();
    }
  }

  /** Writes until that fails, and nothing after it. */
  private static final class Sink extends OutputStream {
    private final OutputStream out;
    private volatile @Nullable IOException failure;

    Sink(OutputStream out) {
      this.out = out;
    }

    @Override
    public void write(int b) {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int start, int length) {
      if (failure != null) {
        return;
      }
      try {
        out.write(bytes, start, length);
        check();
      } catch (IOException e) {
        failure = e;
      }
    }

    @Override
    public void flush() {
      if (failure != null) {
        return;
      }
      try {
        out.flush();
        check();
      } catch (IOException e) {
        failure = e;
      }
    }

    private void check() throws IOException {
      if (out instanceof PrintStream stream && stream.checkError()) {
        throw new IOException("it takes nothing more");
      }
    }
  }
}
