package vae4j.eval.disentanglement;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import vae4j.data.FactorDataset;
import vae4j.data.ImageShape;

/**
 * Every combination of some factors' values once, the last factor changing fastest. An image has a
 * row for each factor, whose pixel at the factor's value is 1.
 */
record FactorGrid(List<Factor> factors) implements FactorDataset {
  /** Ordered factors that take so many values each. */
  static FactorGrid of(int... values) {
    return new FactorGrid(
        IntStream.range(0, values.length).mapToObj(f -> new Factor("f" + f, values[f])).toList());
  }

  @Override
  public String name() {
    return "grid";
  }

  @Override
  public ImageShape shape() {
    int widest = factors.stream().mapToInt(Factor::values).max().orElseThrow();
    return new ImageShape(factors.size(), widest, 1);
  }

  @Override
  public int size() {
    return factors.stream().mapToInt(Factor::values).reduce(1, Math::multiplyExact);
  }

  @Override
  public void read(int index, float[] target, int offset) {
    Arrays.fill(target, offset, offset + shape().size(), 0);
    int[] values = factorsOf(index);
    for (int f = 0; f < values.length; f++) {
      target[offset + f * shape().width() + values[f]] = 1;
    }
  }

  @Override
  public int label(int index) {
    return NO_LABEL;
  }

  @Override
  public List<String> labelNames() {
    return List.of();
  }

  @Override
  public String sha256() {
    return "0".repeat(64);
  }
}
