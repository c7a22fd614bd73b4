package vae4j.eval.disentanglement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.Test;
import vae4j.Vae;
import vae4j.VaeConfig;
import vae4j.backend.Backend;
import vae4j.backend.BackendOptions;
import vae4j.backend.Backends;
import vae4j.eval.probe.LatentMeans;

class DisentanglementTest {
  private static final FactorGrid GRID = FactorGrid.of(5, 6, 7, 8);

  private static final List<String> NAMES =
      List.of(
          "beta_vae",
          "factor_vae",
          "mig",
          "sap",
          "dci_disentanglement",
          "dci_completeness",
          "dci_informativeness",
          "modularity");

  /** Neither perfect nor bad, so that a change would show. */
  private static final LatentMeans MIXED =
      ArtificialCodes.sum(
          ArtificialCodes.turned(ArtificialCodes.perfect(GRID), 35), ArtificialCodes.noise(4), 0.5);

  private static DisentanglementReport measured(LatentMeans codes) {
    return Disentanglement.defaults().evaluate(codes, GRID);
  }

  @Test
  void aPerfectCodeScoresOneInAllButSap() {
    DisentanglementReport report = measured(ArtificialCodes.perfect(GRID));

    assertThat(report.scores().stream().map(Score::name)).containsExactlyElementsOf(NAMES);
    assertThat(report.scores())
        .filteredOn(score -> !score.name().equals("sap"))
        .allSatisfy(
            score -> {
              // What is counted in two thirds of a grid is not quite independent.
              boolean counted = List.of("mig", "modularity").contains(score.name());
              assertThat(score.value()).isCloseTo(1, within(counted ? 0.01 : 1e-9));
            });
    // A line against the rest finds the ends of a row of values, and few of those between.
    assertThat(report.value("sap")).isBetween(0.1, 0.5);
    for (DisentanglementMetric variant : DisentanglementMetric.variants()) {
      assertThat(variant.measure(drawn(ArtificialCodes.perfect(GRID)), 7))
          .allSatisfy(score -> assertThat(score.name()).contains("regression"))
          .allSatisfy(score -> assertThat(score.value()).isCloseTo(1, within(1e-9)));
    }
  }

  private static FactorLatents drawn(LatentMeans codes) {
    return ArtificialCodes.drawn(codes, GRID);
  }

  /** All but those that vote, which forgive a small turn. */
  @Test
  void aMixedCodeScoresBetweenPerfectAndNoise() {
    DisentanglementReport noise = measured(ArtificialCodes.noise(4));
    DisentanglementReport mixed = measured(MIXED);

    for (String name : NAMES) {
      assertThat(mixed.value(name)).as(name).isGreaterThan(noise.value(name));
      if (!name.endsWith("_vae")) {
        assertThat(mixed.value(name)).as(name).isLessThan(0.99);
      }
    }
  }

  /** But for rounding, ties, and where the edges of quantiles lie. */
  @Test
  void theOrderAndTheSignsOfLatentsDoNotMatter() {
    LatentMeans other = ArtificialCodes.changed(MIXED, c -> new float[] {-c[2], c[0], -c[3], c[1]});

    assertSame(measured(other), measured(MIXED));
  }

  /** But in completeness and modularity, in which disentanglement_lib counts them. */
  @Test
  void deadLatentsDoNotMatter() {
    LatentMeans other =
        ArtificialCodes.changed(
            MIXED, c -> new float[] {c[0], c[1], -3.3f, c[2], c[3], c[0] > 2 ? 7 : 7.000001f});

    DisentanglementReport report = measured(other);
    assertThat(report.latents()).isEqualTo(6);
    assertThat(report.liveLatents()).isEqualTo(4);
    DisentanglementReport expected = measured(MIXED);
    for (String name : NAMES) {
      if (!List.of("dci_completeness", "modularity").contains(name)) {
        assertThat(report.value(name)).as(name).isCloseTo(expected.value(name), within(0.01));
      }
    }
    assertThat(report.value("modularity"))
        .isCloseTo(expected.value("modularity") * 4 / 6, within(1e-9));
    // 1 − H / log 6 in place of 1 − H / log 4.
    double entropy = (1 - expected.value("dci_completeness")) * Math.log(4);
    assertThat(report.value("dci_completeness")).isCloseTo(1 - entropy / Math.log(6), within(0.01));
  }

