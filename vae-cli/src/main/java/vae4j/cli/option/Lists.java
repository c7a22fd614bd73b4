package vae4j.cli.option;

import java.util.Arrays;
import java.util.Locale;

/** Several numbers in one word. */
public final class Lists {
  private Lists() {}

  /**
   * {@code 32,64,128} → three numbers.
   *
   * @throws IllegalArgumentException if one is not a whole number
   */
  public static int[] parse(String option, String word, String separator) {
    try {
      return Arrays.stream(word.toLowerCase(Locale.ROOT).split(separator, -1))
          .mapToInt(part -> Integer.parseInt(part.strip()))
          .toArray();
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          option + " must be whole numbers with " + separator + " between them, was " + word, e);
    }
  }

  /**
   * {@code 0.5,1,2} → three numbers.
   *
   * @throws IllegalArgumentException if one is not a number
   */
  public static double[] parseNumbers(String option, String word, String separator) {
    try {
      return Arrays.stream(word.split(separator, -1)).mapToDouble(Double::parseDouble).toArray();
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          option + " must be numbers with " + separator + " between them, was " + word, e);
    }
  }
}
