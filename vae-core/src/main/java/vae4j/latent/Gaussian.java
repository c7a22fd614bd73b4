package vae4j.latent;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import vae4j.backend.kernel.LatentKernel;
import vae4j.graph.GraphBuilder;
import vae4j.graph.Value;

/**
 * N(μ, diag σ²) with the parameters {@code mean} μ and {@code log_variance} ℓ = log σ² (Kingma and
 * Welling 2014). The formulas stand here; {@link LatentKernel}s compute them for whole batches.
 *
 * <p>ℓ is clamped to [−30, 20] wherever it is used; outside, its gradient is 0.
 */
public record Gaussian() implements Posterior {
  /** The value of ε ~ N(0, I), of z's shape, in the graph. */
  public static final String NOISE = "noise";

  private static final double LOG_TWO_PI = Math.log(2 * Math.PI);

  /**
   * z = μ + σ·ε (Kingma and Welling 2014, section 2.4).
   *
   * @param mean μ
   * @param logVariance ℓ
   * @param noise ε
   */
  public static double sample(double mean, double logVariance, double noise) {
    return mean + Math.exp(0.5 * LatentKernel.clamp(logVariance)) * noise;
  }

  /**
   * KL(N(μ, σ²) ‖ N(0, 1)) = ½ (μ² + e^ℓ − 1 − ℓ), in nats (Kingma and Welling 2014, appendix B).
   *
   * @param mean μ
   * @param logVariance ℓ
   */
  public static double kl(double mean, double logVariance) {
    double l = LatentKernel.clamp(logVariance);
    // Rounding must not make it negative.
    return Math.max(0, 0.5 * (mean * mean + Math.expm1(l) - l));
  }

  /**
   * log N(z; μ, σ²) = −½ ((z − μ)²·e^{−ℓ} + ℓ + log 2π), in nats.
   *
   * @param z where
   * @param mean μ
   * @param logVariance ℓ
   */
  public static double logDensity(double z, double mean, double logVariance) {
    double l = LatentKernel.clamp(logVariance);
    double difference = z - mean;
    return -0.5 * (difference * difference * Math.exp(-l) + l + LOG_TWO_PI);
  }

  @Override
  public List<String> parameters() {
    return List.of("mean", "log_variance");
  }

  @Override
  public Value sample(
      GraphBuilder graph, List<Value> parameters, Prior prior, @Nullable Value label) {
    Value mean = parameters.get(0);
    Value logVariance = parameters.get(1);
    Value noise = graph.input(NOISE, mean.shape());
    boolean closedForm = prior instanceof StandardNormal;
    Value z = graph.add("latent/sample", new GaussianSample(closedForm), mean, logVariance, noise);
    if (!closedForm) {
      int classes = label == null ? 0 : label.shape().size();
      List<Value> inputs = new ArrayList<>(List.of(mean, logVariance, z));
      if (label != null) {
        inputs.add(label);
      }
      graph.addAll("latent/kl", new MonteCarloKl(prior, classes), inputs);
    }
    return z;
  }
}
