package vae4j.loss;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ElboTest {
  @Test
  void betaWeighsTheObjectiveAndNotTheBound() {
    LossTerms loss = LossTerms.of(100, 8, 2.5);

    assertThat(loss.objective()).isEqualTo(120);
    assertThat(loss.elbo()).isEqualTo(-108);
  }

  @Test
  void withBetaOneTheObjectiveIsTheBoundTurnedRound() {
    LossTerms loss = LossTerms.of(81.25, 3.5, 1);

    assertThat(loss.objective()).isEqualTo(-loss.elbo()).isEqualTo(84.75);
  }
}
