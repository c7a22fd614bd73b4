package vae4j.eval.features;

import java.util.random.RandomGenerator;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import vae4j.Inference;
import vae4j.Vae;
import vae4j.backend.ParallelLoop;
import vae4j.data.Batch;
import vae4j.data.Batches;
import vae4j.data.Binarization;
import vae4j.data.ImageDataset;
import vae4j.data.Seeds;

/**
 * FID, KID and Inception Score of a model's samples and reconstructions, by the classifier of its
 * data set.
 *
 * @param real the test set against as many images of the training set: the best value to expect
 * @param samples decodings of latent vectors from the prior, as many as there are test images,
 *     against these; of a plain autoencoder, whose latent vectors have no prior, they mean nothing
 * @param reconstructions decodings of the test images' latent means against these
 */
public record FeatureReport(
    SampleQuality real, SampleQuality samples, SampleQuality reconstructions) {
  private static final int BATCH = 100;

  /**
   * Judges a model.
   *
   * @param vae the model
   * @param train images of a data set that {@link FeatureNetwork#nameFor} knows
   * @param test others of the same
   * @param binarization what is done to pixel values of real images, and to those of samples and
   *     reconstructions after decoding, so that both sides are of one kind; the classifier was
   *     trained on grey images, so that scores of binarised ones compare with each other only
   * @param seed of the samples, of stochastic binarisation and of KID's subsets
   * @param workers share KID's subsets
   * @return the scores
   * @throws IllegalArgumentException if there is no network for the images, or they are too few
   */
  public static FeatureReport of(
      Vae vae,
      ImageDataset train,
      ImageDataset test,
      Binarization binarization,
      long seed,
      ParallelLoop workers) {
    String name =
        FeatureNetwork.nameFor(test.name())
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "data set must be mnist or fashion-mnist, was " + test.name()));
    KernelInceptionDistance kernel =
        new KernelInceptionDistance(100, Math.min(1000, test.size()), seed);
    try (FeatureNetwork network = FeatureNetwork.open(name, vae.backend())) {
      ImageDataset seen = test.binarized(binarization, seed + 1);
      FeatureSet originals = FeatureSet.of(network, seen);
      FeatureSet training =
          FeatureSet.of(network, train.take(test.size()).binarized(binarization, seed));
      RandomGenerator pixels = Seeds.stream(seed, Seeds.Purpose.EVALUATION_NOISE, 4);
      FeatureSet samples = new FeatureSet(name);
      FeatureSet reconstructions = new FeatureSet(name);
      try (Batches batches = Batches.inOrder(seen, BATCH)) {
        for (long part = 0; batches.hasNext(); part++) {
          Batch batch = batches.next();
          INDArray images = batch.images();
          Inference given = vae.given(batch);
          try (INDArray again = given.reconstruct(images);
              INDArray dreams = given.sample((int) images.size(0), seed + part)) {
            addBinarized(reconstructions, network, again, binarization, pixels);
            addBinarized(samples, network, dreams, binarization, pixels);
          }
        }
      }
      return new FeatureReport(
          SampleQuality.of(originals, training, kernel, workers),
          SampleQuality.of(samples, originals, kernel, workers),
          SampleQuality.of(reconstructions, originals, kernel, workers));
    }
  }

  private static void addBinarized(
      FeatureSet set,
      FeatureNetwork network,
      INDArray images,
      Binarization binarization,
      RandomGenerator random) {
    if (binarization == Binarization.NONE) {
      set.add(network, images);
      return;
    }
    float[] values = images.reshape('c', new long[] {images.length()}).toFloatVector();
    binarization.apply(values, 0, values.length, random);
    try (INDArray binarized = Nd4j.create(values, images.shape(), 'c')) {
      set.add(network, binarized);
    }
  }
}
