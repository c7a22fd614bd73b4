package vae4j.datasets.idx;

import java.io.IOException;

/**
 * A file is not the IDX file it should be. The message names file, field, value and what is wanted.
 */
public final class MalformedIdxException extends IOException {
  private static final long serialVersionUID = 1L;

  private final String file;
  private final String field;

  /**
   * Makes the message {@code file: field must be wanted, was value}.
   *
   * @param file path of the file
   * @param field what is wrong in it
   * @param wanted what the field should have been
   * @param value what it is
   */
  public MalformedIdxException(String file, String field, String wanted, String value) {
    super(file + ": " + field + " must be " + wanted + ", was " + value);
    this.file = file;
    this.field = field;
  }

  /**
   * Makes the message {@code file: is other}.
   *
   * @param file path of the file
   * @param other what it is instead, such as {@code an HTML page, not an IDX file}
   */
  public MalformedIdxException(String file, String other) {
    super(file + ": is " + other);
    this.file = file;
    this.field = "content";
  }

  /** Path of the file. */
  public String file() {
    return file;
  }

  /** The faulty part, such as {@code type code}. */
  public String field() {
    return field;
  }
}
