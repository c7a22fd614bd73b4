package vae4j.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import vae4j.TestImages;
import vae4j.backend.Backend;
import vae4j.backend.BackendOptions;
import vae4j.backend.Backends;
import vae4j.data.Binarization;
import vae4j.data.ImageShape;
import vae4j.eval.Evaluation;
import vae4j.eval.likelihood.ElboMetrics;
import vae4j.eval.metric.EvaluationImages;
import vae4j.train.TrainSettings;

class SweepTest {
  private static final TrainSettings SETTINGS =
      TrainSettings.none().with("hidden", "8").with("latent", 2).with("epochs", 1);

  @Test
  void aSweepInMemoryTrainsAndMeasuresEachRunOnce() {
    SweepPlan plan =
        new SweepPlan(List.of(Axis.parse("beta=4,1"), Axis.parse("prior=standard-normal")), 2);
    TestImages images = new TestImages(new ImageShape(6, 6, 1), 40);
    List<String> heard = new ArrayList<>();
    Sweep.Listener listener =
        new Sweep.Listener() {
          @Override
          public void onRun(SweepPlan.Run run, int number, boolean done) {
            heard.add(run.name() + (done ? " done" : ""));
          }

          @Override
          public void onResults(List<SweepResult> results, int left) {
            heard.add(results.size() + " + " + left);
          }
        };
    try (Backend backend = Backends.open("nd4j", BackendOptions.defaults().withThreads(1))) {
      MemoryRunner runner =
          new MemoryRunner(
              backend,
              new EvaluationImages(images, images, null),
              SETTINGS,
              new Evaluation(List.of(new ElboMetrics()), Binarization.NONE, 1));
      Sweep sweep = new Sweep(plan, runner, listener);

      assertThat(sweep.run()).hasSize(4);

      assertThat(heard).startsWith("0 + 4", "beta-1_prior-standard-normal_seed-1", "1 + 3");
      List<SweepResult> results =
          plan.runs().stream().map(run -> runner.done(run).orElseThrow()).toList();
      assertThat(results)
          .extracting(result -> result.metric("elbo").orElseThrow().value())
          .doesNotHaveDuplicates();
      heard.clear();
      assertThat(sweep.run()).hasSize(4);
      assertThat(heard).filteredOn(each -> each.endsWith(" done")).hasSize(4);

      SweepResults tables = new SweepResults(plan, results);
      assertThat(tables.csv().lines()).hasSize(5);
      assertThat(tables.markdown().lines().toList().get(0))
          .isEqualTo("| beta | prior | seeds | reconstruction | kl | elbo |");
      SweepPlan.Setting first = tables.settings().get(0);
      assertThat(tables.mean(first, "kl").orElseThrow().count()).isEqualTo(2);
      assertThat(tables.means(first)).extracting(metric -> metric.name()).contains("elbo");
    }
  }

  @Test
  void theSettingsOfARunAreThoseOfItsValues() {
    SweepPlan plan = new SweepPlan(List.of(Axis.parse("filters=4,8;16"), Axis.parse("lr=1e-3")), 1);

    assertThat(plan.text()).isEqualTo("2 runs: filters 4,8, 16 × lr 0.001 × seed 1");
    assertThat(plan.runs().get(0).settings(SETTINGS))
        .isEqualTo(SETTINGS.with("seed", 1).with("filters", "4,8").with("lr", "0.001"));
    assertThat(plan.runs().get(0).name()).isEqualTo("filters-4-8_lr-0.001_seed-1");
  }

  @Test
  void anUnknownSettingIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Axis.parse("colour=red"))
        .withMessageStartingWith("setting must be one of activation, autoencoder, batch")
        .withMessageEndingWith(", was colour");
  }
}
