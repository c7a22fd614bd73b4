package vae4j.plot.figure;

import java.awt.image.BufferedImage;
import org.nd4j.linalg.api.ndarray.INDArray;
import vae4j.Inference;
import vae4j.plot.image.ImageGrid;

/** Images, and below each its reconstruction. */
public final class Reconstructions {
  private static final int COLUMNS = 10;

  private Reconstructions() {}

  /**
   * Draws images above their reconstructions, ten in a row.
   *
   * @param vae the model
   * @param images [N, H, W, C], float32 in [0, 1], N at least 1
   * @return the drawing
   */
  public static BufferedImage draw(Inference vae, INDArray images) {
    try (INDArray decoded = vae.reconstruct(images)) {
      return ImageGrid.reconstruction(images, decoded, COLUMNS);
    }
  }
}
