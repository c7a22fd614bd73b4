package vae4j.eval.disentanglement;

import java.util.List;
import vae4j.Vae;
import vae4j.data.FactorDataset;
import vae4j.data.FactorDataset.Factor;
import vae4j.data.Seeds;
import vae4j.eval.probe.LatentMeans;

/**
 * Measures disentanglement on images with known factors. Images are drawn and encoded once, and all
 * metrics share them.
 *
 * @param samples images to draw, none twice, at least 3, two thirds of them to train where a metric
 *     trains; all where there are fewer
 * @param seed of images, votes and trees; the same seed gives the same report
 * @param metrics what is measured, at least one
 */
public record Disentanglement(int samples, long seed, List<DisentanglementMetric> metrics) {
  private static final int BATCH = 100;

  /**
   * Checks the settings.
   *
   * @throws IllegalArgumentException if there are fewer than 3 samples, or no metric
   */
  public Disentanglement {
    if (samples < 3) {
      throw new IllegalArgumentException("samples must be at least 3, was " + samples);
    }
    if (metrics.isEmpty()) {
      throw new IllegalArgumentException("metrics must be at least one, were none");
    }
    metrics = List.copyOf(metrics);
  }

  /** Images of {@link #defaults}: 10,000 to train on and 5,000 to test, as disentanglement_lib. */
  public static final int SAMPLES = 15_000;

  /** The metrics of disentanglement_lib on {@value #SAMPLES} images, seed 42. */
  public static Disentanglement defaults() {
    return new Disentanglement(SAMPLES, 42, DisentanglementMetric.all());
  }

  /**
   * Measures the latent means of a model.
   *
   * @param vae the model
   * @param dataset images of its shape, at least two of whose factors vary
   * @return the report
   * @throws IllegalArgumentException if the images are of another shape, or there are fewer than
   *     two latents or than two factors that vary
   */
  public DisentanglementReport evaluate(Vae vae, FactorDataset dataset) {
    return evaluate(LatentMeans.means(vae, dataset, BATCH), dataset);
  }

  /**
   * Measures latent vectors from anywhere.
   *
   * @param vectors gives the latent vectors of the set's images; asked once
   * @param dataset the images' factors, of which at least two vary
   * @return the report
   * @throws IllegalArgumentException if there are fewer than two latents or than two factors that
   *     vary, or a latent vector is not finite
   */
  public DisentanglementReport evaluate(LatentMeans vectors, FactorDataset dataset) {
    FactorLatents drawn =
        FactorLatents.draw(
            vectors, dataset, samples, Seeds.stream(seed, Seeds.Purpose.DISENTANGLEMENT, 0));
    List<Score> scores =
        metrics.stream().flatMap(metric -> metric.measure(drawn, seed).stream()).toList();
    return new DisentanglementReport(
        dataset.name(),
        drawn.size(),
        drawn.latents(),
        drawn.liveLatents(),
        drawn.factors().stream().map(Factor::name).toList(),
        seed,
        scores);
  }
}
