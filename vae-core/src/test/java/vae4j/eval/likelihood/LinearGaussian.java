package vae4j.eval.likelihood;

import java.util.List;
import java.util.SplittableRandom;
import vae4j.Vae;
import vae4j.VaeConfig;
import vae4j.backend.Backend;
import vae4j.data.ImageDataset;
import vae4j.data.ImageShape;
import vae4j.graph.parameter.Parameter;
import vae4j.loss.Likelihood;

/**
 * A VAE without hidden layers, of which all is known: p(x | z) = N(A z + b, σ² I) and p(z) = N(0,
 * I), so p(x) = N(b, A Aᵀ + σ² I) (Bishop 2006, equation 12.36). The columns of A are orthogonal,
 * so that the posterior is N(m, diag s²) with s_d² = 1 / (1 + |a_d|² / σ²) and m_d = s_d² a_dᵀ (x −
 * b) / σ², which the encoder can be.
 */
final class LinearGaussian {
  static final ImageShape SHAPE = new ImageShape(2, 3, 1);
  static final int PIXELS = SHAPE.size();
  static final int LATENT = 2;
  static final double VARIANCE = 0.04;
  private static final double[][] A = {
    {0.5, 0.2}, {0.5, -0.2}, {0.1, 0.3}, {0.1, -0.3}, {-0.2, 0.15}, {-0.2, -0.15}
  };
  private static final double[] B = {0.5, 0.4, 0.6, 0.5, 0.45, 0.55};

  private LinearGaussian() {}

  /**
   * The model, its encoder the posterior but for what is asked.
   *
   * @param shift added to μ
   * @param widening factor of σ
   */
  static Vae vae(Backend backend, double shift, double widening) {
    VaeConfig config =
        VaeConfig.dense(SHAPE)
            .hidden()
            .latent(LATENT)
            .likelihood(Likelihood.gaussian(VARIANCE))
            .build();
    Vae vae = Vae.create(config, 1, backend);
    float[] flat = new float[Math.toIntExact(vae.parameterCount())];
    for (int d = 0; d < LATENT; d++) {
      double norm = 0;
      for (double[] row : A) {
        norm += row[d] * row[d];
      }
      double variance = 1 / (1 + norm / VARIANCE);
      double mean = shift;
      for (int i = 0; i < PIXELS; i++) {
        double weight = variance * A[i][d] / VARIANCE;
        flat[place(vae, "encoder/mean/weights") + i * LATENT + d] = (float) weight;
        flat[place(vae, "decoder/output/weights") + d * PIXELS + i] = (float) A[i][d];
        mean -= weight * B[i];
      }
      flat[place(vae, "encoder/mean/bias") + d] = (float) mean;
      flat[place(vae, "encoder/log_variance/bias") + d] =
          (float) (Math.log(variance) + 2 * Math.log(widening));
    }
    for (int i = 0; i < PIXELS; i++) {
      flat[place(vae, "decoder/output/bias") + i] = (float) B[i];
    }
    vae.update(parameters -> parameters.write(flat));
    return vae;
  }

  private static int place(Vae vae, String name) {
    for (Parameter parameter : vae.parameterLayout()) {
      if (parameter.name().equals(name)) {
        return Math.toIntExact(parameter.offset());
      }
    }
    throw new IllegalArgumentException("no parameter " + name);
  }

  /** log p(x): −½ (D log 2π + log |Σ| + |L⁻¹ (x − b)|²) with Σ = L Lᵀ. */
  static double logDensity(float[] x) {
    double[][] l = cholesky();
    double sum = PIXELS * Math.log(2 * Math.PI);
    double[] whitened = new double[PIXELS];
    for (int i = 0; i < PIXELS; i++) {
      double value = x[i] - B[i];
      for (int j = 0; j < i; j++) {
        value -= l[i][j] * whitened[j];
      }
      whitened[i] = value / l[i][i];
      sum += whitened[i] * whitened[i] + 2 * Math.log(l[i][i]);
    }
    return -0.5 * sum;
  }

  private static double[][] cholesky() {
    double[][] l = new double[PIXELS][PIXELS];
    for (int i = 0; i < PIXELS; i++) {
      for (int j = 0; j <= i; j++) {
        double value = i == j ? VARIANCE : 0;
        for (int d = 0; d < LATENT; d++) {
          value += A[i][d] * A[j][d];
        }
        for (int k = 0; k < j; k++) {
          value -= l[i][k] * l[j][k];
        }
        l[i][j] = i == j ? Math.sqrt(value) : value / l[j][j];
      }
    }
    return l;
  }

  /**
   * Images like those that the model draws, held in [0, 1]: what is known of p(x) and of the
   * posterior is known for every x.
   */
  record Images(float[][] pixels) implements ImageDataset {
    static Images draw(int count, long seed) {
      SplittableRandom random = new SplittableRandom(seed);
      float[][] pixels = new float[count][PIXELS];
      for (float[] image : pixels) {
        double[] z = {random.nextGaussian(), random.nextGaussian()};
        for (int i = 0; i < PIXELS; i++) {
          double noise = Math.sqrt(VARIANCE) * random.nextGaussian();
          double value = B[i] + A[i][0] * z[0] + A[i][1] * z[1] + noise;
          image[i] = (float) Math.max(0, Math.min(1, value));
        }
      }
      return new Images(pixels);
    }

    @Override
    public String name() {
      return "linear";
    }

    @Override
    public ImageShape shape() {
      return SHAPE;
    }

    @Override
    public int size() {
      return pixels.length;
    }

    @Override
    public void read(int index, float[] target, int offset) {
      System.arraycopy(pixels[index], 0, target, offset, PIXELS);
    }

    @Override
    public int label(int index) {
      return NO_LABEL;
    }

    @Override
    public List<String> labelNames() {
      return List.of();
    }

    @Override
    public String sha256() {
      return "0".repeat(64);
    }
  }
}
