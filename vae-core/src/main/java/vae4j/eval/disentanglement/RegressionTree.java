package vae4j.eval.disentanglement;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * A regression tree (Breiman et al. 1984) for one number or several, on latents in bins. Each split
 * is the one that lowers the sum of squared errors most; where several do, as when two latents say
 * the same, chance chooses. With a class as numbers of which one is 1, it is a classification tree
 * by Gini's index.
 *
 * <p>Our own, because {@link DciRegression} wants the error that splits on a latent take away, and
 * ties drawn by lot: Tribuo's trees tell how many splits there were, and XGBoost, which tells the
 * gain, brings natives and Scala along.
 */
final class RegressionTree {
  /** Splits that gain less than this share of the root's squares gain by rounding alone. */
  private static final double ROUNDING = 1e-10;

  /** Where a node sends an image, or what a leaf predicts. */
  private record Node(int latent, int lastLeft, int left, int right, double[] prediction) {}

  private final int[][] binned;
  private final int[] bins;
  private final double[][] targets;
  private final int smallestLeaf;
  private final RandomGenerator random;
  private final List<Node> nodes = new ArrayList<>();
  private final double[] importance;
  private final double leastGain;
  private final int[] counts;
  private final double[][] sums;

  /**
   * Grows a tree.
   *
   * @param binned bin of each latent and image, [latents][N]
   * @param bins how many each latent has
   * @param targets [N][outputs]
   * @param images which images it grows from, perhaps several times; put in another order
   * @param smallestLeaf fewer images do not make a leaf
   * @param random breaks ties
   */
  RegressionTree(
      int[][] binned,
      int[] bins,
      double[][] targets,
      int[] images,
      int smallestLeaf,
      RandomGenerator random) {
    this.binned = binned;
    this.bins = bins;
    this.targets = targets;
    this.smallestLeaf = smallestLeaf;
    this.random = random;
    this.importance = new double[binned.length];
    int most = 0;
    for (int count : bins) {
      most = Math.max(most, count);
    }
    this.counts = new int[most];
    this.sums = new double[most][targets[0].length];
    this.leastGain = ROUNDING * squaredError(images);
    grow(images, 0, images.length);
  }

  /** By how much splits on each latent lowered the sum of squared errors, [latents]. */
  double[] importance() {
    return importance;
  }

  /** The prediction for an image, [outputs]. */
  double[] predict(int[][] binnedLatents, int image) {
    Node node = nodes.get(0);
    while (node.latent >= 0) {
      node = nodes.get(binnedLatents[node.latent][image] <= node.lastLeft ? node.left : node.right);
    }
    return node.prediction;
  }

  private double squaredError(int[] images) {
    double[] mean = mean(images, 0, images.length);
    double error = 0;
    for (int image : images) {
      for (int o = 0; o < mean.length; o++) {
        double difference = targets[image][o] - mean[o];
        error += difference * difference;
      }
    }
    return error;
  }

  private double[] mean(int[] images, int from, int to) {
    double[] mean = new double[targets[0].length];
    for (int i = from; i < to; i++) {
      for (int o = 0; o < mean.length; o++) {
        mean[o] += targets[images[i]][o];
      }
    }
    for (int o = 0; o < mean.length; o++) {
      mean[o] /= to - from;
    }
    return mean;
  }

  /** Grows the node of some images and all below it; returns its number. */
  private int grow(int[] images, int from, int to) {
    double[] mean = mean(images, from, to);
    int number = nodes.size();
    nodes.add(new Node(-1, 0, 0, 0, mean));
    if (to - from < 2 * smallestLeaf) {
      return number;
    }
    double most = leastGain;
    int latent = -1;
    int lastLeft = 0;
    for (int j : shuffled(binned.length)) {
      count(images, from, to, j, mean);
      int left = 0;
      double[] sum = new double[mean.length];
      for (int b = 0; b < bins[j] - 1; b++) {
        left += counts[b];
        double squares = 0;
        for (int o = 0; o < sum.length; o++) {
          sum[o] += sums[b][o];
          squares += sum[o] * sum[o];
        }
        int right = to - from - left;
        if (counts[b] > 0 && left >= smallestLeaf && right >= smallestLeaf) {
          // Sums are of differences from the node's mean, so those of both sides are opposite.
          double gain = squares / left + squares / right;
          if (gain > most) {
            most = gain;
            latent = j;
            lastLeft = b;
          }
        }
      }
    }
    if (latent < 0) {
      return number;
    }
    importance[latent] += most;
    int middle = partition(images, from, to, binned[latent], lastLeft);
    int left = grow(images, from, middle);
    int right = grow(images, middle, to);
    nodes.set(number, new Node(latent, lastLeft, left, right, mean));
    return number;
  }

  private void count(int[] images, int from, int to, int latent, double[] mean) {
    for (int b = 0; b < bins[latent]; b++) {
      counts[b] = 0;
      Arrays.fill(sums[b], 0);
    }
    for (int i = from; i < to; i++) {
      int bin = binned[latent][images[i]];
      counts[bin]++;
      for (int o = 0; o < mean.length; o++) {
        sums[bin][o] += targets[images[i]][o] - mean[o];
      }
    }
  }

  /** Puts those in bins up to the last left one first; returns where the others begin. */
  private static int partition(int[] images, int from, int to, int[] bin, int lastLeft) {
    int middle = from;
    for (int i = from; i < to; i++) {
      if (bin[images[i]] <= lastLeft) {
        int image = images[i];
        images[i] = images[middle];
        images[middle++] = image;
      }
    }
    return middle;
  }

  private int[] shuffled(int length) {
    int[] order = new int[length];
    for (int i = 0; i < length; i++) {
      int j = random.nextInt(i + 1);
      order[i] = order[j];
      order[j] = i;
    }
    return order;
  }
}
