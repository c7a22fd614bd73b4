package vae4j.eval.likelihood;

import org.nd4j.linalg.api.ndarray.INDArray;
import vae4j.Inference;
import vae4j.Vae;
import vae4j.data.ImageShape;
import vae4j.loss.PixelLoss;

/**
 * The likelihood of the frame of zeros around images, so that it can be left out of a loss.
 *
 * @param vae the model
 * @param shape of the images with their frame
 * @param width of the frame in pixels, 0 for none
 */
record FramePixels(Vae vae, ImageShape shape, int width) {
  /**
   * −log p(0 | z) summed over the frame's pixels, for each latent vector [N, Z]; empty without a
   * frame.
   */
  double[] losses(Inference given, INDArray latents) {
    if (width == 0) {
      return new double[0];
    }
    PixelLoss loss =
        new PixelLoss(vae.config().likelihood(), vae.outputLogVariance().orElse(Double.NaN));
    double[] losses = new double[(int) latents.size(0)];
    try (INDArray outputs = given.decodeOutput(latents)) {
      float[] values = outputs.reshape('c', new long[] {outputs.length()}).toFloatVector();
      int channels = shape.channels();
      for (int n = 0; n < losses.length; n++) {
        int image = n * shape.size();
        for (int y = 0; y < shape.height(); y++) {
          boolean edge = y < width || y >= shape.height() - width;
          for (int x = 0; x < shape.width(); x++) {
            if (edge || x < width || x >= shape.width() - width) {
              for (int c = 0; c < channels; c++) {
                losses[n] += loss.of(values[image + (y * shape.width() + x) * channels + c], 0);
              }
            }
          }
        }
      }
    }
    return losses;
  }
}
