package vae4j.plot.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vae4j.TestImages;
import vae4j.Vae;
import vae4j.VaeConfig;
import vae4j.backend.Backend;
import vae4j.backend.BackendOptions;
import vae4j.backend.Backends;
import vae4j.data.ImageShape;
import vae4j.eval.metric.Metric;
import vae4j.train.LearningRate;
import vae4j.train.Trainer;
import vae4j.train.TrainerConfig;

/** A real report of small models, in a real browser. */
class ReportInBrowserTest {
  private static final String IMAGES =
      "[...document.images].map(i => [i.alt, i.complete ? i.naturalWidth * i.naturalHeight : 0])";
  private static final String OVERFLOWING =
      "[...document.querySelectorAll('body *')]"
          + ".filter(e => e.getBoundingClientRect().right > document.documentElement.clientWidth + 0.5)"
          + ".map(e => e.tagName)";
  private static final String PAGE_WIDTH = "document.documentElement.scrollWidth";

  // What the browser has not deleted of its profile yet must not fail the test.
  @TempDir(cleanup = CleanupMode.NEVER)
  static Path profile;

  @TempDir static Path folder;

  private static Chromium browser;
  private static Path report;
  private static int figures;

  @BeforeAll
  static void writeAndOpen() throws IOException, InterruptedException {
    Optional<Path> program = Chromium.find();
    assumeTrue(program.isPresent(), "no chromium is installed");
    report = folder.resolve("report.html");
    HtmlReport written = report();
    written.write(report);
    figures = written.sections().stream().mapToInt(section -> section.figures().size()).sum();
    browser = Chromium.start(program.get(), profile);
  }

  @AfterAll
  static void close() {
    if (browser != null) {
      browser.close();
    }
  }

  @ParameterizedTest
  @CsvSource({"390, 844, false", "390, 844, true", "1280, 900, false"})
  void everyImageIsThereNothingIsFetchedAndNothingSticksOut(int width, int height, boolean dark)
      throws IOException {
    browser.open(report, width, height, dark);

    JsonArray images = browser.evaluate(IMAGES).getAsJsonArray();
    assertThat(images).hasSizeGreaterThan(20).hasSize(figures);
    for (JsonElement image : images) {
      String alt = image.getAsJsonArray().get(0).getAsString();
      assertThat(alt).isNotEmpty();
      assertThat(image.getAsJsonArray().get(1).getAsInt()).as(alt).isPositive();
    }
    assertThat(browser.requests()).containsExactly(report.toUri().toString());
    assertThat(browser.complaints()).isEmpty();
    assertThat(browser.evaluate(PAGE_WIDTH).getAsInt()).isLessThanOrEqualTo(width);
    assertThat(browser.evaluate(OVERFLOWING).getAsJsonArray()).isEmpty();
    // rgb(255, 255, 255) or rgb(22, 22, 22).
    assertThat(browser.evaluate("getComputedStyle(document.body).backgroundColor").getAsString())
        .isEqualTo(dark ? "rgb(22, 22, 22)" : "rgb(255, 255, 255)");
    browser.screenshot(Path.of("target", "report-" + width + (dark ? "-dark" : "") + ".png"));
  }

  @Test
  void textIsShownAsItIsWrittenAndLinksLeadToTheirSections() {
    browser.open(report, 1280, 900, false);

    assertThat(browser.evaluate("document.title").getAsString()).isEqualTo("A <small> & odd model");
    assertThat(browser.evaluate("document.querySelector('dd').textContent").getAsString())
        .isEqualTo("bars <labelled>");
    assertThat(
            browser
                .evaluate(
                    "[...document.querySelectorAll('nav a')].every(a =>"
                        + " document.querySelector(a.getAttribute('href') + ' h2').textContent"
                        + " === a.textContent)")
                .getAsBoolean())
        .isTrue();
  }

  @Test
  void whatTheseTestsLookForWouldBeSeen() throws IOException {
    Path bad = folder.resolve("bad.html");
    Files.writeString(
        bad,
        "<meta name='viewport' content='width=device-width'><p style='width: 500px'>wide"
            + "<img alt='missing' src='missing.png'><script>console.error('oops')</script>");

    browser.open(bad, 390, 844, false);

    assertThat(browser.evaluate(IMAGES).toString()).isEqualTo("[[\"missing\",0]]");
    assertThat(browser.requests()).anyMatch(url -> url.endsWith("missing.png"));
    assertThat(browser.complaints()).anyMatch(text -> text.contains("oops"));
    assertThat(browser.evaluate(PAGE_WIDTH).getAsInt()).isGreaterThan(390);
    assertThat(browser.evaluate(OVERFLOWING).toString()).contains("\"P\"");
  }

  /** Of a model of colour with many latents, of one with two, and of a plain autoencoder. */
  private static HtmlReport report() {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("test images", "bars <labelled>");
    facts.put("SHA-256", "0123456789abcdef".repeat(4));
    List<ReportSection> sections = new ArrayList<>();
    sections.add(
        ReportSection.ofMetrics(
            "Likelihood",
            "How well the model predicts images that it has not seen.",
            List.of(
                new Metric(
                    "Likelihood", "elbo", -236.4512, 0.31, "nats per image", "Higher is better."),
                new Metric(
                    "Likelihood",
                    "importance-weighted_bound_with_5,000_samples",
                    -231.12,
                    0.29,
                    "nats per image",
                    "A closer bound on the log-likelihood; higher is better."))));
    try (Backend backend = Backends.open("nd4j", BackendOptions.defaults().withThreads(1))) {
      ImageShape colour = new ImageShape(12, 10, 3);
      ImageShape grey = new ImageShape(8, 8, 1);
      for (VaeConfig config :
          List.of(
              VaeConfig.conv(colour).filters(8).latent(16).build(),
              VaeConfig.conv(grey).filters(8).latent(2).build(),
              VaeConfig.conv(grey).filters(8).latent(2).autoencoder().build())) {
        LabelledBars bars = new LabelledBars(new TestImages(config.input(), 60));
        try (Vae vae = Vae.create(config, 1, backend)) {
          TrainerConfig settings =
              TrainerConfig.defaults()
                  .withEpochs(4)
                  .withBatchSize(12)
                  .withLearningRate(LearningRate.constant(1e-2));
          new Trainer(settings).fit(vae, bars, bars.take(20));
          sections.addAll(ModelGallery.defaults().draw(vae, bars));
        }
      }
    }
    return new HtmlReport("A <small> & odd model", facts, sections);
  }
}
