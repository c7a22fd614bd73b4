package vae4j.eval.latent;

import java.util.Arrays;
import java.util.Objects;
import vae4j.backend.ParallelLoop;

/**
 * q(z) = 1/N Σ_m q(z | x_m), the mixture of all posteriors, and that of each latent alone: their
 * log-densities at many z, each as log Σ exp over all N.
 */
final class AggregatePosterior {
  /** Numbers of the posteriors that every z meets before the next ones come into the cache. */
  private static final int TILE = 16_384;

  /** e^−40 of the largest term is beyond float64, however many there are. */
  private static final double NEGLIGIBLE = -40;

  private static final double LOG_TWO_PI = Math.log(2 * Math.PI);

  private final int latent;
  private final int count;

  /** log q(z_d | x_m) = logScale[d][m] − halfPrecision[d][m]·(z_d − mean[d][m])². */
  private final double[][] mean;

  private final double[][] halfPrecision;
  private final double[][] logScale;

  AggregatePosterior(Posteriors posteriors) {
    latent = posteriors.latent();
    count = posteriors.size();
    mean = new double[latent][count];
    halfPrecision = new double[latent][count];
    logScale = new double[latent][count];
    float[] logVariance = Objects.requireNonNull(posteriors.logVariance());
    for (int m = 0; m < count; m++) {
      for (int d = 0; d < latent; d++) {
        double l = logVariance[m * latent + d];
        mean[d][m] = posteriors.mean()[m * latent + d];
        halfPrecision[d][m] = 0.5 * Math.exp(-l);
        logScale[d][m] = -0.5 * (l + LOG_TWO_PI);
      }
    }
  }

  /** log q(z | x_m). */
  double logPosterior(int m, double[] z) {
    double sum = 0;
    for (int d = 0; d < latent; d++) {
      sum += logPosterior(m, d, z[d]);
    }
    return sum;
  }

  private double logPosterior(int m, int d, double z) {
    double distance = z - mean[d][m];
    return logScale[d][m] - halfPrecision[d][m] * distance * distance;
  }

  /** For each z [Z]: log q(z_d) of each latent, and log q(z) after them: [Z + 1]. */
  double[][] logDensities(double[][] latents, ParallelLoop workers) {
    double[][] logDensities = new double[latents.length][latent + 1];
    workers.share(
        latents.length,
        (from, to, worker) ->
            logDensities(Arrays.copyOfRange(latents, from, to), logDensities, from));
    return logDensities;
  }

  private void logDensities(double[][] latents, double[][] target, int offset) {
    int tile = Math.max(64, TILE / latent);
    double[] one = new double[tile];
    double[] all = new double[tile];
    double[][] largest = new double[latents.length][latent + 1];
    for (double[] each : largest) {
      Arrays.fill(each, Double.NEGATIVE_INFINITY);
    }
    double[][] sums = new double[latents.length][latent + 1];
    for (int from = 0; from < count; from += tile) {
      int length = Math.min(tile, count - from);
      for (int i = 0; i < latents.length; i++) {
        Arrays.fill(all, 0);
        for (int d = 0; d < latent; d++) {
          logPosteriors(d, latents[i][d], from, length, one, all);
          addExponentials(one, length, largest[i], sums[i], d);
        }
        addExponentials(all, length, largest[i], sums[i], latent);
      }
    }
    for (int i = 0; i < latents.length; i++) {
      for (int d = 0; d <= latent; d++) {
        target[offset + i][d] = largest[i][d] + Math.log(sums[i][d]) - Math.log(count);
      }
    }
  }

  /** Plain loops over neighbours, which the compiler makes vectors of. */
  private void logPosteriors(int d, double z, int from, int length, double[] one, double[] all) {
    double[] mu = mean[d];
    double[] precision = halfPrecision[d];
    double[] scale = logScale[d];
    for (int j = 0; j < length; j++) {
      double distance = z - mu[from + j];
      one[j] = scale[from + j] - precision[from + j] * distance * distance;
    }
    for (int j = 0; j < length; j++) {
      all[j] += one[j];
    }
  }

  /** Σ e^x, as a multiple of the largest e^x so far. */
  private static void addExponentials(
      double[] x, int length, double[] largest, double[] sums, int slot) {
    double top = largest[slot];
    for (int j = 0; j < length; j++) {
      top = Math.max(top, x[j]);
    }
    double sum = sums[slot] * Math.exp(largest[slot] - top);
    for (int j = 0; j < length; j++) {
      double below = x[j] - top;
      if (below > NEGLIGIBLE) {
        sum += Math.exp(below);
      }
    }
    largest[slot] = top;
    sums[slot] = sum;
  }
}
