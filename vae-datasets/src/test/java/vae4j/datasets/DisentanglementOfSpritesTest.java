package vae4j.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import vae4j.Vae;
import vae4j.VaeConfig;
import vae4j.backend.Backend;
import vae4j.backend.BackendOptions;
import vae4j.backend.Backends;
import vae4j.eval.disentanglement.Disentanglement;
import vae4j.eval.disentanglement.DisentanglementMetric;
import vae4j.eval.disentanglement.DisentanglementReport;
import vae4j.eval.disentanglement.Score;
import vae4j.eval.probe.LatentMeans;

class DisentanglementOfSpritesTest {
  private static final Sprites SPRITES = Sprites.small();

  /**
   * All find their most but SAP, whose lines against the rest cannot find a value between others.
   * SAP by regression does not correct the gap of the shape's accuracy for chance: (1 − 1/3 + 4) /
   * 5.
   */
  @Test
  void theFactorsThemselvesScoreTheMost() {
    LatentMeans factors =
        indices -> {
          float[][] codes = new float[indices.length][5];
          for (int i = 0; i < indices.length; i++) {
            int[] values = SPRITES.factorsOf(indices[i]);
            for (int f = 0; f < 5; f++) {
              codes[i][f] = values[f];
            }
          }
          return codes;
        };

    DisentanglementReport report = Disentanglement.defaults().evaluate(factors, SPRITES);

    assertThat(report.factors()).containsExactly("shape", "scale", "orientation", "x", "y");
    assertThat(report.images()).isEqualTo(7_680);
    for (Score score : report.scores()) {
      if (score.name().equals("sap")) {
        assertThat(score.value()).isBetween(0.1, 0.5);
      } else {
        // What is counted in two thirds of a grid is not quite independent.
        boolean counted = Arrays.asList("mig", "modularity").contains(score.name());
        assertThat(score.value()).as(score.name()).isCloseTo(1, within(counted ? 0.01 : 1e-9));
      }
    }
    DisentanglementReport variants =
        new Disentanglement(Disentanglement.SAMPLES, 42, DisentanglementMetric.variants())
            .evaluate(factors, SPRITES);
    for (Score score : variants.scores()) {
      double most = score.name().equals("sap_regression") ? (2.0 / 3 + 4) / 5 : 1;
      assertThat(score.value()).as(score.name()).isCloseTo(most, within(1e-9));
    }
  }

  @Test
  void anUntrainedModelScoresLittle() {
    Disentanglement settings = new Disentanglement(600, 1, DisentanglementMetric.all());
    VaeConfig config = VaeConfig.conv(SPRITES.shape()).filters(4, 8).latent(5).build();
    try (Backend backend = Backends.open("nd4j", BackendOptions.defaults().withThreads(1));
        Vae vae = Vae.create(config, 1, backend)) {
      DisentanglementReport report = settings.evaluate(vae, SPRITES);

      assertThat(report.scores())
          .allSatisfy(score -> assertThat(score.value()).isBetween(0.0, 1.0));
      for (String gap : Arrays.asList("mig", "sap")) {
        assertThat(report.value(gap)).as(gap).isLessThan(0.3);
      }
    }
  }
}
