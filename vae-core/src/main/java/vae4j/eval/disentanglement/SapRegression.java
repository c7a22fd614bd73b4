package vae4j.eval.disentanglement;

import java.util.List;
import java.util.stream.IntStream;
import vae4j.data.FactorDataset.Factor;

/**
 * Separated attribute predictability, SAP (Kumar et al. 2018, section 3), by regression of ordered
 * factors, where {@link SapScore} has the classifiers of disentanglement_lib and other numbers: how
 * much better the best single latent predicts a factor than the second best, averaged over factors.
 *
 * <p>An ordered factor is predicted by a line, and its score is R². One that is not ordered is
 * predicted by as many intervals as it has values, each with one value, and its score is the mean
 * over values of the share found (balanced accuracy); the best intervals are found exactly, between
 * {@code bins} quantiles of the latent. A latent that never changes scores 0. As in the paper, an
 * accuracy is not corrected for chance: a factor that is not ordered, of V values, gives 1 − 1/V at
 * best if a second latent is alive.
 *
 * <p>A line cannot see what is not monotone: an angle kept as a place on a circle scores low.
 *
 * <p>It gives {@code sap_regression}; its samples are images.
 *
 * @param bins between which thresholds may lie, at least 2
 */
public record SapRegression(int bins) implements DisentanglementMetric {
  /**
   * Checks the number of bins.
   *
   * @throws IllegalArgumentException if there are fewer than 2
   */
  public SapRegression {
    MutualInformation.requireBins(bins);
  }

  /** 256 bins. */
  public static SapRegression defaults() {
    return new SapRegression(256);
  }

  @Override
  public List<Score> measure(FactorLatents vectors, long seed) {
    double sum =
        IntStream.range(0, vectors.factors().size())
            .mapToDouble(factor -> MutualInformationGap.gap(predictability(vectors, factor)))
            .sum();
    return List.of(new Score("sap_regression", sum / vectors.factors().size(), vectors.size()));
  }

  /** The score of each latent for one factor. */
  private double[] predictability(FactorLatents vectors, int factor) {
    Factor kind = vectors.factors().get(factor);
    int[] values = vectors.factor(factor);
    return IntStream.range(0, vectors.latents())
        .parallel()
        .mapToDouble(
            j -> {
              if (vectors.variance(j) == 0) {
                return 0;
              }
              double[] latent = vectors.latent(j);
              return kind.ordered()
                  ? squaredCorrelation(latent, values)
                  : balancedAccuracy(latent, values, kind.values(), bins);
            })
        .toArray();
  }

  /** R² = Cov(z, v)² / (Var(z) Var(v)). */
  private static double squaredCorrelation(double[] latent, int[] values) {
    double meanZ = 0;
    double meanV = 0;
    for (int i = 0; i < values.length; i++) {
      meanZ += latent[i] / values.length;
      meanV += (double) values[i] / values.length;
    }
    double zz = 0;
    double vv = 0;
    double zv = 0;
    for (int i = 0; i < values.length; i++) {
      zz += (latent[i] - meanZ) * (latent[i] - meanZ);
      vv += (values[i] - meanV) * (values[i] - meanV);
      zv += (latent[i] - meanZ) * (values[i] - meanV);
    }
    return Math.min(1, zv / zz * zv / vv);
  }

  /**
   * The best balanced accuracy of at most {@code classes} intervals. best[b] is the best for the
   * first b bins with so many intervals; one more interval ends at b and begins where it pays most.
   */
  static double balancedAccuracy(double[] latent, int[] values, int classes, int bins) {
    QuantileBins quantiles = new QuantileBins(latent, bins);
    int[] binned = quantiles.of(latent);
    int count = quantiles.count();
    int[] totals = new int[classes];
    for (int value : values) {
      totals[value]++;
    }
    int present = (int) IntStream.of(totals).filter(total -> total > 0).count();
    // Of each class the share in the first b bins, as a part of the balanced accuracy.
    double[][] shares = new double[count + 1][classes];
    for (int i = 0; i < values.length; i++) {
      shares[binned[i] + 1][values[i]] += 1.0 / totals[values[i]] / present;
    }
    for (int b = 1; b <= count; b++) {
      for (int c = 0; c < classes; c++) {
        shares[b][c] += shares[b - 1][c];
      }
    }
    double[][] gains = new double[count + 1][count + 1];
    for (int from = 0; from < count; from++) {
      for (int to = from + 1; to <= count; to++) {
        for (int c = 0; c < classes; c++) {
          gains[from][to] = Math.max(gains[from][to], shares[to][c] - shares[from][c]);
        }
      }
    }
    double[] best = gains[0].clone();
    for (int intervals = 2; intervals <= present; intervals++) {
      for (int to = count; to > 0; to--) {
        for (int from = 1; from < to; from++) {
          best[to] = Math.max(best[to], best[from] + gains[from][to]);
        }
      }
    }
    return Math.min(1, best[count]);
  }
}
