package vae4j.eval.disentanglement;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * A classifier of gradient-boosted trees (Friedman 2001, "Greedy function approximation: a gradient
 * boosting machine", algorithm 6), as scikit-learn's {@code GradientBoostingClassifier} defines it:
 * at each stage a regression tree for each class is fitted to the residuals 1{y = k} − p_k, each of
 * its leaves takes one Newton step, and the importance of a latent is the share of the squared
 * error that splits on it took away, over all trees. With two classes there is one tree at each
 * stage.
 *
 * <p>Our own, because {@link Dci} is defined by these importances: Tribuo's trees tell how many
 * splits there were, and XGBoost, which tells the gain, brings natives and Scala along and has
 * another gain. Splits are looked for in the order of each latent, sorted once.
 */
final class BoostedTrees {
  /** Neighbours that differ by no more are not split, as in scikit-learn. */
  private static final double SAME = 1e-7;

  /** The result. */
  record Fit(double[] importance, double trainingAccuracy, double testAccuracy) {}

  private final int stages;
  private final int depth;
  private final double learningRate;

  /** Latents that change, [live][training + test]. */
  private final double[][] latents;

  /** Their latent dimensions. */
  private final int[] live;

  private final int allLatents;
  private final int training;

  /** Training images by the size of each latent, [live][training]. */
  private final int[][] order;

  /** The latents in that order. */
  private final double[][] sortedLatents;

  /** 1 / n. */
  private final double[] inverse;

  /**
   * Sorts the latents.
   *
   * @param latents [Z][N]; the first images train, the others test
   * @param training how many train
   * @param stages trees of each class
   * @param depth splits from root to leaf
   * @param learningRate each tree counts by so much
   */
  BoostedTrees(double[][] latents, int training, int stages, int depth, double learningRate) {
    this.stages = stages;
    this.depth = depth;
    this.learningRate = learningRate;
    this.training = training;
    this.allLatents = latents.length;
    this.live =
        IntStream.range(0, latents.length)
            .filter(j -> Arrays.stream(latents[j], 0, training).distinct().limit(2).count() > 1)
            .toArray();
    this.latents = Arrays.stream(live).mapToObj(j -> latents[j]).toArray(double[][]::new);
    this.order =
        Arrays.stream(this.latents)
            .parallel()
            .map(latent -> sorted(latent, training))
            .toArray(int[][]::new);
    this.sortedLatents = new double[live.length][training];
    for (int j = 0; j < live.length; j++) {
      for (int r = 0; r < training; r++) {
        sortedLatents[j][r] = this.latents[j][order[j][r]];
      }
    }
    this.inverse = IntStream.rangeClosed(0, training).mapToDouble(n -> 1.0 / n).toArray();
  }

  private static int[] sorted(double[] latent, int count) {
    return IntStream.range(0, count)
        .boxed()
        .sorted((a, b) -> Double.compare(latent[a], latent[b]))
        .mapToInt(Integer::intValue)
        .toArray();
  }

  /**
   * Learns one factor.
   *
   * @param values which value each image has, [N]
   * @param seed decides between latents whose splits are exactly as good
   */
  Fit fit(int[] values, long seed) {
    int[] classes = Arrays.stream(values, 0, training).distinct().sorted().toArray();
    int[] target = new int[values.length];
    // A value that is not in training is never found.
    Arrays.setAll(target, i -> Arrays.binarySearch(classes, values[i]));
    if (classes.length < 2 || live.length == 0) {
      return constant(target, classes.length);
    }
    int outputs = classes.length == 2 ? 1 : classes.length;
    double[][] scores = start(target, classes.length, outputs);
    double[] gains = new double[live.length];
    SplittableRandom seeds = new SplittableRandom(seed);
    for (int stage = 0; stage < stages; stage++) {
      double[][] residuals = residuals(scores, target, outputs);
      long[] seedOf = seeds.longs(outputs).toArray();
      Tree[] trees =
          IntStream.range(0, outputs)
              .parallel()
              .mapToObj(
                  k -> {
                    Tree tree = new Tree(residuals[k], new SplittableRandom(seedOf[k]));
                    tree.addTo(scores[k], outputs);
                    return tree;
                  })
              .toArray(Tree[]::new);
      for (Tree tree : trees) {
        for (int j = 0; j < gains.length; j++) {
          gains[j] += tree.gains[j];
        }
      }
    }
    return result(scores, target, gains);
  }

  private Fit constant(int[] target, int classes) {
    int[] counts = counts(target, Math.max(1, classes));
    int most = 0;
    for (int c = 1; c < counts.length; c++) {
      most = counts[c] > counts[most] ? c : most;
    }
    int found = most;
    return new Fit(
        new double[allLatents],
        share(target, 0, training, i -> found),
        share(target, training, target.length, i -> found));
  }

  /** The logarithms of the classes' shares, of two classes the log-odds: [outputs][N]. */
  private double[][] start(int[] target, int classes, int outputs) {
    int[] counts = counts(target, classes);
    double[][] scores = new double[outputs][target.length];
    for (int k = 0; k < outputs; k++) {
      double share =
          outputs == 1
              ? Math.log((double) counts[1] / counts[0])
              : Math.log((double) counts[k] / training);
      Arrays.fill(scores[k], share);
    }
    return scores;
  }

  private int[] counts(int[] target, int classes) {
    int[] counts = new int[classes];
    for (int i = 0; i < training; i++) {
      counts[target[i]]++;
    }
    return counts;
  }

  /** 1{y = k} − p_k of the training images, p the softmax of the scores: [outputs][training]. */
  private double[][] residuals(double[][] scores, int[] target, int outputs) {
    double[][] residuals = new double[outputs][training];
    IntStream.range(0, training)
        .parallel()
        .forEach(
            i -> {
              if (outputs == 1) {
                residuals[0][i] = target[i] - 1 / (1 + Math.exp(-scores[0][i]));
                return;
              }
              double largest = Double.NEGATIVE_INFINITY;
              for (double[] score : scores) {
                largest = Math.max(largest, score[i]);
              }
              double sum = 0;
              for (int k = 0; k < outputs; k++) {
                residuals[k][i] = Math.exp(scores[k][i] - largest);
                sum += residuals[k][i];
              }
              for (int k = 0; k < outputs; k++) {
                residuals[k][i] = (target[i] == k ? 1 : 0) - residuals[k][i] / sum;
              }
            });
    return residuals;
  }

  private Fit result(double[][] scores, int[] target, double[] gains) {
    double[] importance = new double[allLatents];
    double all = Arrays.stream(gains).sum();
    for (int j = 0; j < gains.length && all > 0; j++) {
      importance[live[j]] = gains[j] / all;
    }
    return new Fit(
        importance,
        share(target, 0, training, i -> found(scores, i)),
        share(target, training, target.length, i -> found(scores, i)));
  }

  private static int found(double[][] scores, int image) {
    if (scores.length == 1) {
      return scores[0][image] >= 0 ? 1 : 0;
    }
    int best = 0;
    for (int k = 1; k < scores.length; k++) {
      if (scores[k][image] > scores[best][image]) {
        best = k;
      }
    }
    return best;
  }

  private interface Classifier {
    int found(int image);
  }

  private static double share(int[] target, int from, int to, Classifier classifier) {
    return IntStream.range(from, to).filter(i -> classifier.found(i) == target[i]).count()
        / (double) (to - from);
  }

  /**
   * A regression tree. All nodes of a depth are split in one pass over each latent; node n has the
   * children 2n + 1 and 2n + 2.
   */
  private final class Tree {
    private final double[] residual;
    private final double[] gains = new double[live.length];
    private final int[] latentOf;
    private final double[] threshold;

    /** The node that each training image has come to. */
    private final int[] place = new int[training];

    private final int[] count;
    private final double[] sum;
    private final double[] squares;

    Tree(double[] residual, RandomGenerator random) {
      this.residual = residual;
      int nodes = (1 << (depth + 1)) - 1;
      latentOf = new int[nodes];
      Arrays.fill(latentOf, -1);
      threshold = new double[nodes];
      count = new int[nodes];
      sum = new double[nodes];
      squares = new double[nodes];
      int[] latentOrder = shuffled(live.length, random);
      measure(0);
      for (int level = 0; level < depth; level++) {
        int first = (1 << level) - 1;
        int after = (1 << (level + 1)) - 1;
        split(first, after, latentOrder);
        descend(first, after);
      }
    }

    /** Count, sum and squares of the residuals in the nodes from one on. */
    private void measure(int first) {
      for (int i = 0; i < training; i++) {
        int node = place[i];
        if (node >= first) {
          count[node]++;
          sum[node] += residual[i];
          squares[node] += residual[i] * residual[i];
        }
      }
    }

    private void split(int first, int after, int[] latentOrder) {
      int nodes = after - first;
      double[] best = new double[nodes];
      Arrays.fill(best, Double.NEGATIVE_INFINITY);
      // Images of leaves are counted in a place after those of the nodes.
      int[] node = new int[training];
      for (int i = 0; i < training; i++) {
        node[i] = place[i] < first || pure(place[i]) ? nodes : place[i] - first;
      }
      int[] left = new int[nodes + 1];
      double[] leftSum = new double[nodes + 1];
      double[] last = new double[nodes + 1];
      for (int j : latentOrder) {
        Arrays.fill(left, 0);
        Arrays.fill(leftSum, 0);
        Arrays.fill(last, Double.POSITIVE_INFINITY);
        int[] rank = order[j];
        double[] values = sortedLatents[j];
        for (int r = 0; r < training; r++) {
          int i = rank[r];
          int n = node[i];
          double value = values[r];
          if (value > last[n] + SAME && n < nodes) {
            int right = count[first + n] - left[n];
            // (n_r Σ_l − n_l Σ_r)² / (n_l n_r): n times the squared error that the split takes.
            double difference = right * leftSum[n] - left[n] * (sum[first + n] - leftSum[n]);
            double gain = difference * difference * inverse[left[n]] * inverse[right];
            if (gain > best[n]) {
              best[n] = gain;
              latentOf[first + n] = j;
              threshold[first + n] = last[n] + (value - last[n]) / 2;
            }
          }
          left[n]++;
          leftSum[n] += residual[i];
          last[n] = value;
        }
      }
      for (int n = 0; n < nodes; n++) {
        if (latentOf[first + n] >= 0) {
          gains[latentOf[first + n]] += best[n] / count[first + n];
        }
      }
    }

    /** Whether a node cannot be split for the better. */
    private boolean pure(int node) {
      double mean = sum[node] / count[node];
      return count[node] < 2 || squares[node] / count[node] - mean * mean <= 0x1p-52;
    }

    private void descend(int first, int after) {
      for (int i = 0; i < training; i++) {
        int node = place[i];
        if (node >= first && latentOf[node] >= 0) {
          place[i] = child(node, i);
        }
      }
      measure(after);
    }

    private int child(int node, int image) {
      return 2 * node + (latents[latentOf[node]][image] <= threshold[node] ? 1 : 2);
    }

    /**
     * Adds what the leaves give. A leaf's number is one Newton step, Σ r / Σ p(1 − p), for more
     * than two classes times (K − 1) / K (Friedman 2001, equation 32).
     */
    void addTo(double[] scores, int outputs) {
      double[] curvature = new double[count.length];
      for (int i = 0; i < training; i++) {
        // |r| is p where the class is another and 1 − p where it is this one.
        double size = Math.abs(residual[i]);
        curvature[place[i]] += size * (1 - size);
      }
      double factor = outputs == 1 ? 1 : (outputs - 1.0) / outputs;
      double[] step = new double[count.length];
      for (int node = 0; node < step.length; node++) {
        step[node] =
            curvature[node] < 1e-150 ? 0 : learningRate * factor * sum[node] / curvature[node];
      }
      for (int i = 0; i < training; i++) {
        scores[i] += step[place[i]];
      }
      for (int i = training; i < scores.length; i++) {
        int node = 0;
        while (latentOf[node] >= 0) {
          node = child(node, i);
        }
        scores[i] += step[node];
      }
    }

    private static int[] shuffled(int length, RandomGenerator random) {
      int[] shuffled = new int[length];
      for (int i = 0; i < length; i++) {
        int j = random.nextInt(i + 1);
        shuffled[i] = shuffled[j];
        shuffled[j] = i;
      }
      return shuffled;
    }
  }
}
