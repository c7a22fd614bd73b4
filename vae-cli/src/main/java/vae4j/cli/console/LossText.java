package vae4j.cli.console;

import java.util.Locale;
import vae4j.data.ImageShape;
import vae4j.loss.KlWeight;
import vae4j.loss.Likelihood;
import vae4j.loss.LossTerms;

/** Losses as text, also in the units of other libraries. */
public final class LossText {
  /** Weight of the mean binary cross-entropy in Foster's "Generative Deep Learning". */
  private static final double GDL_WEIGHT = 500;

  /** Weight of the KL in PyTorch-VAE's configurations, beside a mean squared error. */
  private static final double KLD_WEIGHT = 0.00025;

  private LossText() {}

  /** {@code reconstruction 285.31 KL 4.12 β 2.048 objective 293.75 ELBO -289.43}. */
  public static String nats(LossTerms loss) {
    return String.format(
        Locale.ROOT,
        "reconstruction %.2f  KL %.3f  β %s  objective %.2f  ELBO %.2f",
        loss.reconstruction(),
        loss.kl(),
        number(loss.beta()),
        loss.objective(),
        loss.elbo());
  }

  /** The same as Foster prints it: 500 · (mean cross-entropy of a pixel) + KL. */
  public static String gdl(LossTerms loss, ImageShape shape) {
    double scale = GDL_WEIGHT / shape.size();
    return String.format(
        Locale.ROOT,
        "total %.2f  reconstruction %.2f  KL %.3f",
        loss.objective() * scale,
        loss.reconstruction() * scale,
        loss.beta() * loss.kl() * scale);
  }

  /**
   * β in the scales of other libraries, for D numbers in an image. Foster: 500 · mean + KL = 500/D
   * · (sum + D/500 · KL). PyTorch-VAE: mean squared error + w·KL = 2σ²/D · (squared error/2σ² +
   * w·D/2σ² · KL); σ² is that of the model, or 1 where it has none that is fixed.
   */
  public static String scaleEquivalents(ImageShape shape, Likelihood likelihood) {
    double variance = likelihood instanceof Likelihood.Gaussian gaussian ? gaussian.variance() : 1;
    return String.format(
        Locale.ROOT,
        "in nats per image of %s, GDL's 500 × mean BCE + KL is β = %s,"
            + " PyTorch-VAE's kld_weight 0.00025 with σ² = %s is β = %s",
        shape,
        number(shape.size() / GDL_WEIGHT),
        number(variance),
        number(KLD_WEIGHT * shape.size() / (2 * variance)));
  }

  /** {@code 2.048}, or {@code 0 → 2.048 over 3 epochs}. */
  public static String of(KlWeight beta) {
    return beta instanceof KlWeight.WarmUp warmUp
        ? "0 → " + number(warmUp.beta()) + " over " + number(warmUp.epochs()) + " epochs"
        : number(beta.last());
  }

  /** At most four digits after the point, and no zeros at the end; very small ones as 1.50e-04. */
  public static String number(double value) {
    if (value != 0 && (Math.abs(value) < 1e-3 || Math.abs(value) >= 1e6)) {
      return String.format(Locale.ROOT, "%.2e", value);
    }
    String text = String.format(Locale.ROOT, "%.4f", value);
    return text.replaceAll("0+$", "").replaceAll("\\.$", "");
  }
}
