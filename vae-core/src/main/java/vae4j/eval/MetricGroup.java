package vae4j.eval;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import vae4j.Vae;
import vae4j.data.FactorDataset;
import vae4j.data.ImageDataset;
import vae4j.eval.features.FeatureNetwork;
import vae4j.latent.StandardNormal;

/** What {@link Evaluation} can measure, in the order in which it does. */
public enum MetricGroup {
  /** The terms of the ELBO: {@link ElboEstimator}. */
  ELBO,
  /** What the codes say: {@link LatentStatistics}. */
  LATENTS,
  /** Reconstructions beside the originals: {@link ImageQuality}. */
  QUALITY,
  /** FID, KID and Inception Score: {@link vae4j.eval.features.SampleQuality}. */
  FID,
  /** Linear probe and nearest neighbours: {@link vae4j.eval.probe}. */
  PROBES,
  /** Latents against known factors: {@link vae4j.eval.disentanglement.Disentanglement}. */
  DISENTANGLEMENT,
  /** The importance-weighted bound: {@link ImportanceWeightedBound}. */
  IWAE;

  /**
   * The group of a name, or of one of its metrics.
   *
   * @param name such as {@code fid}, {@code mig}, {@code knn}
   * @return the group
   * @throws IllegalArgumentException if there is none of that name
   */
  public static MetricGroup named(String name) {
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "kid", "is" -> FID;
      case "ssim", "psnr", "mse" -> QUALITY;
      case "mig", "sap", "dci", "modularity", "beta-vae", "factor-vae" -> DISENTANGLEMENT;
      case "knn", "probe" -> PROBES;
      case "kl", "mi" -> LATENTS;
      default ->
          Arrays.stream(values())
              .filter(group -> group.toString().equals(name.toLowerCase(Locale.ROOT)))
              .findFirst()
              .orElseThrow(
                  () ->
                      new IllegalArgumentException(
                          "metric must be one of "
                              + Arrays.stream(values())
                                  .map(MetricGroup::toString)
                                  .collect(Collectors.joining(", "))
                              + ", was "
                              + name));
    };
  }

  /**
   * Why this cannot be measured.
   *
   * @param vae the model
   * @param train images that it was trained on
   * @param test images that it was not
   * @param factors all images with their factors; null if they are not known
   * @return the reason in a line, or nothing if it can
   */
  public Optional<String> unavailable(
      Vae vae, ImageDataset train, ImageDataset test, @Nullable FactorDataset factors) {
    return Optional.ofNullable(
        switch (this) {
          case QUALITY -> null;
          case ELBO, LATENTS -> otherPrior(vae);
          case IWAE ->
              vae.config().variational()
                  ? otherPrior(vae)
                  : "iwae needs a model with a latent distribution, this is a plain autoencoder";
          case FID -> noFeatures(test);
          case PROBES -> noLabels(train, test);
          case DISENTANGLEMENT -> noFactors(vae, test, factors);
        });
  }

  /** These measures have the closed forms of N(0, I). */
  private @Nullable String otherPrior(Vae vae) {
    return vae.config().prior() instanceof StandardNormal
        ? null
        : this + " needs the prior standard-normal, this model's is " + vae.config().prior();
  }

  private static @Nullable String noFeatures(ImageDataset test) {
    if (FeatureNetwork.nameFor(test.name()).isEmpty()) {
      return "fid needs images of mnist or fashion-mnist, data set was " + test.name();
    }
    if (!FeatureNetwork.takes(test.shape())) {
      return "fid needs images of 28×28×1 or 32×32×1, were " + test.shape();
    }
    return test.size() > FeatureNetwork.FEATURES
        ? null
        : "fid needs more than "
            + FeatureNetwork.FEATURES
            + " images, "
            + test.name()
            + " has "
            + test.size();
  }

  private static @Nullable String noLabels(ImageDataset train, ImageDataset test) {
    for (ImageDataset images : new ImageDataset[] {train, test}) {
      for (int i = 0; i < images.size(); i++) {
        if (images.label(i) == ImageDataset.NO_LABEL) {
          return "probes need labels, image " + i + " of " + images.name() + " has none";
        }
      }
    }
    return null;
  }

  private static @Nullable String noFactors(
      Vae vae, ImageDataset test, @Nullable FactorDataset factors) {
    if (factors == null) {
      return "disentanglement needs images of known factors such as sprites, data set was "
          + test.name();
    }
    return vae.config().latent() > 1 ? null : "disentanglement needs at least 2 latents, was 1";
  }

  /** The name that {@link #named} takes. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
