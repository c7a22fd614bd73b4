package vae4j.eval.disentanglement;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LinearSvmTest {
  /**
   * With two images, x = ∓1, of two classes, C = 1 and weights 1 the intercept is 0 by symmetry,
   * and ½w² + 2(1 − w)² is least at w = 4/5.
   */
  @Test
  void theBorderOfTwoClassesIsBetweenThem() {
    LinearSvm machine = new LinearSvm(new double[] {-1, 1}, new int[] {3, 7}, 1);

    assertThat(machine.predict(-1e-9)).isEqualTo(3);
    assertThat(machine.predict(1e-9)).isEqualTo(7);
  }

  /**
   * Nine of one class at −1, one of the other at 1: the weights 10/18 and 10/2 give both classes
   * the same say, so the border stays at 0 by the same symmetry.
   */
  @Test
  void classesAreBalanced() {
    double[] x = {-1, -1, -1, -1, -1, -1, -1, -1, -1, 1};
    int[] values = {0, 0, 0, 0, 0, 0, 0, 0, 0, 1};
    LinearSvm machine = new LinearSvm(x, values, 0.01);

    assertThat(machine.predict(-1e-6)).isZero();
    assertThat(machine.predict(1e-6)).isEqualTo(1);
  }

  /** A line against the rest finds the ends, and never what lies between them. */
  @Test
  void ofThreeClassesOnALineTheMiddleOneIsNotFound() {
    double[] x = new double[300];
    int[] values = new int[300];
    for (int i = 0; i < 300; i++) {
      values[i] = i % 3;
      x[i] = values[i] - 1;
    }
    LinearSvm machine = new LinearSvm(x, values, 10);

    assertThat(machine.predict(-1)).isZero();
    assertThat(machine.predict(1)).isEqualTo(2);
  }
}
