package vae4j.eval.probe;

import static vae4j.data.Checks.requirePositive;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The class of a latent vector by those of its nearest neighbours (Cover and Hart 1967), Euclidean
 * distance, latents as they are. Every distance is computed, in double precision, and none is
 * approximated.
 *
 * <p>Of neighbours at the same distance those that come first among the references are taken. Of
 * classes with as many neighbours the one with the nearest neighbour wins.
 *
 * @param k how many neighbours, at least 1
 */
public record NearestNeighbours(int k) {
  /** Queries that go through the references together; one task. */
  private static final int QUERIES = 64;

  /** References that lie side by side, so that a processor's vectors take several at a time. */
  private static final int REFERENCES = 256;

  /**
   * Checks k.
   *
   * @throws IllegalArgumentException if k is not positive
   */
  public NearestNeighbours {
    requirePositive("k", k);
  }

  /** Ten neighbours. */
  public static NearestNeighbours defaults() {
    return new NearestNeighbours(10);
  }

  /**
   * Classifies latent vectors by references.
   *
   * @param references latent vectors whose classes are taken, at least k
   * @param test other latent vectors, with as many latents
   * @return the share of test latent vectors whose class was found, in [0, 1]
   * @throws IllegalArgumentException if there are fewer references than k, or the numbers of
   *     latents differ
   */
  public double accuracy(LabelledLatents references, LabelledLatents test) {
    int[] found = classify(references, test.vectors());
    long right = IntStream.range(0, found.length).filter(i -> found[i] == test.labels()[i]).count();
    return (double) right / found.length;
  }

  /**
   * The classes of latent vectors by their neighbours' vote.
   *
   * @param references latent vectors whose classes are taken, at least k
   * @param queries [N][Z], finite
   * @return [N], class numbers
   * @throws IllegalArgumentException if there are fewer references than k, or the numbers of
   *     latents differ
   */
  public int[] classify(LabelledLatents references, float[][] queries) {
    LabelledLatents.requireCodes(queries);
    LabelledLatents.requireLatents(references.latents(), queries);
    if (references.size() < k) {
      throw new IllegalArgumentException(
          "references must be at least k = " + k + ", were " + references.size());
    }
    double[][] blocks = sideBySide(references.vectors());
    int classes = references.classes();
    int[] found = new int[queries.length];
    IntStream.range(0, (queries.length + QUERIES - 1) / QUERIES)
        .parallel()
        .forEach(
            part -> {
              int from = part * QUERIES;
              int to = Math.min(queries.length, from + QUERIES);
              Nearest[] nearest = nearest(blocks, references.size(), queries, from, to);
              for (int i = from; i < to; i++) {
                found[i] = vote(nearest[i - from].indices, references.labels(), classes);
              }
            });
    return found;
  }

  /** Blocks of references, each [Z][REFERENCES] flattened; the last one ends in zeros. */
  private static double[][] sideBySide(float[][] vectors) {
    int latents = vectors[0].length;
    double[][] blocks = new double[(vectors.length + REFERENCES - 1) / REFERENCES][];
    for (int block = 0; block < blocks.length; block++) {
      blocks[block] = new double[latents * REFERENCES];
      int count = Math.min(REFERENCES, vectors.length - block * REFERENCES);
      for (int r = 0; r < count; r++) {
        for (int j = 0; j < latents; j++) {
          blocks[block][j * REFERENCES + r] = vectors[block * REFERENCES + r][j];
        }
      }
    }
    return blocks;
  }

  private Nearest[] nearest(double[][] blocks, int count, float[][] queries, int from, int to) {
    Nearest[] nearest = new Nearest[to - from];
    Arrays.setAll(nearest, i -> new Nearest(k));
    double[] distances = new double[REFERENCES];
    for (int block = 0; block < blocks.length; block++) {
      int first = block * REFERENCES;
      int length = Math.min(REFERENCES, count - first);
      for (int i = from; i < to; i++) {
        squaredDistances(queries[i], blocks[block], distances);
        nearest[i - from].offer(distances, length, first);
      }
    }
    return nearest;
  }

  private static void squaredDistances(float[] query, double[] block, double[] distances) {
    Arrays.fill(distances, 0);
    for (int j = 0; j < query.length; j++) {
      double x = query[j];
      int row = j * REFERENCES;
      for (int r = 0; r < REFERENCES; r++) {
        double difference = block[row + r] - x;
        distances[r] += difference * difference;
      }
    }
  }

  /** The class with most neighbours; of equals the one whose first neighbour comes first. */
  private static int vote(int[] neighbours, int[] labels, int classes) {
    int[] votes = new int[classes];
    int most = 0;
    for (int neighbour : neighbours) {
      most = Math.max(most, ++votes[labels[neighbour]]);
    }
    for (int neighbour : neighbours) {
      if (votes[labels[neighbour]] == most) {
        return labels[neighbour];
      }
    }
    throw new IllegalStateException("no class has the most votes, " + most);
  }

  /** The nearest references of one query so far, the nearest first. */
  private static final class Nearest {
    private final double[] distances;
    private final int[] indices;

    Nearest(int k) {
      distances = new double[k];
      indices = new int[k];
      Arrays.fill(distances, Double.POSITIVE_INFINITY);
    }

    void offer(double[] candidates, int length, int first) {
      int last = distances.length - 1;
      for (int r = 0; r < length; r++) {
        if (candidates[r] < distances[last]) {
          int place = last;
          while (place > 0 && candidates[r] < distances[place - 1]) {
            distances[place] = distances[place - 1];
            indices[place] = indices[place - 1];
            place--;
          }
          distances[place] = candidates[r];
          indices[place] = first + r;
        }
      }
    }
  }
}
