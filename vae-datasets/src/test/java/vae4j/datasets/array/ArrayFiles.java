package vae4j.datasets.array;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;

/** Files that NumPy wrote; see make_arrays.py beside them. */
public final class ArrayFiles {
  private ArrayFiles() {}

  /** Where a file is. */
  public static Path named(String name) {
    URL found = ArrayFiles.class.getResource(name);
    assertThat(found).as(name).isNotNull();
    try {
      return Path.of(found.toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
