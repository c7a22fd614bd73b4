package vae4j.eval.disentanglement;

import java.util.random.RandomGenerator;

/**
 * Images that share a factor's value, to draw votes from. They are drawn from those at hand with
 * replacement, whose latent vectors are known already, instead of being generated and encoded for
 * each vote.
 */
final class TiedValues {
  /** For each factor and each of its values the images that have it. */
  private final int[][][] images;

  /** For each factor the value of each image. */
  private final int[][] values;

  /** For each factor the images that are not alone with their value. */
  private final int[][] inCompany;

  TiedValues(FactorLatents latents) {
    int factors = latents.factors().size();
    images = new int[factors][][];
    values = new int[factors][];
    inCompany = new int[factors][];
    for (int f = 0; f < factors; f++) {
      int[] value = latents.factor(f);
      int[] counts = new int[latents.factors().get(f).values()];
      for (int v : value) {
        counts[v]++;
      }
      images[f] = new int[counts.length][];
      for (int v = 0; v < counts.length; v++) {
        images[f][v] = new int[counts[v]];
      }
      int company = 0;
      for (int i = value.length - 1; i >= 0; i--) {
        images[f][value[i]][--counts[value[i]]] = i;
        if (images[f][value[i]].length > 1) {
          company++;
        }
      }
      if (company == 0) {
        throw new IllegalArgumentException(
            "two images must have the same "
                + latents.factors().get(f).name()
                + ", of "
                + latents.size()
                + " none have: draw more");
      }
      inCompany[f] = new int[company];
      for (int i = 0; i < value.length; i++) {
        if (images[f][value[i]].length > 1) {
          inCompany[f][inCompany[f].length - company--] = i;
        }
      }
      values[f] = value;
    }
  }

  /** Draws an image that is not alone with its value of a factor. */
  int one(int factor, RandomGenerator random) {
    return inCompany[factor][random.nextInt(inCompany[factor].length)];
  }

  /** Draws one of the images with the same value of a factor, perhaps the same image. */
  int like(int image, int factor, RandomGenerator random) {
    int[] alike = images[factor][values[factor][image]];
    return alike[random.nextInt(alike.length)];
  }

  /** Draws another image with the same value of a factor. */
  int another(int image, int factor, RandomGenerator random) {
    int[] alike = images[factor][values[factor][image]];
    // The last one takes the place of the image itself, which is left out.
    int other = alike[random.nextInt(alike.length - 1)];
    return other == image ? alike[alike.length - 1] : other;
  }
}
