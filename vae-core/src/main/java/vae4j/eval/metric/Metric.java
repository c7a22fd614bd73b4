package vae4j.eval.metric;

import com.google.gson.JsonObject;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.List;
import java.util.Optional;
import vae4j.io.JsonFields;
import vae4j.io.MalformedModelException;

/**
 * One number measured of a model. The terminal, {@code evaluation.json}, reports and sweeps all
 * show lists of these, so that a new metric appears in each of them.
 *
 * @param group heading under which it is shown, such as {@code Likelihood}
 * @param name lower case with underscores, such as {@code active_units}; unique in a list
 * @param value NaN where it is not defined
 * @param error standard error or standard deviation, in the same unit; NaN if none is known
 * @param unit such as {@code nats per image}; empty for none
 * @param text one line: its definition, and which direction is better; empty for none
 */
public record Metric(
    String group, String name, double value, double error, String unit, String text) {
  private static final int DIGITS = 4;
  private static final int ERROR_DIGITS = 2;

  /**
   * A number without an error.
   *
   * @param group its heading
   * @param name its name
   * @param value the number
   * @param unit empty for none
   * @param text empty for none
   * @return the metric
   */
  public static Metric of(String group, String name, double value, String unit, String text) {
    return new Metric(group, name, value, Double.NaN, unit, text);
  }

  /**
   * A mean and its standard error.
   *
   * @param group its heading
   * @param name its name
   * @param estimate the mean
   * @param unit of both; empty for none
   * @param text empty for none
   * @return the metric
   */
  public static Metric of(String group, String name, Estimate estimate, String unit, String text) {
    return new Metric(group, name, estimate.mean(), estimate.standardError(), unit, text);
  }

  /**
   * A metric of a list.
   *
   * @param metrics to choose from
   * @param name of the metric
   * @return the metric; empty if it is not in the list
   */
  public static Optional<Metric> find(List<Metric> metrics, String name) {
    return metrics.stream().filter(metric -> metric.name.equals(name)).findFirst();
  }

  /** The name with spaces: {@code active units}. */
  public String label() {
    return name.replace('_', ' ');
  }

  /**
   * The value as people read it: four digits, or {@code 236.45 ± 0.31} with as many decimals as the
   * two digits of the error; a dash for NaN.
   */
  public String formatted() {
    if (!Double.isFinite(value) || !(error > 0 && error < Double.POSITIVE_INFINITY)) {
      return rounded(value);
    }
    BigDecimal spread = new BigDecimal(error).round(new MathContext(ERROR_DIGITS));
    int decimals = Math.max(0, ERROR_DIGITS - spread.precision() + spread.scale());
    return decimal(new BigDecimal(value), decimals) + " ± " + decimal(spread, decimals);
  }

  private static String decimal(BigDecimal value, int decimals) {
    return value.setScale(decimals, RoundingMode.HALF_EVEN).toPlainString();
  }

  private static String rounded(double value) {
    if (Double.isNaN(value)) {
      return "–";
    }
    if (Double.isInfinite(value)) {
      return value > 0 ? "∞" : "−∞";
    }
    if (value == Math.rint(value) && Math.abs(value) < 1e15) {
      return Long.toString((long) value);
    }
    BigDecimal all = BigDecimal.valueOf(value);
    if (Math.abs(value) >= Math.pow(10, DIGITS)) {
      return decimal(all, 0);
    }
    BigDecimal rounded = all.round(new MathContext(DIGITS));
    return Math.abs(value) < 1e-4 ? rounded.toString() : rounded.toPlainString();
  }

  /** An object with the fields of this record; numbers that are not finite are null. */
  public JsonObject toJson() {
    JsonObject json = new JsonObject();
    json.addProperty("group", group);
    json.addProperty("name", name);
    json.addProperty("value", Double.isFinite(value) ? value : null);
    json.addProperty("error", Double.isFinite(error) ? error : null);
    json.addProperty("unit", unit);
    json.addProperty("text", text);
    return json;
  }

  /**
   * The inverse of {@link #toJson}.
   *
   * @param json the object
   * @return the metric; null is read as NaN
   * @throws MalformedModelException if a field is missing or of another type
   */
  public static Metric fromJson(JsonFields json) throws MalformedModelException {
    return new Metric(
        json.requireString("group"),
        json.requireString("name"),
        json.has("value") ? json.requireDouble("value") : Double.NaN,
        json.has("error") ? json.requireDouble("error") : Double.NaN,
        json.requireString("unit"),
        json.requireString("text"));
  }
}
