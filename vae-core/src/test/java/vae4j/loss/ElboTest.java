package vae4j.loss;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ElboTest {
  @Test
  void betaWeighsTheObjectiveAndNotTheBound() {
    Elbo loss = new Elbo(100, 8, 2.5);

    assertThat(loss.objective()).isEqualTo(120);
    assertThat(loss.elbo()).isEqualTo(-108);
  }

  @Test
  void withBetaOneTheObjectiveIsTheBoundTurnedRound() {
    Elbo loss = new Elbo(81.25, 3.5, 1);

    assertThat(loss.objective()).isEqualTo(-loss.elbo()).isEqualTo(84.75);
  }
}
