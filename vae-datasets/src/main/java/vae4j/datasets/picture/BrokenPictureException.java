package vae4j.datasets.picture;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A file is no picture that can be decoded. The message names the file and what is wrong. */
public final class BrokenPictureException extends IOException {
  private static final long serialVersionUID = 1L;

  /**
   * Makes the message {@code file: picture must …}.
   *
   * @param file the picture's file
   * @param problem what is wrong
   * @param cause what the decoder said, or null
   */
  public BrokenPictureException(Path file, String problem, @Nullable Throwable cause) {
    super(file + ": " + problem, cause);
  }
}
