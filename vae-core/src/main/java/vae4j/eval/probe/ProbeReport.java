package vae4j.eval.probe;

import vae4j.Vae;
import vae4j.data.ImageDataset;

/**
 * Linear probe and nearest neighbours on mean latent vectors.
 *
 * @param training latent vectors that it learnt from
 * @param test latent vectors that it was asked for
 * @param linear accuracy of {@link LinearProbe}, in [0, 1]
 * @param neighbours k of the nearest neighbours
 * @param nearest accuracy of {@link NearestNeighbours}, in [0, 1]
 */
public record ProbeReport(int training, int test, double linear, int neighbours, double nearest) {
  /**
   * Probes a model.
   *
   * @param vae the model
   * @param train images with labels, to learn from
   * @param test others
   * @return the accuracies
   * @throws IllegalArgumentException if an image has no label
   */
  public static ProbeReport of(Vae vae, ImageDataset train, ImageDataset test) {
    LabelledLatents known = LabelledLatents.of(vae, train, vae.imagesAtATime());
    LabelledLatents asked = LabelledLatents.of(vae, test, vae.imagesAtATime());
    NearestNeighbours nearest =
        new NearestNeighbours(Math.min(NearestNeighbours.defaults().k(), known.size()));
    return new ProbeReport(
        known.size(),
        asked.size(),
        LinearProbe.defaults().accuracy(known, asked),
        nearest.k(),
        nearest.accuracy(known, asked));
  }
}
