package vae4j.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class AgreementTest {
  @Test
  void whoIsFarFromTheMedianFails() {
    Ranking near = Examples.standing("near", 101, 1);
    Ranking middle = Examples.standing("middle", 100, 1);
    Ranking far = Examples.standing("far", 97.9, 1);
    Agreement.check(List.of(near, middle, far), 0.02);
    assertThat(near.failure()).isNull();
    assertThat(middle.failure()).isNull();
    assertThat(far.failure())
        .isEqualTo("its result 97.900 is not within 2.00 % of the median 100.00 of all");
  }

  @Test
  void whatIsNotANumberFails() {
    Ranking sound = Examples.standing("sound", 100, 1);
    Ranking broken = Examples.standing("broken", Double.NaN, 1);
    Agreement.check(List.of(sound, broken, Examples.standing("too", 100, 1)), 0.02);
    assertThat(sound.failure()).isNull();
    assertThat(broken.failure()).contains("NaN");
  }

  @Test
  void whoHasNoFigureIsLeftOut() {
    Ranking none = Examples.standing("none", 100);
    Agreement.check(List.of(none), 0.02);
    assertThat(none.failure()).isNull();
  }
}
