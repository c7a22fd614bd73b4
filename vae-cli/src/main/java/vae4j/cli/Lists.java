package vae4j.cli;

import java.util.Arrays;
import java.util.Locale;

/** Several numbers in one word. */
final class Lists {
  private Lists() {}

  /**
   * {@code 32,64,128} → three numbers.
   *
   * @throws IllegalArgumentException if one is not a whole number
   */
  static int[] parse(String option, String word, String separator) {
    try {
      return Arrays.stream(word.toLowerCase(Locale.ROOT).split(separator, -1))
          .mapToInt(part -> Integer.parseInt(part.strip()))
          .toArray();
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          option + " must be whole numbers with " + separator + " between them, was " + word, e);
    }
  }
}
