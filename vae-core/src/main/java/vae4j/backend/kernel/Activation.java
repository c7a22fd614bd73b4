package vae4j.backend.kernel;

import java.util.Locale;

/** A function applied to each number of a layer's output. */
public sealed interface Activation {
  /** f(x) = x. */
  static Activation identity() {
    return new Identity();
  }

  /** f(x) = max(x, 0). */
  static Activation relu() {
    return new Relu();
  }

  /**
   * f(x) = x for x &gt; 0, else slope · x.
   *
   * @param slope in (0, 1)
   * @return the activation
   * @throws IllegalArgumentException if the slope is not in (0, 1)
   */
  static Activation leakyRelu(double slope) {
    return new LeakyRelu(slope);
  }

  /** f(x) = x · σ(x). */
  static Activation silu() {
    return new Silu();
  }

  /** f(x) = tanh x. */
  static Activation tanh() {
    return new Tanh();
  }

  /** Whether f′(x) can be told from f(x), so that x need not be kept for the backward pass. */
  default boolean derivativeFromOutput() {
    return true;
  }

  /** f(x) = x. */
  record Identity() implements Activation {
    @Override
    public String toString() {
      return "identity";
    }
  }

  /** f(x) = max(x, 0). */
  record Relu() implements Activation {
    @Override
    public String toString() {
      return "relu";
    }
  }

  /**
   * f(x) = x for x &gt; 0, else slope · x (Maas, Hannun and Ng 2013).
   *
   * @param slope in (0, 1)
   */
  record LeakyRelu(double slope) implements Activation {
    /**
     * Checks the slope.
     *
     * @throws IllegalArgumentException if the slope is not in (0, 1)
     */
    public LeakyRelu {
      if (!(slope > 0 && slope < 1)) {
        throw new IllegalArgumentException("slope must be in (0, 1), was " + slope);
      }
    }

    @Override
    public String toString() {
      return "leaky_relu:" + slope;
    }
  }

  /** f(x) = x · σ(x) (Elfwing, Uchibe and Doya 2018, equation 6). */
  record Silu() implements Activation {
    @Override
    public boolean derivativeFromOutput() {
      return false;
    }

    @Override
    public String toString() {
      return "silu";
    }
  }

  /** f(x) = tanh x. */
  record Tanh() implements Activation {
    @Override
    public String toString() {
      return "tanh";
    }
  }

  /**
   * The activation of a name, the inverse of {@code toString()}.
   *
   * @param name {@code identity}, {@code relu}, {@code leaky_relu} (slope 0.01), {@code
   *     leaky_relu:SLOPE}, {@code silu} or {@code tanh}
   * @return the activation
   * @throws IllegalArgumentException if there is none of that name
   */
  static Activation parse(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    if (lower.startsWith("leaky_relu:")) {
      try {
        return new LeakyRelu(Double.parseDouble(lower.substring("leaky_relu:".length())));
      } catch (NumberFormatException e) {
        throw new IllegalArgumentException("slope must be a number in (0, 1), was " + name, e);
      }
    }
    return switch (lower) {
      case "identity" -> identity();
      case "relu" -> relu();
      case "leaky_relu" -> new LeakyRelu(0.01);
      case "silu" -> silu();
      case "tanh" -> tanh();
      default ->
          throw new IllegalArgumentException(
              "activation must be identity, relu, leaky_relu[:slope], silu or tanh, was " + name);
    };
  }
}
