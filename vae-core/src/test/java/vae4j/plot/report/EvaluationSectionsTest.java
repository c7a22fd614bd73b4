package vae4j.plot.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import vae4j.data.Binarization;
import vae4j.eval.EvaluationResult;
import vae4j.eval.metric.Metric;

class EvaluationSectionsTest {
  private static final Metric ELBO = Metric.of("Likelihood", "elbo", -1, "nats", "");
  private static final Metric MSE = Metric.of("Quality", "mse", 0.5, "", "lower is better");
  private static final Metric BOUND = Metric.of("Likelihood", "iwae_bound[K=5]", -0.5, "nats", "");

  private static List<ReportSection> sections(Binarization binarization) {
    Map<String, Double> seconds = new LinkedHashMap<>();
    seconds.put("elbo", 1.25);
    seconds.put("quality", 3.75);
    return EvaluationSections.of(
        new EvaluationResult(
            "set",
            1000,
            binarization,
            List.of(ELBO, MSE, BOUND),
            Map.of("Quality", "Means against originals."),
            Map.of(),
            seconds));
  }

  @Test
  void metricsOfOneHeadingStandTogether() {
    List<ReportSection> sections = sections(Binarization.NONE);

    assertThat(sections)
        .extracting(ReportSection::heading)
        .containsExactly("Likelihood", "Quality", "Time");
    assertThat(sections.get(0).tables().get(0).rows()).containsExactly(ELBO, BOUND);
    assertThat(sections.get(0).explanation())
        .isEqualTo("Means over all 1,000 images of set, ± their standard error.");
    assertThat(sections.get(1).explanation()).isEqualTo("Means against originals.");
    assertThat(sections.get(2).tables().get(0).rows())
        .extracting(Metric::text)
        .containsExactly("25 % of the total", "75 % of the total");
  }

  @Test
  void binarizationIsNamed() {
    assertThat(sections(Binarization.STOCHASTIC).get(0).explanation())
        .endsWith("All images are binarized (stochastic), in every table.");
  }
}
