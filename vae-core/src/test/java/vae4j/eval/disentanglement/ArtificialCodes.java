package vae4j.eval.disentanglement;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import vae4j.data.FactorDataset;
import vae4j.data.Seeds;
import vae4j.eval.probe.LatentMeans;

/** Codes of which it is known how disentangled they are. */
final class ArtificialCodes {
  private ArtificialCodes() {}

  /** Each latent is one factor. */
  static LatentMeans perfect(FactorDataset dataset) {
    return indices ->
        each(
            indices,
            index -> {
              int[] values = dataset.factorsOf(index);
              float[] code = new float[values.length];
              for (int f = 0; f < code.length; f++) {
                code[f] = values[f];
              }
              return code;
            });
  }

  /** Noise that knows nothing of the factors, the same for the same image. */
  static LatentMeans noise(int latents) {
    return indices ->
        each(
            indices,
            index -> {
              SplittableRandom random = new SplittableRandom(1_000_003L * index);
              float[] code = new float[latents];
              for (int j = 0; j < latents; j++) {
                code[j] = (float) random.nextGaussian();
              }
              return code;
            });
  }

  /** Latents 0 and 1, 2 and 3, … turned by an angle in their planes. */
  static LatentMeans turned(LatentMeans codes, double degrees) {
    double cos = Math.cos(Math.toRadians(degrees));
    double sin = Math.sin(Math.toRadians(degrees));
    return changed(
        codes,
        code -> {
          float[] turned = code.clone();
          for (int j = 0; j + 1 < code.length; j += 2) {
            turned[j] = (float) (cos * code[j] + sin * code[j + 1]);
            turned[j + 1] = (float) (cos * code[j + 1] - sin * code[j]);
          }
          return turned;
        });
  }

  /** Sums in place of one latent and the next. */
  static LatentMeans sum(LatentMeans codes, LatentMeans others, double share) {
    return indices -> {
      float[][] one = codes.of(indices);
      float[][] other = others.of(indices);
      for (int i = 0; i < one.length; i++) {
        for (int j = 0; j < one[i].length; j++) {
          one[i][j] += (float) (share * other[i][j]);
        }
      }
      return one;
    };
  }

  /** The codes, each put through a function. */
  static LatentMeans changed(LatentMeans codes, UnaryOperator<float[]> change) {
    return indices -> Arrays.stream(codes.of(indices)).map(change).toArray(float[][]::new);
  }

  /** Codes and factors of all images of a set, or of 10,000. */
  static FactorLatents drawn(LatentMeans codes, FactorDataset dataset) {
    return FactorLatents.draw(
        codes, dataset, 10_000, Seeds.stream(1, Seeds.Purpose.DISENTANGLEMENT, 0));
  }

  /** The same, of which all train: half of them again come after them, to test. */
  static FactorLatents training(LatentMeans codes, FactorDataset dataset) {
    FactorLatents drawn = drawn(codes, dataset);
    int size = drawn.size();
    int[] twice = IntStream.range(0, size + size / 2).map(i -> i % size).toArray();
    return new FactorLatents(
        IntStream.range(0, drawn.latents())
            .mapToObj(drawn::latent)
            .map(latent -> Arrays.stream(twice).mapToDouble(i -> latent[i]).toArray())
            .toArray(double[][]::new),
        drawn.factors(),
        IntStream.range(0, drawn.factors().size())
            .mapToObj(drawn::factor)
            .map(values -> Arrays.stream(twice).map(i -> values[i]).toArray())
            .toArray(int[][]::new));
  }

  /** One score of codes. */
  static double score(DisentanglementMetric metric, FactorLatents codes, String name) {
    return metric.measure(codes, 7).stream()
        .filter(score -> score.name().equals(name))
        .findFirst()
        .orElseThrow()
        .value();
  }

  private interface CodeOf {
    float[] image(int index);
  }

  private static float[][] each(int[] indices, CodeOf code) {
    return Arrays.stream(indices).mapToObj(code::image).toArray(float[][]::new);
  }
}
