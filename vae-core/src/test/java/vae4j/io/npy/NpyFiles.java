package vae4j.io.npy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.HexFormat;
import java.util.Properties;

/** Files that NumPy wrote; see make_npy.py beside them. */
final class NpyFiles {
  private NpyFiles() {}

  static byte[] named(String name) throws IOException {
    Properties files = new Properties();
    try (InputStream in = NpyFiles.class.getResourceAsStream("npy.properties")) {
      assertThat(in).isNotNull();
      files.load(in);
    }
    return HexFormat.of().parseHex(files.getProperty(name));
  }
}
