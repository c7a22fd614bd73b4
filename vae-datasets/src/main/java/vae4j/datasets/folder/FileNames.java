package vae4j.datasets.folder;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Names of files as text that does not depend on the locale.
 *
 * <p>On Linux a name is bytes, and {@code Path.toString()} reads them in the character set of the
 * locale: in the locale POSIX all that is not ASCII becomes one and the same character. A path's
 * URI keeps the bytes.
 */
final class FileNames {
  private FileNames() {}

  /**
   * The last part of a path: what its bytes mean in UTF-8. A name that is not UTF-8 is given with
   * all that is not ASCII as {@code %} and two hexadecimal digits.
   */
  static String last(Path path) {
    Path name = path.getFileName();
    if (name == null) {
      return "";
    }
    String text = name.toString();
    return isPlain(text) ? text : decoded(lastOfUri(path));
  }

  /** The extension in lower case; empty if there is no dot. */
  static String ending(String name) {
    int dot = name.lastIndexOf('.');
    return dot < 0 ? "" : name.substring(dot + 1).toLowerCase(Locale.ROOT);
  }

  /** Whether the text is the name in every locale; a question mark may stand for something else. */
  private static boolean isPlain(String text) {
    return text.chars().allMatch(c -> c >= ' ' && c < 0x7f && c != '?');
  }

  private static String lastOfUri(Path path) {
    String uri = path.toUri().getRawPath();
    int end = uri.endsWith("/") ? uri.length() - 1 : uri.length();
    return uri.substring(uri.lastIndexOf('/', end - 1) + 1, end);
  }

  private static String decoded(String escaped) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int i = 0; i < escaped.length(); i++) {
      char c = escaped.charAt(i);
      if (c == '%') {
        bytes.write(Integer.parseInt(escaped.substring(i + 1, i + 3), 16));
        i += 2;
      } else {
        bytes.write(c);
      }
    }
    try {
      ByteBuffer whole = ByteBuffer.wrap(bytes.toByteArray());
      return StandardCharsets.UTF_8.newDecoder().decode(whole).toString();
    } catch (CharacterCodingException e) {
      return escaped;
    }
  }
}
