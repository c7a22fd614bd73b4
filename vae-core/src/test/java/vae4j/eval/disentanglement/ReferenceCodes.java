package vae4j.eval.disentanglement;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import vae4j.data.FactorDataset.Factor;

/**
 * The 900 codes of {@code disentanglement_reference.csv}, five latents and four factors, of which
 * 600 train. {@code disentanglement_reference.py} beside it drew them and computed with
 * scikit-learn 1.2.1 what the tests expect.
 */
final class ReferenceCodes {
  static final List<Factor> FACTORS =
      List.of(
          new Factor("shape", 3, false),
          new Factor("side", 2),
          new Factor("size", 6),
          new Factor("place", 10));

  private static final int LATENTS = 5;

  private ReferenceCodes() {}

  static FactorLatents read() {
    double[][] rows;
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                Objects.requireNonNull(
                    ReferenceCodes.class.getResourceAsStream(
                        "/vae4j/eval/disentanglement_reference.csv")),
                StandardCharsets.UTF_8))) {
      rows =
          reader
              .lines()
              .map(line -> Arrays.stream(line.split(",")).mapToDouble(Double::parseDouble))
              .map(numbers -> numbers.toArray())
              .toArray(double[][]::new);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    double[][] latents =
        IntStream.range(0, LATENTS)
            .mapToObj(j -> Arrays.stream(rows).mapToDouble(row -> (float) row[j]).toArray())
            .toArray(double[][]::new);
    int[][] values =
        IntStream.range(LATENTS, LATENTS + FACTORS.size())
            .mapToObj(f -> Arrays.stream(rows).mapToInt(row -> (int) row[f]).toArray())
            .toArray(int[][]::new);
    return new FactorLatents(latents, FACTORS, values);
  }
}
