package vae4j.plot.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonParser;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Base64;
import java.util.List;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vae4j.TestImages;
import vae4j.Vae;
import vae4j.VaeConfig;
import vae4j.backend.Backend;
import vae4j.backend.BackendOptions;
import vae4j.backend.Backends;
import vae4j.data.Binarization;
import vae4j.data.ImageDataset;
import vae4j.data.ImageShape;
import vae4j.loss.LossTerms;
import vae4j.plot.figure.LatentPoints;
import vae4j.plot.figure.TrainingCurves;
import vae4j.train.LearningRate;
import vae4j.train.Trainer;
import vae4j.train.TrainerConfig;

class ModelGalleryTest {
  private static final ImageShape GREY = new ImageShape(8, 6, 1);
  private static final ImageShape COLOUR = new ImageShape(6, 7, 3);
  private static final ModelGallery GALLERY =
      new ModelGallery(4, 6, 50, 3, 2, Binarization.NONE, 1);

  private Backend backend;

  @BeforeEach
  void open() {
    backend = Backends.open("nd4j", BackendOptions.defaults().withThreads(1));
  }

  @AfterEach
  void close() {
    backend.close();
  }

  @Test
  void twoLatentsShowAllThereIs() {
    try (Vae vae = trained(VaeConfig.conv(GREY).filters(4).latent(2).build())) {
      List<ReportSection> sections = GALLERY.draw(vae, new TestImages(GREY, 30));

      assertThat(headings(sections))
          .containsExactly(
              "Training",
              "Reconstructions",
              "Samples",
              "Interpolations",
              "KL of each latent dimension",
              "Traversals",
              "Latent means of the test images",
              "Decoded latent plane",
              "Aggregate posterior and N(0, 1)");
      assertThat(section(sections, "Training").figures()).hasSize(3);
      assertThat(section(sections, "Aggregate posterior and N(0, 1)").figures()).hasSize(2);
      assertThat(section(sections, "Interpolations").explanation()).contains("Linear");
    }
  }

