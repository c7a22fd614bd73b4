package vae4j.plot.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * One row of a table: something that was measured.
 *
 * @param label what it is called
 * @param value as people read it
 * @param unit such as {@code nats per image}; empty for none
 * @param error how uncertain it is, in the same unit, such as a standard error; empty for none
 * @param explanation a sentence on what it says and which way is better; empty for none
 */
public record Measure(String label, String value, String unit, String error, String explanation) {
  private static final int DIGITS = 4;
  private static final int ERROR_DIGITS = 2;
  private static final String NONE = "–";

  /**
   * A number of which no error is known.
   *
   * @param label what it is called
   * @param value rounded to four digits; NaN is shown as a dash
   * @param unit empty for none
   * @param explanation empty for none
   */
  public static Measure of(String label, double value, String unit, String explanation) {
    return new Measure(label, rounded(value), unit, "", explanation);
  }

  /**
   * A number and its error.
   *
   * @param label what it is called
   * @param value rounded to as many decimals as the error
   * @param unit of both; empty for none
   * @param error rounded to two digits; where it is 0 or not finite the value is shown alone
   * @param explanation empty for none
   */
  public static Measure of(
      String label, double value, String unit, double error, String explanation) {
    if (!Double.isFinite(value) || !(error > 0 && error < Double.POSITIVE_INFINITY)) {
      return of(label, value, unit, explanation);
    }
    BigDecimal spread = new BigDecimal(error).round(new MathContext(ERROR_DIGITS));
    int decimals = Math.max(0, ERROR_DIGITS - spread.precision() + spread.scale());
    return new Measure(
        label,
        new BigDecimal(value).setScale(decimals, RoundingMode.HALF_EVEN).toPlainString(),
        unit,
        spread.setScale(decimals, RoundingMode.HALF_EVEN).toPlainString(),
        explanation);
  }

  private static String rounded(double value) {
    if (Double.isNaN(value)) {
      return NONE;
    }
    if (Double.isInfinite(value)) {
      return value > 0 ? "∞" : "−∞";
    }
    if (value == Math.rint(value) && Math.abs(value) < 1e15) {
      return Long.toString((long) value);
    }
    BigDecimal all = BigDecimal.valueOf(value);
    if (Math.abs(value) >= Math.pow(10, DIGITS)) {
      return all.setScale(0, RoundingMode.HALF_EVEN).toPlainString();
    }
    BigDecimal rounded = all.round(new MathContext(DIGITS));
    return Math.abs(value) < 1e-4 ? rounded.toString() : rounded.toPlainString();
  }
}
