package vae4j.plot.figure;

import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import vae4j.Inference;
import vae4j.VaeConfig;
import vae4j.latent.LatentPath;
import vae4j.plot.image.ImageGrid;
import vae4j.plot.image.PlotImage;

/**
 * Rows of images decoded between pairs of images.
 *
 * @param path between the latent vectors
 * @param steps decoded images in a row, at least 2
 */
public record Interpolations(LatentPath path, int steps) {
  /**
   * A row: the first image, the decoded path, the last image.
   *
   * @param first an image
   * @param last another
   * @param from latent vector of the first, [Z]
   * @param to latent vector of the last, [Z]
   * @param vae decodes
   */
  public record Pair(PlotImage first, PlotImage last, float[] from, float[] to, Inference vae) {}

  /**
   * The path that suits a model: spherical for a Gaussian of more than two dimensions, whose
   * vectors lie near a sphere, else linear (White 2016, "Sampling generative networks", section
   * 2.1).
   *
   * @param config of the model
   */
  public static LatentPath pathFor(VaeConfig config) {
    return config.variational() && config.latent() > 2 ? LatentPath.SPHERICAL : LatentPath.LINEAR;
  }

  /**
   * Draws a row for each pair.
   *
   * @param pairs at least one
   * @return the drawing
   */
  public BufferedImage draw(List<Pair> pairs) {
    List<PlotImage> images = new ArrayList<>();
    for (Pair pair : pairs) {
      images.add(pair.first);
      images.addAll(DecodedImages.of(pair.vae, path.between(pair.from, pair.to, steps)));
      images.add(pair.last);
    }
    List<String> captions = new ArrayList<>(List.of("from"));
    for (int step = 0; step < steps; step++) {
      captions.add(String.format(Locale.ROOT, "%.2f", step / (steps - 1.0)));
    }
    captions.add("to");
    return ImageGrid.ofColumns(steps + 2).withColumnCaptions(captions).draw(images);
  }
}
