package vae4j.data;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class FactorDatasetTest {
  @Test
  void refusesAFactorWithoutValues() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new FactorDataset.Factor("scale", 0))
        .withMessage("values of factor scale must be positive, was 0");
  }
}
