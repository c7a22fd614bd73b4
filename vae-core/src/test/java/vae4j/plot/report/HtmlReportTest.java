package vae4j.plot.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vae4j.eval.metric.Metric;

class HtmlReportTest {
  private static final String NASTY = "<script>alert('&\"')</script>";
  private static final String SAFE = "&lt;script&gt;alert(&#39;&amp;&quot;&#39;)&lt;/script&gt;";
  private static final Pattern IMAGE =
      Pattern.compile(
          "<img( class=\"pixelated\")? width=\"(\\d+)\" height=\"(\\d+)\" alt=\"([^\"]*)\""
              + " src=\"data:image/(png|gif);base64,([A-Za-z0-9+/=]+)\">");

  @TempDir Path folder;

  @Test
  void everyTextIsEscapedWhereverItStands() {
    ReportFigure figure = ReportFigure.ofGrid(image(0x123456), NASTY, NASTY);
    Metric row = new Metric("", NASTY, 1, 0.5, NASTY, NASTY);
    ReportSection section =
        new ReportSection(
            NASTY, NASTY, List.of(new ReportTable(NASTY, List.of(row))), List.of(figure));

    String html = new HtmlReport(NASTY, Map.of(NASTY, NASTY), List.of(section, section)).html();

    assertThat(html).doesNotContain("<script").doesNotContain("alert('");
    // Title twice and a fact's two halves; each section: contents, heading, explanation, caption,
    // three parts of a row, alternative text and caption of the figure.
    assertThat(html.split(Pattern.quote(SAFE), -1)).hasSize(1 + 4 + 2 * 9);
  }

  @Test
  void controlCharactersDoNotGetThrough() {
    assertThat(HtmlReport.escape("a\u0000b\u001bc\nd")).isEqualTo("a�b�c\nd");
    assertThat(HtmlReport.escape("σ² ≤ ½ 🙂")).isEqualTo("σ² ≤ ½ 🙂");
  }

  @Test
  void imagesAreInsideAndInOrder() throws IOException {
    ReportFigure chart = ReportFigure.ofChart(image(0xff0000), "chart", "");
    ReportFigure grid = ReportFigure.ofGrid(image(0x00ff00), "grid", "");
    ReportFigure frames =
        ReportFigure.ofFrames(List.of(image(0x0000ff), image(0x0000fe)), 100, 7, "frames", "");
    ReportSection section = ReportSection.ofFigures("a", "b", List.of(chart, grid, frames));

    List<Matcher> found = images(new HtmlReport("", Map.of(), List.of(section)).html());

    assertThat(found).extracting(m -> m.group(4)).containsExactly("chart", "grid", "frames");
    assertThat(found).extracting(m -> m.group(5)).containsExactly("png", "png", "gif");
    assertThat(found)
        .extracting(m -> m.group(2) + "×" + m.group(3))
        .containsExactly("3×2", "6×4", "42×28");
    assertThat(found).extracting(m -> m.group(1) != null).containsExactly(false, false, true);
    int[] wanted = {0xff0000, 0x00ff00, 0x0000ff};
    for (int i = 0; i < 3; i++) {
      byte[] bytes = Base64.getDecoder().decode(found.get(i).group(6));
      BufferedImage image = ImageIO.read(new ByteArrayInputStream(bytes));
      assertThat(image.getWidth()).isEqualTo(6);
      assertThat(image.getHeight()).isEqualTo(4);
      assertThat(image.getRGB(5, 3) & 0xffffff).isEqualTo(wanted[i]);
    }
  }

  @Test
  void errorsStandBehindTheirValues() {
    ReportSection section =
        ReportSection.ofMetrics(
            "a",
            "",
            List.of(
                new Metric("a", "x", 236.4512, 0.031, "nats", ""),
                Metric.of("a", "y", 0.25, "", "why")));

    String html = new HtmlReport("", Map.of(), List.of(section)).html();

    assertThat(html).contains(">236.451 ± 0.031</td>").contains(">0.25</td>").contains(">why<");
  }

  @Test
  void aFileIsWrittenWholeAndInUtf8() throws IOException {
    Path file = folder.resolve("report.html");
    HtmlReport report = new HtmlReport("β", Map.of("σ", "½"), List.of());

    report.write(file);

    assertThat(Files.readString(file)).isEqualTo(report.html()).contains("<h1>β</h1>");
    assertThat(folder).isDirectoryNotContaining(path -> !path.equals(file));
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> report.write(folder.resolve("none").resolve("report.html")))
        .withMessageContaining("cannot write")
        .withMessageContaining("report.html");
  }

  @Test
  void aScaleThatIsNotPositiveIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ReportFigure.ofFrames(List.of(image(0)), 100, 0, "", ""))
        .withMessage("scale must be positive, was 0");
  }

  private static BufferedImage image(int rgb) {
    BufferedImage image = new BufferedImage(6, 4, BufferedImage.TYPE_INT_RGB);
    image.setRGB(5, 3, rgb);
    return image;
  }

  private static List<Matcher> images(String html) {
    List<Matcher> all = new ArrayList<>();
    Matcher matcher = IMAGE.matcher(html);
    int from = 0;
    while (matcher.find(from)) {
      from = matcher.end();
      all.add(matcher);
      matcher = IMAGE.matcher(html);
    }
    return all;
  }
}