  private static void assertSame(DisentanglementReport report, DisentanglementReport expected) {
    for (String name : NAMES) {
      boolean counted = List.of("mig", "sap", "modularity").contains(name);
      assertThat(report.value(name))
          .as(name)
          .isCloseTo(expected.value(name), within(counted ? 1e-9 : 0.01));
    }
  }

  @Test
  void whereEveryLatentIsDeadTheScoresAreNumbersStill() {
    DisentanglementReport report =
        measured(ArtificialCodes.changed(MIXED, code -> new float[] {1, 1}));

    assertThat(report.scores()).allSatisfy(score -> assertThat(score.value()).isBetween(0.0, 0.4));
  }

  @Test
  void theSeedAloneDecides() {
    Disentanglement settings = new Disentanglement(500, 3, DisentanglementMetric.all());
    DisentanglementReport report = settings.evaluate(MIXED, GRID);

    assertThat(settings.evaluate(MIXED, GRID)).isEqualTo(report);
    assertThat(inPool(1, settings)).isEqualTo(report);
    assertThat(inPool(3, settings)).isEqualTo(report);
    assertThat(new Disentanglement(500, 4, settings.metrics()).evaluate(MIXED, GRID).scores())
        .isNotEqualTo(report.scores());
  }

  private static DisentanglementReport inPool(int threads, Disentanglement settings) {
    ForkJoinPool pool = new ForkJoinPool(threads);
    try {
      return pool.submit(() -> settings.evaluate(MIXED, GRID)).join();
    } finally {
      pool.shutdown();
    }
  }

  @Test
  void theReportSaysWhatItStandsOn() {
    DisentanglementReport report = measured(ArtificialCodes.perfect(GRID));

    assertThat(report.dataset()).isEqualTo("grid");
    assertThat(report.images()).isEqualTo(1_680);
    assertThat(report.latents()).isEqualTo(4);
    assertThat(report.liveLatents()).isEqualTo(4);
    assertThat(report.factors()).containsExactly("f0", "f1", "f2", "f3");
    assertThat(report.seed()).isEqualTo(42);
    assertThat(report.scores()).extracting(Score::name).containsExactlyElementsOf(NAMES);
    assertThat(report.value("mig")).isCloseTo(1, within(0.01));
    assertThat(report.scores())
        .filteredOn(
            score -> List.of("mig", "beta_vae", "dci_informativeness").contains(score.name()))
        .extracting(Score::samples)
        .containsExactlyInAnyOrder(1_120, 5_000, 560);
  }

  @Test
  void measuresTheMeanCodesOfAModel() {
    FactorGrid small = FactorGrid.of(3, 4, 4);
    Disentanglement settings = new Disentanglement(40, 1, DisentanglementMetric.all());
    try (Backend backend = Backends.open("nd4j", BackendOptions.defaults().withThreads(1));
        Vae vae =
            Vae.create(VaeConfig.conv(small.shape()).filters(4).latent(3).build(), 1, backend)) {
      DisentanglementReport report = settings.evaluate(vae, small);

      assertThat(report).isEqualTo(settings.evaluate(LatentMeans.means(vae, small, 100), small));
      assertThat(report.images()).isEqualTo(40);
      assertThat(report.latents()).isEqualTo(3);
      assertThat(report.scores())
          .allSatisfy(score -> assertThat(score.value()).isBetween(0.0, 1.0));
    }
  }

  @Test
  void refusesWhatIsOutOfRange() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Disentanglement(2, 1, DisentanglementMetric.all()))
        .withMessage("samples must be at least 3, was 2");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Disentanglement(3, 1, List.of()))
        .withMessage("metrics must be at least one, were none");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> measured(MIXED).value("fid"))
        .withMessage("score must be one of " + NAMES + ", was fid");
  }
}
