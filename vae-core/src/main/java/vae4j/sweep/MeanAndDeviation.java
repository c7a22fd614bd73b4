package vae4j.sweep;

import java.util.List;

/**
 * A number over the seeds of a setting.
 *
 * @param mean over the seeds
 * @param deviation standard deviation of the sample, over count − 1; NaN where count is 1
 * @param count how many seeds
 */
public record MeanAndDeviation(double mean, double deviation, int count) {
  /** Mean and deviation of at least one number. */
  static MeanAndDeviation of(List<Double> values) {
    double mean = values.stream().mapToDouble(value -> value).average().orElseThrow();
    double squares = values.stream().mapToDouble(value -> (value - mean) * (value - mean)).sum();
    double deviation = values.size() == 1 ? Double.NaN : Math.sqrt(squares / (values.size() - 1));
    return new MeanAndDeviation(mean, deviation, values.size());
  }
}
