package vae4j.cuda.library.cublas;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import vae4j.cuda.library.Direction;
import vae4j.cuda.library.Geometry;

/** Runs the plans on BLAS's definition of a product, column by column. */
class MatrixPlanTest {
  private static final int ROWS = 5;
  private static final int IN = 3;
  private static final int OUT = 4;

  private final double[] x = random(ROWS * IN);
  private final double[] w = random(IN * OUT);
  private final double[] y = random(ROWS * OUT);

  private static double[] random(int length) {
    return new Random(length).doubles(length, -1, 1).toArray();
  }

  private static MatrixPlan plan(Direction direction) {
    return MatrixPlan.of(new Geometry.Product(ROWS, IN, OUT), direction);
  }

  @ParameterizedTest
  @EnumSource(Direction.class)
  void aPlanComputesItsPass(Direction direction) {
    assertThat(gemm(plan(direction))).containsExactly(expected(direction));
  }

  @ParameterizedTest
  @EnumSource(Direction.class)
  void theRowsOfWhatIsWrittenAreItsChannels(Direction direction) {
    assertThat(plan(direction).m()).isEqualTo(direction == Direction.DATA ? IN : OUT);
  }

  // The sums over the columns of A are what cuBLASLt's epilogue BGRADA writes.
  @Test
  void theColumnsOfAAddUpToTheGradientOfTheBias() {
    MatrixPlan plan = plan(Direction.WEIGHTS);
    double[] sums = new double[plan.m()];
    double[] wanted = new double[OUT];
    for (int i = 0; i < plan.m(); i++) {
      for (int l = 0; l < plan.k(); l++) {
        sums[i] += y[l * plan.rowsOfA() + i];
      }
    }
    for (int row = 0; row < ROWS; row++) {
      for (int o = 0; o < OUT; o++) {
        wanted[o] += y[row * OUT + o];
      }
    }

    assertThat(plan.a()).isEqualTo(new MatrixPlan.Factor(MatrixPlan.Tensor.OUTPUT, false));
    assertThat(sums).containsExactly(wanted);
  }

  private double[] tensor(MatrixPlan.Tensor tensor) {
    return switch (tensor) {
      case INPUT -> x;
      case WEIGHTS -> w;
      case OUTPUT -> y;
    };
  }

  // D[i, j] = Σ_l op(A)[i, l] · op(B)[l, j], with [row, column] at row + column · rows.
  private double[] gemm(MatrixPlan plan) {
    double[] a = tensor(plan.a().tensor());
    double[] b = tensor(plan.b().tensor());
    int stepA = plan.rowsOfA();
    int stepB = plan.rowsOfB();
    double[] d = new double[plan.m() * plan.n()];
    for (int i = 0; i < plan.m(); i++) {
      for (int j = 0; j < plan.n(); j++) {
        for (int l = 0; l < plan.k(); l++) {
          double left = plan.a().transposed() ? a[l + i * stepA] : a[i + l * stepA];
          double right = plan.b().transposed() ? b[j + l * stepB] : b[l + j * stepB];
          d[i + j * plan.m()] += left * right;
        }
      }
    }
    return d;
  }

  // Row by row, as layers have them.
  private double[] expected(Direction direction) {
    double[] forward = new double[ROWS * OUT];
    double[] data = new double[ROWS * IN];
    double[] weights = new double[IN * OUT];
    for (int r = 0; r < ROWS; r++) {
      for (int i = 0; i < IN; i++) {
        for (int o = 0; o < OUT; o++) {
          forward[r * OUT + o] += w[i * OUT + o] * x[r * IN + i];
          data[r * IN + i] += w[i * OUT + o] * y[r * OUT + o];
          weights[i * OUT + o] += y[r * OUT + o] * x[r * IN + i];
        }
      }
    }
    return switch (direction) {
      case FORWARD -> forward;
      case DATA -> data;
      case WEIGHTS -> weights;
    };
  }
}
