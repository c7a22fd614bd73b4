package vae4j.eval.disentanglement;

import java.util.random.RandomGenerator;

/**
 * Pictures that share a factor's value, to draw votes from. They are drawn from those at hand with
 * replacement, whose codes are known already, instead of being generated and encoded for each vote.
 */
final class SharedValues {
  /** For each factor and each of its values the pictures that have it. */
  private final int[][][] pictures;

  /** For each factor the value of each picture. */
  private final int[][] values;

  /** For each factor the pictures that are not alone with their value. */
  private final int[][] inCompany;

  SharedValues(FactorCodes codes) {
    int factors = codes.factors().size();
    pictures = new int[factors][][];
    values = new int[factors][];
    inCompany = new int[factors][];
    for (int f = 0; f < factors; f++) {
      int[] value = codes.factor(f);
      int[] counts = new int[codes.factors().get(f).values()];
      for (int v : value) {
        counts[v]++;
      }
      pictures[f] = new int[counts.length][];
      for (int v = 0; v < counts.length; v++) {
        pictures[f][v] = new int[counts[v]];
      }
      int company = 0;
      for (int i = value.length - 1; i >= 0; i--) {
        pictures[f][value[i]][--counts[value[i]]] = i;
        if (pictures[f][value[i]].length > 1) {
          company++;
        }
      }
      if (company == 0) {
        throw new IllegalArgumentException(
            "two pictures must have the same "
                + codes.factors().get(f).name()
                + ", of "
                + codes.size()
                + " none have: draw more");
      }
      inCompany[f] = new int[company];
      for (int i = 0; i < value.length; i++) {
        if (pictures[f][value[i]].length > 1) {
          inCompany[f][inCompany[f].length - company--] = i;
        }
      }
      values[f] = value;
    }
  }

  /** Draws a picture that is not alone with its value of a factor. */
  int one(int factor, RandomGenerator random) {
    return inCompany[factor][random.nextInt(inCompany[factor].length)];
  }

  /** Draws one of the pictures with the same value of a factor, perhaps the same picture. */
  int like(int picture, int factor, RandomGenerator random) {
    int[] alike = pictures[factor][values[factor][picture]];
    return alike[random.nextInt(alike.length)];
  }

  /** Draws another picture with the same value of a factor. */
  int another(int picture, int factor, RandomGenerator random) {
    int[] alike = pictures[factor][values[factor][picture]];
    // The last one takes the place of the picture itself, which is left out.
    int other = alike[random.nextInt(alike.length - 1)];
    return other == picture ? alike[alike.length - 1] : other;
  }
}
