package vae4j.sweep;

import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalDouble;
import vae4j.train.TrainSettings;

/**
 * A setting that a sweep varies.
 *
 * @param name one of {@link TrainSettings#NAMES} but {@code seed}
 * @param values its values as text, different ones; numbers in ascending order, without zeros at
 *     the end
 */
public record Axis(String name, List<String> values) {
  /**
   * Checks the name, and puts numbers into order.
   *
   * @throws IllegalArgumentException if there is no setting of that name, no value, or one twice
   */
  public Axis {
    if (name.equals("seed")) {
      throw new IllegalArgumentException("seeds are given by their number, seed cannot be varied");
    }
    TrainSettings.none().with(name, null);
    List<String> plain = values.stream().map(String::strip).toList();
    boolean numeric = plain.stream().allMatch(value -> number(value).isPresent());
    values =
        numeric
            ? plain.stream()
                .map(Double::valueOf)
                .sorted(Comparator.naturalOrder())
                .map(Axis::text)
                .toList()
            : plain;
    if (values.isEmpty() || new HashSet<>(values).size() < values.size()) {
      throw new IllegalArgumentException(
          "values of " + name + " must be different, were " + String.join(", ", values));
    }
  }

  /**
   * Reads {@code NAME=V,V,…}; where a value has commas itself, {@code ;} stands between values.
   *
   * @param text such as {@code lr=1e-3,5e-4} or {@code filters=16,32;32,64}
   * @return the axis
   * @throws IllegalArgumentException if it has no name and values
   */
  public static Axis parse(String text) {
    int equals = text.indexOf('=');
    if (equals <= 0) {
      throw new IllegalArgumentException("a varied setting must be NAME=VALUE,…, was " + text);
    }
    return of(text.substring(0, equals).strip(), text.substring(equals + 1));
  }

  /**
   * An axis of values in one text.
   *
   * @param name of the setting
   * @param values with {@code ,} or {@code ;} between them
   * @return the axis
   */
  public static Axis of(String name, String values) {
    String separator = values.contains(";") ? ";" : ",";
    return new Axis(name, Arrays.asList(values.split(separator, -1)));
  }

  /** Whether all values are numbers, so that curves can be drawn over them. */
  public boolean numeric() {
    return values.stream().allMatch(value -> number(value).isPresent());
  }

  /** The number that a value is; empty if it is none. */
  static OptionalDouble number(String value) {
    try {
      double number = Double.parseDouble(value);
      return Double.isFinite(number) ? OptionalDouble.of(number) : OptionalDouble.empty();
    } catch (NumberFormatException e) {
      return OptionalDouble.empty();
    }
  }

  /** All digits of a number, and no point where there is nothing behind it. */
  static String text(double value) {
    boolean whole = value == Math.rint(value) && Math.abs(value) < 1e15;
    return whole ? Long.toString((long) value) : Double.toString(value);
  }
}
