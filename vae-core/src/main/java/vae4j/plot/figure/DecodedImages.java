package vae4j.plot.figure;

import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import vae4j.Inference;
import vae4j.plot.image.PlotImage;

/** Latent vectors decoded to images that can be drawn. */
public final class DecodedImages {
  private DecodedImages() {}

  /**
   * Decodes latent vectors.
   *
   * @param vae the model
   * @param latents [N, Z], N at least 1
   * @return the images in this order
   */
  public static List<PlotImage> of(Inference vae, float[][] latents) {
    try (INDArray z = Nd4j.create(latents);
        INDArray images = vae.decode(z)) {
      return PlotImage.listOf(images);
    }
  }
}
