package vae4j.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.ndarray.INDArray;
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
import vae4j.eval.features.FeatureMetrics;
import vae4j.eval.features.FeatureNetwork;
import vae4j.eval.features.FeatureReport;
import vae4j.eval.features.FeatureSet;
import vae4j.eval.features.KernelInceptionDistance;
import vae4j.eval.features.SampleQuality;
import vae4j.eval.latent.LatentInformation;
import vae4j.eval.latent.LatentMetrics;
import vae4j.eval.latent.LatentStatistics;
import vae4j.eval.latent.Posteriors;
import vae4j.eval.likelihood.ElboEstimator;
import vae4j.eval.likelihood.ElboMetrics;
import vae4j.eval.likelihood.ElboReport;
import vae4j.eval.likelihood.ImportanceWeightedBound;
import vae4j.eval.likelihood.ImportanceWeightedMetrics;
import vae4j.eval.likelihood.ImportanceWeightedReport;
import vae4j.eval.metric.EvaluationImages;
import vae4j.eval.metric.Metric;
import vae4j.eval.metric.MetricGroup;
import vae4j.eval.metric.MetricInput;
import vae4j.eval.probe.ProbeMetrics;
import vae4j.eval.probe.ProbeReport;
import vae4j.eval.quality.QualityMetrics;
import vae4j.latent.GaussianMixture;

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
    return new Evaluation(List.of(groups), how, SEED)
        .measure(vae, new EvaluationImages(train, test, null), workers, group -> {});
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
      EvaluationResult found = measured(vae, train, test, how, new ProbeMetrics(1000));

      ProbeReport report =
          ProbeReport.of(vae, train.binarized(how, SEED), test.binarized(how, SEED + 1));
      assertThat(value(found, "linear_probe")).isEqualTo(report.linear());
      assertThat(value(found, "knn")).isEqualTo(report.nearest());
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
      EvaluationResult found = measured(vae, train, test, how, new FeatureMetrics());
      FeatureReport report = FeatureReport.of(vae, train, test, how, SEED, workers);

      FeatureSet real = FeatureSet.of(network, test.binarized(how, SEED + 1));
      FeatureSet training = FeatureSet.of(network, train.take(100).binarized(how, SEED));
      assertThat(report.real())
          .isEqualTo(
              SampleQuality.of(
                  real, training, new KernelInceptionDistance(100, 100, SEED), workers));
      assertThat(value(found, "FID[" + network.name() + "]_samples"))
          .isEqualTo(report.samples().frechet());
      assertThat(value(found, "KID[" + network.name() + "]_real"))
          .isEqualTo(report.real().kernel().mean());
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
  void aFrameHasMetricsOfTheInnerImages() {
    ImageDataset framed = new FramedImages(new TestImages(new ImageShape(24, 24, 1), 130), 2);
    try (Vae vae = model()) {
      EvaluationResult found =
          measured(vae, framed, framed, Binarization.NONE, new ElboMetrics(), new QualityMetrics());

      assertThat(found.metrics())
          .extracting(Metric::name)
          .containsExactly(
              "reconstruction",
              "kl",
              "elbo",
              "bits_per_dimension",
              "elbo_inner",
              "bits_per_dimension_inner",
              "mse",
              "psnr",
              "ssim",
              "mse_inner",
              "psnr_inner",
              "ssim_inner");
      assertThat(found.texts().values())
          .allSatisfy(text -> assertThat(text).contains("The frame of zeros"));
    }
  }

  @Test
  void theLatentSpaceAndTheBoundAreMeasured() {
    ImageDataset images = new Noise("noise", 40);
    try (Vae vae = model()) {
      EvaluationResult found =
          measured(
              vae,
              images,
              images,
              Binarization.NONE,
              new LatentMetrics(),
              new ImportanceWeightedMetrics(5));

      LatentStatistics statistics =
          LatentStatistics.of(
              Posteriors.of(vae, images, Binarization.NONE, SEED),
              LatentStatistics.DRAWS,
              Seeds.stream(SEED, Seeds.Purpose.EVALUATION_NOISE, 3),
              workers);
      LatentInformation information = statistics.information().orElseThrow();
      assertThat(value(found, "active_units")).isEqualTo(statistics.activeUnits());
      assertThat(value(found, "mutual_information"))
          .isEqualTo(information.mutualInformation().mean());
      assertThat(value(found, "marginal_kl")).isEqualTo(information.marginalKl().mean());
      assertThat(value(found, "total_correlation"))
          .isEqualTo(information.totalCorrelation().mean());
      assertThat(found.details().get("latents").getAsJsonArray("kl_per_dimension")).hasSize(3);
      ImportanceWeightedReport bound =
          new ImportanceWeightedBound(5, Binarization.NONE, SEED).evaluate(vae, images);
      assertThat(value(found, "iwae_bound[K=5]")).isEqualTo(bound.bound().mean());
      assertThat(value(found, "least_effective_sample_size")).isBetween(1.0, 5.0);
    }
    try (Vae autoencoder =
        Vae.create(VaeConfig.dense(SHAPE).hidden(4).latent(2).autoencoder().build(), 1, backend)) {
      EvaluationResult found =
          measured(autoencoder, images, images, Binarization.NONE, new LatentMetrics());

      assertThat(found.metrics()).extracting(Metric::name).containsExactly("active_units");
      assertThat(
              new ImportanceWeightedMetrics(5)
                  .unavailable(autoencoder, new EvaluationImages(images, images, null)))
          .contains("iwae needs a model with a latent distribution, this is an autoencoder");
    }
  }

  /** A trained mixture has no closed form: bound and ELBO of one sample each, of the same mean. */
  @Test
  void anyPriorHasItsBounds() {
    VaeConfig config =
        VaeConfig.dense(SHAPE).hidden(16).latent(2).prior(new GaussianMixture(3)).build();
    ImageDataset images = new Noise("noise", 40);
    try (Vae vae = Vae.create(config, 1, backend)) {
      ElboReport elbo = new ElboEstimator(400, Binarization.NONE, SEED).evaluate(vae, images);
      ImportanceWeightedReport one =
          new ImportanceWeightedBound(1, Binarization.NONE, SEED).evaluate(vae, images);
      ImportanceWeightedReport many =
          new ImportanceWeightedBound(400, Binarization.NONE, SEED).evaluate(vae, images);

      // The KL by quadrature over a grid: E_q[log q − log p].
      double sum = 0;
      try (INDArray all = images.first(40).images()) {
        Posteriors posteriors = Posteriors.of(vae, all);
        for (int n = 0; n < 40; n++) {
          sum += klByQuadrature(vae, posteriors, n) / 40;
        }
      }
      assertThat(elbo.kl().orElseThrow().mean()).isCloseTo(sum, within(0.03));
      assertThat(one.bound().mean())
          .isCloseTo(elbo.elbo().orElseThrow().mean(), within(5 * one.bound().standardError()));
      assertThat(many.bound().mean()).isGreaterThan(elbo.elbo().orElseThrow().mean());
      assertThat(new LatentMetrics().unavailable(vae, new EvaluationImages(images, images, null)))
          .contains("latents needs the prior standard-normal, this model's is gaussian-mixture:3");
    }
  }

  private static double klByQuadrature(Vae vae, Posteriors posteriors, int image) {
    int side = 61;
    double reach = 6;
    double[] z = new double[2 * side * side];
    for (int i = 0; i < side * side; i++) {
      for (int d = 0; d < 2; d++) {
        double unit = -reach + 2 * reach * (d == 0 ? i / side : i % side) / (side - 1);
        z[2 * i + d] = posteriors.draw(2 * image + d, unit);
      }
    }
    double[] logPriors = vae.logPrior(z);
    double sum = 0;
    double total = 0;
    for (int i = 0; i < logPriors.length; i++) {
      double logQ = posteriors.logDensity(image, z, 2 * i);
      sum += Math.exp(logQ) * (logQ - logPriors[i]);
      total += Math.exp(logQ);
    }
    return sum / total;
  }

  @Test
  void groupsAreFoundByTheirNamesAndThoseOfTheirMetrics() {
    List<MetricGroup> groups = Evaluation.groups(5, 10);

    assertThat(Evaluation.named(groups, "KID").name()).isEqualTo("fid");
    assertThat(Evaluation.named(groups, "iwae")).isEqualTo(new ImportanceWeightedMetrics(5));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Evaluation.named(groups, "beauty"))
        .withMessage(
            "metric must be one of elbo, latents, quality, fid, probes, disentanglement, iwae, was"
                + " beauty");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Evaluation(List.of(), Binarization.NONE, 1))
        .withMessage("metrics must be at least one, were none");
  }

  /** A metric of a user's own is shown like those of the library. */
  @Test
  void aNewGroupNeedsNothingButItsClass() {
    MetricGroup brightness =
        new MetricGroup() {
          @Override
          public String name() {
            return "brightness";
          }

          @Override
          public Result measure(MetricInput input) {
            return new Result(
                "Of the test images.",
                List.of(
                    Metric.of("Brightness", "images", input.images().test().size(), "", "all")));
          }
        };
    try (Vae vae = model()) {
      ImageDataset images = new Noise("noise", 10);

      EvaluationResult found = measured(vae, images, images, Binarization.NONE, brightness);

      assertThat(found.metric("images").orElseThrow().value()).isEqualTo(10);
      assertThat(found.toJson().getAsJsonArray("metrics")).hasSize(1);
      assertThat(found.seconds()).containsOnlyKeys("brightness");
    }
  }

  private static double value(EvaluationResult found, String name) {
    return found.metric(name).orElseThrow().value();
  }
}