  @Test
  void sixteenLatentsAreSeenAlongTheirPrincipalAxesAndCutToTheLargest() throws IOException {
    try (Vae vae = trained(VaeConfig.conv(COLOUR).filters(4).latent(16).build())) {
      List<ReportSection> sections = GALLERY.draw(vae, labelled(COLOUR, 30));

      assertThat(headings(sections)).doesNotContain("Decoded latent plane");
      assertThat(section(sections, "Aggregate posterior and N(0, 1)").figures()).hasSize(6);
      assertThat(section(sections, "Latent means of the test images").figures().get(0).caption())
          .contains("30 test images")
          .contains("variance");
      assertThat(section(sections, "Traversals").explanation()).contains("The 3 first of 16.");
      assertThat(section(sections, "Interpolations").explanation()).contains("Spherical");
      // 17 steps there and 15 back between the ends: 32 frames.
      byte[] gif =
          Base64.getDecoder().decode(section(sections, "Traversals").figures().get(1).base64());
      ImageReader reader = ImageIO.getImageReadersByFormatName("gif").next();
      try (ImageInputStream in = ImageIO.createImageInputStream(new ByteArrayInputStream(gif))) {
        reader.setInput(in);
        assertThat(reader.getNumImages(true)).isEqualTo(32);
        assertThat(reader.read(0).getWidth()).isEqualTo(3 * (7 + 1) + 1);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 16})
  void aPlainAutoencoderHasNoSamplesDivergencesOrPrior(int latents) {
    VaeConfig config = VaeConfig.conv(GREY).filters(4).latent(latents).autoencoder().build();
    try (Vae vae = trained(config)) {
      List<ReportSection> sections = GALLERY.draw(vae, new TestImages(GREY, 30));

      assertThat(headings(sections))
          .contains("Training", "Reconstructions", "Interpolations", "Traversals")
          .doesNotContain(
              "Samples", "KL of each latent dimension", "Aggregate posterior and N(0, 1)");
      assertThat(section(sections, "Training").figures()).hasSize(1);
      assertThat(headings(sections).contains("Decoded latent plane")).isEqualTo(latents == 2);
    }
  }

  @Test
  void anUntrainedModelOfOneLatentAndASingleImageAreEnough() {
    try (Vae vae = Vae.create(VaeConfig.conv(GREY).filters(4).latent(1).build(), 1, backend)) {
      List<ReportSection> sections = ModelGallery.defaults().draw(vae, new TestImages(GREY, 1));

      assertThat(headings(sections))
          .containsExactly(
              "Reconstructions",
              "Samples",
              "KL of each latent dimension",
              "Traversals",
              "Aggregate posterior and N(0, 1)");
    }
  }

  @Test
  void divergencesOfTheLatentsAddUpToThatOfTheLoss() {
    TestImages images = new TestImages(GREY, 130);
    try (Vae vae = trained(VaeConfig.conv(GREY).filters(4).latent(5).build())) {
      LatentPoints points = LatentPoints.of(vae, images, Binarization.NONE, 1);

      double sum = 0;
      for (double kl : points.klPerDimension()) {
        sum += kl;
      }
      try (var all = images.first(130)) {
        LossTerms loss = vae.loss(all.images(), new SplittableRandom(3), 1);
        assertThat(sum).isCloseTo(loss.kl(), within(1e-4 * loss.kl()));
      }
    }
  }

  @Test
  void damagedHistoriesLeaveCurvesOut() {
    var metrics =
        JsonParser.parseString(
                "{'epochs': [7, {'epoch': 1, 'split': 'train', 'reconstruction': 3.5},"
                    + " {'epoch': 2, 'split': 'test', 'reconstruction': 'x'},"
                    + " {'epoch': 2, 'split': 'train', 'reconstruction': 2.5}]}")
            .getAsJsonObject();

    var curves = TrainingCurves.of(metrics, List.of("reconstruction", "kl"));

    assertThat(curves).hasSize(1);
    assertThat(curves.get(0)).hasSize(1);
    assertThat(curves.get(0).get(0).split()).isEqualTo("train");
    assertThat(curves.get(0).get(0).epochs()).containsExactly(1, 2);
    assertThat(curves.get(0).get(0).values()).containsExactly(3.5, 2.5);
    assertThat(TrainingCurves.of(JsonParser.parseString("{}").getAsJsonObject(), List.of("x")))
        .isEmpty();
  }

  @Test
  void imagesOfTheSeedAreTheSameEachTime() throws IOException {
    try (Vae vae = trained(VaeConfig.conv(GREY).filters(4).latent(2).build())) {
      TestImages images = new TestImages(GREY, 20);

      assertThat(GALLERY.draw(vae, images)).isEqualTo(GALLERY.draw(vae, images));
      ReportFigure samples = section(GALLERY.draw(vae, images), "Samples").figures().get(0);
      BufferedImage image =
          ImageIO.read(new ByteArrayInputStream(Base64.getDecoder().decode(samples.base64())));
      assertThat(image.getWidth()).isEqualTo(samples.width());
      assertThat(section(GALLERY.withSeed(2).draw(vae, images), "Samples").figures().get(0))
          .isNotEqualTo(samples);
    }
  }

  @Test
  void wrongArgumentsAreNamed() {
    try (Vae vae = Vae.create(VaeConfig.conv(GREY).filters(4).latent(1).build(), 1, backend)) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> GALLERY.draw(vae, new TestImages(COLOUR, 9)))
          .withMessage("images of bars must be at least one, 8×6×1 as the model's, were 9, 6×7×3");
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ModelGallery(1, 1, 0, 1, 1, Binarization.NONE, 1))
        .withMessage("encoded must be positive, was 0");
  }

  private Vae trained(VaeConfig config) {
    Vae vae = Vae.create(config, 1, backend);
    TrainerConfig settings =
        TrainerConfig.defaults()
            .withEpochs(2)
            .withBatchSize(10)
            .withLearningRate(LearningRate.constant(1e-2));
    TestImages images = new TestImages(config.input(), 30);
    new Trainer(settings).fit(vae, images, images.take(10));
    return vae;
  }

  private static ImageDataset labelled(ImageShape shape, int size) {
    return new LabelledBars(new TestImages(shape, size));
  }

  private static List<String> headings(List<ReportSection> sections) {
    return sections.stream().map(ReportSection::heading).toList();
  }

  private static ReportSection section(List<ReportSection> sections, String heading) {
    return sections.stream().filter(s -> s.heading().equals(heading)).findFirst().orElseThrow();
  }
}
