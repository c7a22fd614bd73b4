package vae4j.cli;

import java.util.Arrays;

/**
 * A number over the seeds of a setting.
 *
 * @param mean over the seeds
 * @param deviation standard deviation of the sample, over count − 1; NaN where count is 1
 * @param count how many seeds
 */
record Spread(double mean, double deviation, int count) {
  /** Of at least one number. */
  static Spread of(double... values) {
    double mean = Arrays.stream(values).average().orElseThrow();
    double squares = Arrays.stream(values).map(value -> (value - mean) * (value - mean)).sum();
    double deviation = values.length == 1 ? Double.NaN : Math.sqrt(squares / (values.length - 1));
    return new Spread(mean, deviation, values.length);
  }
}
