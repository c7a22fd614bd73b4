package vae4j.eval.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import vae4j.TestImages;
import vae4j.backend.Backend;
import vae4j.backend.BackendOptions;
import vae4j.backend.Backends;
import vae4j.backend.ParallelLoop;
import vae4j.data.Batch;
import vae4j.data.ImageDataset;
import vae4j.data.ImageShape;

class SampleQualityTest {
  private static final KernelInceptionDistance KERNEL = new KernelInceptionDistance(5, 60, 1);
  private static final ParallelLoop ALONE = new ParallelLoop(1);

  @Test
  void aSetAgainstItselfIsAtZero() {
    ImageDataset bars = new TestImages(new ImageShape(28, 28, 1), 168);
    try (Backend backend = portable();
        FeatureNetwork network = FeatureNetwork.open(FeatureNetwork.FASHION, backend)) {
      FeatureSet seen = FeatureSet.of(network, bars);
      SampleQuality scores =
          SampleQuality.of(seen, seen, new KernelInceptionDistance(5, 168, 1), ALONE);

      assertThat(scores.frechet()).isBetween(0.0, 1e-6);
      assertThat(scores.images()).isEqualTo(168);
      assertThat(scores.reference()).isEqualTo(168);
      assertThat(scores.inception().mean()).isBetween(1.0, 10.0);
      assertThat(scores.toString())
          .startsWith("FID[vae4j-fashion-1] 0.0000, KID[vae4j-fashion-1] ")
          .contains(", IS[vae4j-fashion-1] ")
          .endsWith(" (168 images against 168)");
    }
  }

  @Test
  void imagesThatComeInPartsAreOneSet() {
    TestImages bars = new TestImages(new ImageShape(28, 28, 1), 150);
    try (Backend backend = portable();
        FeatureNetwork network = FeatureNetwork.open(FeatureNetwork.FASHION, backend);
        Batch all = bars.first(150);
        Batch first = Batch.of(bars, 0, 1, 2)) {
      FeatureSet whole = FeatureSet.of(network, bars);
      FeatureSet parts = new FeatureSet(network.name());
      parts.add(network, first.images());
      parts.add(network, all.images());

      assertThat(parts.size()).isEqualTo(153);
      assertThat(parts.moments().count()).isEqualTo(153);
      for (int i = 0; i < 150; i++) {
        assertThat(parts.features()[i + 3]).containsExactly(whole.features()[i], within(1e-5f));
        assertThat(parts.probabilities()[i + 3])
            .containsExactly(whole.probabilities()[i], within(1e-5));
      }
    }
  }

  @Test
  void setsOfDifferentNetworksAreRefused() {
    try (Backend backend = portable();
        FeatureNetwork network = FeatureNetwork.open(FeatureNetwork.FASHION, backend);
        Batch few = new TestImages(new ImageShape(28, 28, 1), 3).first(3)) {
      assertThatIllegalArgumentException()
          .isThrownBy(
              () ->
                  SampleQuality.of(
                      new FeatureSet("vae4j-digits-1"),
                      new FeatureSet("vae4j-fashion-1"),
                      KERNEL,
                      ALONE))
          .withMessage("features must be of the network vae4j-fashion-1, were of vae4j-digits-1");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new FeatureSet("vae4j-digits-1").add(network, few.images()))
          .withMessage("features must be of the network vae4j-digits-1, were of vae4j-fashion-1");
    }
  }

  private static Backend portable() {
    return Backends.open("nd4j", BackendOptions.defaults().withThreads(1));
  }
}
