package vae4j.io.npy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the text of a Python value made of dictionaries, tuples, lists, strings, whole numbers,
 * True and False, which is all that a header holds. Nothing is executed.
 */
final class PythonLiteral {
  private static final int DEEPEST = 16;

  private final String text;
  private int at;
  private int depth;

  private PythonLiteral(String text) {
    this.text = text;
  }

  /**
   * Reads a value.
   *
   * @return a Map, List (of a tuple or a list), String, Long or Boolean
   * @throws IllegalArgumentException if the text is anything else; says where
   */
  static Object parse(String text) {
    PythonLiteral parser = new PythonLiteral(text);
    Object value = parser.value();
    parser.skipSpace();
    if (parser.at < text.length()) {
      throw parser.unexpected("the end");
    }
    return value;
  }

  private Object value() {
    skipSpace();
    char next = peek();
    if (next == '{') {
      return dictionary();
    }
    if (next == '(' || next == '[') {
      return sequence(next == '(' ? ')' : ']');
    }
    if (next == '\'' || next == '"') {
      return string();
    }
    if (next == '-' || (next >= '0' && next <= '9')) {
      return number();
    }
    for (String word : List.of("True", "False")) {
      if (text.startsWith(word, at)) {
        at += word.length();
        return word.equals("True");
      }
    }
    throw unexpected("a value");
  }

  private Map<String, Object> dictionary() {
    enter();
    Map<String, Object> entries = new LinkedHashMap<>();
    while (!closes('}')) {
      if (peek() != '\'' && peek() != '"') {
        throw unexpected("a key in quotes");
      }
      String key = string();
      skipSpace();
      expect(':');
      if (entries.put(key, value()) != null) {
        throw new IllegalArgumentException("key '" + key + "' stands there twice");
      }
      comma('}');
    }
    depth--;
    return entries;
  }

  private List<Object> sequence(char end) {
    enter();
    List<Object> values = new ArrayList<>();
    while (!closes(end)) {
      values.add(value());
      comma(end);
    }
    depth--;
    return values;
  }

  private void enter() {
    at++;
    if (++depth > DEEPEST) {
      throw new IllegalArgumentException("more than " + DEEPEST + " brackets inside each other");
    }
  }

  private boolean closes(char end) {
    skipSpace();
    if (peek() == end) {
      at++;
      return true;
    }
    return false;
  }

  private void comma(char end) {
    skipSpace();
    if (peek() != end) {
      expect(',');
    }
  }

  private String string() {
    char quote = text.charAt(at++);
    StringBuilder content = new StringBuilder();
    while (peek() != quote) {
      char c = text.charAt(at++);
      if (c == '\\') {
        // Field names with other escapes do not occur where numbers are exchanged.
        c = peek();
        if (c != '\\' && c != '\'' && c != '"') {
          throw unexpected("a backslash or a quote");
        }
        at++;
      }
      content.append(c);
    }
    at++;
    return content.toString();
  }

  private Long number() {
    int start = at++;
    while (at < text.length() && Character.isDigit(text.charAt(at))) {
      at++;
    }
    String digits = text.substring(start, at);
    if (at < text.length() && text.charAt(at) == 'L') {
      // Python 2 marks its long integers.
      at++;
    }
    try {
      return Long.valueOf(digits);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("no whole number below 2^63: " + digits, e);
    }
  }

  private void expect(char wanted) {
    if (peek() != wanted) {
      throw unexpected("'" + wanted + "'");
    }
    at++;
  }

  private char peek() {
    if (at >= text.length()) {
      throw unexpected("more");
    }
    return text.charAt(at);
  }

  private void skipSpace() {
    while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }

  private IllegalArgumentException unexpected(String wanted) {
    return new IllegalArgumentException(
        "wanted "
            + wanted
            + " at character "
            + at
            + ", was "
            + (at < text.length() ? "'" + text.charAt(at) + "'" : "the end"));
  }
}
