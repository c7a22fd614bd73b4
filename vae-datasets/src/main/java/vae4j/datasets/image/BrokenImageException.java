package vae4j.datasets.image;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A file is no image that can be decoded. The message names the file and what is wrong. */
public final class BrokenImageException extends IOException {
  private static final long serialVersionUID = 1L;

  /**
   * Makes the message {@code file: image must …}.
   *
   * @param file the image's file
   * @param problem what is wrong
   * @param cause what the decoder said, or null
   */
  public BrokenImageException(Path file, String problem, @Nullable Throwable cause) {
    super(file + ": " + problem, cause);
  }
}
