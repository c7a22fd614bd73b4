package vae4j.eval.disentanglement;

import java.util.Arrays;

/**
 * A linear support vector machine on one latent, one against the rest (Fan, Chang, Hsieh, Wang and
 * Lin 2008, "LIBLINEAR: a library for large linear classification", equations 1 and 2): for each
 * class
 *
 * <pre>min ½ (w² + b²) + Σ_i C_i max(0, 1 − y_i (w x_i + b))²</pre>
 *
 * <p>with the intercept in the penalty, and C_i = C times the class's weight N / (K · count) for
 * images of the class and C for the others, as scikit-learn's {@code
 * LinearSVC(class_weight="balanced")} has it; with two classes there is one machine, and each class
 * has its own weight. The class whose machine gives the most is predicted.
 *
 * <p>Both numbers are found by Newton's method with a line search, exactly but for rounding.
 */
final class LinearSvm {
  private static final int MOST_STEPS = 100;

  private final int[] classes;

  /** Of each machine w and b. */
  private final double[][] machines;

  /**
   * Trains.
   *
   * @param latent x, [N]
   * @param values which class each image has, [N], at least two different ones
   * @param penalty C
   */
  LinearSvm(double[] latent, int[] values, double penalty) {
    classes = Arrays.stream(values).distinct().sorted().toArray();
    double[] weights = new double[classes.length];
    for (int value : values) {
      weights[Arrays.binarySearch(classes, value)]++;
    }
    for (int k = 0; k < weights.length; k++) {
      weights[k] = values.length / (weights[k] * classes.length);
    }
    machines = new double[classes.length == 2 ? 1 : classes.length][];
    for (int k = 0; k < machines.length; k++) {
      machines[k] =
          classes.length == 2
              ? machine(latent, values, classes[1], penalty * weights[1], penalty * weights[0])
              : machine(latent, values, classes[k], penalty * weights[k], penalty);
    }
  }

  /** The class of an image. */
  int predict(double x) {
    if (machines.length == 1) {
      return classes[machines[0][0] * x + machines[0][1] > 0 ? 1 : 0];
    }
    int best = 0;
    double most = Double.NEGATIVE_INFINITY;
    for (int k = 0; k < machines.length; k++) {
      double found = machines[k][0] * x + machines[k][1];
      if (found > most) {
        most = found;
        best = k;
      }
    }
    return classes[best];
  }

  private static double[] machine(double[] x, int[] values, int positive, double cp, double cn) {
    double w = 0;
    double b = 0;
    for (int step = 0; step < MOST_STEPS; step++) {
      // Gradient and Hessian of the objective, halved.
      double gw = w / 2;
      double gb = b / 2;
      double ww = 0.5;
      double wb = 0;
      double bb = 0.5;
      for (int i = 0; i < x.length; i++) {
        double y = values[i] == positive ? 1 : -1;
        double slack = 1 - y * (w * x[i] + b);
        if (slack > 0) {
          double c = y > 0 ? cp : cn;
          gw -= c * y * slack * x[i];
          gb -= c * y * slack;
          ww += c * x[i] * x[i];
          wb += c * x[i];
          bb += c;
        }
      }
      double determinant = ww * bb - wb * wb;
      double dw = -(bb * gw - wb * gb) / determinant;
      double db = -(ww * gb - wb * gw) / determinant;
      double slope = 2 * (gw * dw + gb * db);
      if (!(-slope > 1e-14 * (1 + objective(x, values, positive, cp, cn, w, b)))) {
        break;
      }
      double size = 1;
      double before = objective(x, values, positive, cp, cn, w, b);
      // Armijo's condition; the objective is convex and piecewise quadratic.
      while (size > 1e-10
          && objective(x, values, positive, cp, cn, w + size * dw, b + size * db)
              > before + 1e-4 * size * slope) {
        size /= 2;
      }
      w += size * dw;
      b += size * db;
    }
    return new double[] {w, b};
  }

  private static double objective(
      double[] x, int[] values, int positive, double cp, double cn, double w, double b) {
    double sum = (w * w + b * b) / 2;
    for (int i = 0; i < x.length; i++) {
      double y = values[i] == positive ? 1 : -1;
      double slack = Math.max(0, 1 - y * (w * x[i] + b));
      sum += (y > 0 ? cp : cn) * slack * slack;
    }
    return sum;
  }
}
