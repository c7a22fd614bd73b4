package vae4j.eval;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import vae4j.FramedImages;
import vae4j.TestImages;
import vae4j.Vae;
import vae4j.VaeConfig;
import vae4j.backend.Backend;
import vae4j.backend.BackendOptions;
import vae4j.backend.Backends;
import vae4j.backend.ParallelLoop;
import vae4j.data.Binarization;
import vae4j.data.ImageDataset;
import vae4j.data.ImageShape;
import vae4j.data.Seeds;
import vae4j.eval.features.FeatureNetwork;
import vae4j.eval.features.FeatureReport;
import vae4j.eval.features.FeatureSet;
import vae4j.eval.features.KernelInceptionDistance;
import vae4j.eval.features.SampleQuality;
import vae4j.eval.probe.ProbeReport;

/** What the model saw is what is measured. */
class EvaluationTest {
  private static final ImageShape SHAPE = new ImageShape(28, 28, 1);
  private static final long SEED = 3;

  private Backend backend;
  private ParallelLoop workers;

  @BeforeEach
  void open() {
    backend = Backends.open("nd4j", BackendOptions.defaults().withThreads(1));
    workers = new ParallelLoop(2);
  }

  @AfterEach
  void close() {
    workers.close();
    backend.close();
  }

  /** Noise with a label, whose pixels are anywhere in [0, 1]. */
  private record Noise(String name, int size) implements ImageDataset {
    @Override
    public ImageShape shape() {
      return SHAPE;
    }

    @Override
    public void read(int index, float[] target, int offset) {
      var random = Seeds.stream(name.length(), Seeds.Purpose.SHUFFLE, index);
      for (int i = 0; i < SHAPE.size(); i++) {
        target[offset + i] = random.nextFloat();
      }
    }

    @Override
    public int label(int index) {
      return index % 3;
    }

    @Override
    public List<String> labelNames() {
      return List.of("a", "b", "c");
    }

    @Override
    public String sha256() {
      return "0".repeat(64);
    }
  }

  private EvaluationResult measured(
      Vae vae, ImageDataset train, ImageDataset test, Binarization how, MetricGroup... groups) {
    Set<MetricGroup> metrics = EnumSet.copyOf(List.of(groups));
    return new Evaluation(metrics, 1, 1000, how, SEED)
        .measure(vae, new Evaluation.Images(train, test, null), workers, group -> {});
  }

  private Vae model() {
    return Vae.create(VaeConfig.conv(SHAPE).filters(4, 4).latent(3).build(), 1, backend);
  }

  @ParameterizedTest
  @EnumSource(Binarization.class)
  void probesLearnFromWhatTheModelSaw(Binarization how) {
    ImageDataset train = new Noise("train", 120);
    ImageDataset test = new Noise("testing", 90);
    try (Vae vae = model()) {
      EvaluationResult found = measured(vae, train, test, how, MetricGroup.PROBES);

      assertThat(found.probes())
          .contains(ProbeReport.of(vae, train.binarized(how, SEED), test.binarized(how, SEED + 1)));
      assertThat(found.toJson().get("binarization").getAsString()).isEqualTo(how.toString());
    }
  }

  @Test
  void theCodesOfBinarisedImagesAreOthers() {
    ImageDataset grey = new Noise("train", 60);
    try (Vae vae = model()) {
      assertThat(ProbeReport.of(vae, grey.binarized(Binarization.STOCHASTIC, 1), grey))
          .isNotEqualTo(ProbeReport.of(vae, grey, grey));
    }
  }

  /** Real images, reconstructions and samples: all with two values, or none. */
  @ParameterizedTest
  @EnumSource(Binarization.class)
  void fidComparesBinarisedWithBinarised(Binarization how) {
    ImageDataset train = new Noise("mnist/train", 120);
    ImageDataset test = new Noise("mnist/test", 100);
    try (Vae vae = model();
        FeatureNetwork network =
            FeatureNetwork.open(FeatureNetwork.nameFor(test.name()).orElseThrow(), backend)) {
      FeatureReport report =
          measured(vae, train, test, how, MetricGroup.FID).features().orElseThrow();

      FeatureSet real = FeatureSet.of(network, test.binarized(how, SEED + 1));
      FeatureSet training = FeatureSet.of(network, train.take(100).binarized(how, SEED));
      assertThat(report.real())
          .isEqualTo(
              SampleQuality.of(
                  real, training, new KernelInceptionDistance(100, 100, SEED), workers));
      FeatureReport grey = FeatureReport.of(vae, train, test, Binarization.NONE, SEED, workers);
      if (how == Binarization.NONE) {
        assertThat(report).isEqualTo(grey);
      } else {
        // A mean over its outputs, near ½ everywhere, is no noise of zeros and ones.
        assertThat(report.reconstructions().inception())
            .isNotEqualTo(grey.reconstructions().inception());
        assertThat(report.samples().inception()).isNotEqualTo(grey.samples().inception());
      }
    }
  }

  @Test
  void aFrameIsSaidInWordsAndNumbers() {
    ImageDataset framed = new FramedImages(new TestImages(new ImageShape(24, 24, 1), 130), 2);
    try (Vae vae = model()) {
      EvaluationResult found =
          measured(vae, framed, framed, Binarization.NONE, MetricGroup.ELBO, MetricGroup.QUALITY);

      assertThat(found.elbo().orElseThrow().withoutFrame()).isPresent();
      assertThat(found.quality().orElseThrow().withoutFrame()).isPresent();
    }
  }
}
