package vae4j.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.List;
import org.junit.jupiter.api.Test;
import vae4j.eval.metric.Metric;

class SweepResultsTest {
  private static final SweepPlan PLAN =
      new SweepPlan(List.of(Axis.parse("beta-warmup=1,0.5"), Axis.parse("filters=4,8;16")), 2);

  private static SweepResult result(int run, double elbo) {
    List<Metric> metrics =
        List.of(
            new Metric("Likelihood", "elbo", elbo, 0.1, "nats per image", "higher is better"),
            Metric.of("Latent space", "kl_max", Double.NaN, "", ""));
    return new SweepResult(PLAN.runs().get(run), 3, metrics, 2.5);
  }

  /** Two runs of the first setting, one of the last. */
  private static SweepResults results() {
    return new SweepResults(PLAN, List.of(result(0, -10), result(1, -13), result(6, -20)));
  }

  @Test
  void jsonHasEveryRunAndTheMeansOfSettings() {
    JsonObject config = new JsonObject();
    config.addProperty("epochs", 3);

    JsonObject json = results().toJson(config);

    assertThat(json.get("config")).isEqualTo(config);
    assertThat(json.get("plan"))
        .isEqualTo(
            JsonParser.parseString(
                "{'axes': {'beta-warmup': ['0.5', '1'], 'filters': ['4,8', '16']}, 'seeds': 2}"));
    assertThat(json.getAsJsonArray("runs")).hasSize(8);
    assertThat(json.getAsJsonArray("runs").get(1))
        .isEqualTo(
            JsonParser.parseString(
                "{'name': 'beta-warmup-0.5_filters-4-8_seed-2', 'beta_warmup': 0.5,"
                    + " 'filters': '4,8', 'seed': 2, 'done': true, 'epochs': 3,"
                    + " 'metrics': {'elbo': -13.0, 'kl_max': null}, 'seconds': 2.5}"));
    assertThat(json.getAsJsonArray("runs").get(7).getAsJsonObject().get("done").getAsBoolean())
        .isFalse();
    assertThat(json.getAsJsonArray("settings")).hasSize(2);
    assertThat(json.getAsJsonArray("settings").get(0))
        .isEqualTo(
            JsonParser.parseString(
                "{'beta_warmup': 0.5, 'filters': '4,8', 'seeds': 2,"
                    + " 'mean': {'elbo': -11.5, 'kl_max': null},"
                    + " 'standard_deviation': {'elbo': "
                    + Math.sqrt(4.5)
                    + ", 'kl_max': null}}"));
  }

  @Test
  void tablesHaveALineForEachRunAndForEachSetting() {
    assertThat(results().csv())
        .isEqualTo(
            """
            beta_warmup,filters,seed,epochs,elbo,kl_max,seconds
            0.5,"4,8",1,3,-10,NaN,2.5
            0.5,"4,8",2,3,-13,NaN,2.5
            1,16,1,3,-20,NaN,2.5
            """);
    assertThat(results().markdown().lines())
        .containsExactly(
            "| beta-warmup | filters | seeds | elbo |",
            "|---|---|---|---|",
            "| 0.5 | 4,8 | 2 | -11.5 ± 2.1 |",
            "| 1 | 16 | 1 | -20 |");
  }

  @Test
  void plansAreChecked() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SweepPlan(List.of(Axis.parse("lr=1"), Axis.parse("lr=2")), 1))
        .withMessage("lr is varied twice");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SweepPlan(List.of(), 0))
        .withMessage("seeds must be positive, was 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Axis.parse("seed=1,2"))
        .withMessage("seeds are given by their number, seed cannot be varied");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Axis.parse("beta=1,1.0"))
        .withMessage("values of beta must be different, were 1, 1");
    assertThat(new SweepPlan(List.of(), 1).runs().get(0).name()).isEqualTo("seed-1");
  }
}
