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

/** What {@link Evaluation} can measure, in the order in which it does. */
public enum MetricGroup {
  /** The terms of the ELBO: {@link ElboEstimator}. */
  ELBO,
  /** What the codes say: {@link LatentStatistics}. */
  LATENTS,
  /** Reconstructions beside the originals: {@link ImageQuality}. */
  QUALITY,
  /** FID, KID and Inception Score: {@link vae4j.eval.features.PictureScores}. */
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
   * @param train pictures that it was trained on
   * @param test pictures that it was not
   * @param factors all pictures with their factors; null if they are not known
   * @return the reason in a line, or nothing if it can
   */
  public Optional<String> unavailable(
      Vae vae, ImageDataset train, ImageDataset test, @Nullable FactorDataset factors) {
    return Optional.ofNullable(
        switch (this) {
          case ELBO, LATENTS, QUALITY -> null;
          case IWAE ->
              vae.config().variational()
                  ? null
                  : "iwae needs a model with a latent distribution, this is a plain autoencoder";
          case FID -> noFeatures(test);
          case PROBES -> noLabels(train, test);
          case DISENTANGLEMENT -> noFactors(vae, test, factors);
        });
  }

  private static @Nullable String noFeatures(ImageDataset test) {
    if (FeatureNetwork.nameFor(test.name()).isEmpty()) {
      return "fid needs pictures of mnist or fashion-mnist, data set was " + test.name();
    }
    if (!FeatureNetwork.takes(test.shape())) {
      return "fid needs pictures of 28×28×1 or 32×32×1, were " + test.shape();
    }
    return test.size() > FeatureNetwork.FEATURES
        ? null
        : "fid needs more than "
            + FeatureNetwork.FEATURES
            + " pictures, "
            + test.name()
            + " has "
            + test.size();
  }

  private static @Nullable String noLabels(ImageDataset train, ImageDataset test) {
    for (ImageDataset pictures : new ImageDataset[] {train, test}) {
      for (int i = 0; i < pictures.size(); i++) {
        if (pictures.label(i) == ImageDataset.NO_LABEL) {
          return "probes need labels, picture " + i + " of " + pictures.name() + " has none";
        }
      }
    }
    return null;
  }

  private static @Nullable String noFactors(
      Vae vae, ImageDataset test, @Nullable FactorDataset factors) {
    if (factors == null) {
      return "disentanglement needs pictures of known factors such as sprites, data set was "
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
