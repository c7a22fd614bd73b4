package vae4j.plot.report;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import vae4j.eval.metric.Metric;
import vae4j.io.AtomicFiles;

/**
 * A report as one HTML file: images and style are inside, nothing is fetched and no script is run.
 * It is made for screens from phones upwards, light and dark.
 *
 * @param title above all
 * @param facts where model and images come from, by name, in the order in which they are shown
 * @param sections in order
 */
public record HtmlReport(String title, Map<String, String> facts, List<ReportSection> sections) {
  // The policy forbids the browser to fetch anything: what were not inside would be missing.
  private static final String HEAD =
      """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta http-equiv="Content-Security-Policy"
        content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="color-scheme" content="light dark">
      <link rel="icon" href="data:,">
      """;

  private static final String STYLE =
      """
      <style>
      :root { --ink: #222; --soft: #5a5a5a; --line: #d8d8d8; --ground: #fff; --link: #0a58a8; }
      @media (prefers-color-scheme: dark) {
        :root { --ink: #e6e6e6; --soft: #a8a8a8; --line: #444; --ground: #161616; --link: #7db8f0; }
      }
      * { box-sizing: border-box; }
      body { margin: 0 auto; max-width: 70rem; padding: 1rem; color: var(--ink);
        background: var(--ground); font: 1rem/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }
      h1 { font-size: 1.6rem; line-height: 1.25; margin: 0.5rem 0 1rem; }
      h2 { font-size: 1.25rem; line-height: 1.3; margin: 2.5rem 0 0.5rem;
        border-top: 1px solid var(--line); padding-top: 1rem; }
      p { max-width: 44rem; margin: 0 0 1rem; }
      a { color: var(--link); }
      dl { display: grid; grid-template-columns: minmax(6rem, max-content) 1fr; gap: 0.15rem 1rem;
        margin: 0 0 1rem; font-size: 0.9rem; }
      dt, .unit, .why, figcaption { color: var(--soft); }
      dd { margin: 0; }
      nav ul { columns: 16rem; margin: 0; padding-left: 1.2rem; }
      table { border-collapse: collapse; width: 100%; max-width: 52rem; margin: 0 0 1.5rem; }
      caption { text-align: left; font-weight: 600; padding: 0.3rem 0; }
      th, td { text-align: left; vertical-align: top; padding: 0.4rem 0.75rem 0.4rem 0;
        border-bottom: 1px solid var(--line); font-weight: 400; }
      thead th { font-size: 0.85rem; color: var(--soft); }
      .value { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
      .why { display: block; font-size: 0.85rem; max-width: 36rem; }
      .figures { display: flex; flex-wrap: wrap; gap: 1rem; align-items: flex-start; }
      figure { margin: 0; max-width: 100%; }
      figcaption { font-size: 0.85rem; padding-top: 0.3rem; max-width: 44rem; }
      img { display: block; max-width: 100%; height: auto; background: #fff; border-radius: 4px; }
      .pixelated { image-rendering: pixelated; }
      @media (max-width: 36rem) {
        dl { display: block; }
        dd { margin-bottom: 0.4rem; }
        th, td { padding-right: 0.5rem; }
        .value { white-space: normal; }
      }
      </style>
      """;

  /** Copies facts and sections. */
  public HtmlReport {
    facts = Collections.unmodifiableMap(new LinkedHashMap<>(facts));
    sections = List.copyOf(sections);
  }

  /**
   * Writes the report, whole or not at all; see {@link AtomicFiles}.
   *
   * @param file where to, such as {@code report.html}; replaced if there. Its folder must exist
   * @throws IOException if the file cannot be written; the message names the file and the reason
   */
  public void write(Path file) throws IOException {
    AtomicFiles.writeString(file, html());
  }

  /** The whole document. */
  public String html() {
    StringBuilder html = new StringBuilder(HEAD);
    html.append("<title>").append(escape(title)).append("</title>\n");
    html.append(STYLE).append("</head>\n<body>\n<header>\n");
    html.append("<h1>").append(escape(title)).append("</h1>\n");
    appendFacts(html);
    appendContents(html);
    html.append("</header>\n<main>\n");
    for (int i = 0; i < sections.size(); i++) {
      appendSection(html, i + 1, sections.get(i));
    }
    return html.append("</main>\n</body>\n</html>\n").toString();
  }

  private void appendFacts(StringBuilder html) {
    if (facts.isEmpty()) {
      return;
    }
    html.append("<dl>\n");
    facts.forEach(
        (name, value) ->
            html.append("<dt>")
                .append(escape(name))
                .append("</dt><dd>")
                .append(escape(value))
                .append("</dd>\n"));
    html.append("</dl>\n");
  }

  private void appendContents(StringBuilder html) {
    if (sections.size() < 2) {
      return;
    }
    html.append("<nav aria-label=\"Contents\">\n<ul>\n");
    for (int i = 0; i < sections.size(); i++) {
      html.append("<li><a href=\"#section-")
          .append(i + 1)
          .append("\">")
          .append(escape(sections.get(i).heading()))
          .append("</a></li>\n");
    }
    html.append("</ul>\n</nav>\n");
  }

  private static void appendSection(StringBuilder html, int number, ReportSection section) {
    html.append("<section id=\"section-").append(number).append("\">\n");
    html.append("<h2>").append(escape(section.heading())).append("</h2>\n");
    if (!section.explanation().isEmpty()) {
      html.append("<p>").append(escape(section.explanation())).append("</p>\n");
    }
    section.tables().forEach(table -> appendTable(html, table));
    if (!section.figures().isEmpty()) {
      html.append("<div class=\"figures\">\n");
      section.figures().forEach(figure -> appendFigure(html, figure));
      html.append("</div>\n");
    }
    html.append("</section>\n");
  }

  private static void appendTable(StringBuilder html, ReportTable table) {
    html.append("<table>\n");
    if (!table.caption().isEmpty()) {
      html.append("<caption>").append(escape(table.caption())).append("</caption>\n");
    }
    html.append("<thead><tr><th scope=\"col\">metric</th>")
        .append("<th scope=\"col\" class=\"value\">value</th>")
        .append("<th scope=\"col\">unit</th></tr></thead>\n<tbody>\n");
    for (Metric row : table.rows()) {
      html.append("<tr><th scope=\"row\">").append(escape(row.label()));
      if (!row.text().isEmpty()) {
        html.append("<span class=\"why\">").append(escape(row.text())).append("</span>");
      }
      html.append("</th><td class=\"value\">").append(escape(row.formatted()));
      html.append("</td><td class=\"unit\">").append(escape(row.unit())).append("</td></tr>\n");
    }
    html.append("</tbody>\n</table>\n");
  }

  private static void appendFigure(StringBuilder html, ReportFigure figure) {
    html.append("<figure><img");
    if (figure.pixelated()) {
      html.append(" class=\"pixelated\"");
    }
    html.append(" width=\"")
        .append(figure.width())
        .append("\" height=\"")
        .append(figure.height())
        .append("\" alt=\"")
        .append(escape(figure.alt()))
        .append("\" src=\"data:")
        .append(escape(figure.mediaType()))
        .append(";base64,")
        .append(escape(figure.base64()))
        .append("\">");
    if (!figure.caption().isEmpty()) {
      html.append("<figcaption>").append(escape(figure.caption())).append("</figcaption>");
    }
    html.append("</figure>\n");
  }

  /** Text as it may stand between tags and in quoted attributes. */
  static String escape(String text) {
    StringBuilder escaped = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '&' -> escaped.append("&amp;");
        case '<' -> escaped.append("&lt;");
        case '>' -> escaped.append("&gt;");
        case '"' -> escaped.append("&quot;");
        case '\'' -> escaped.append("&#39;");
        // Other control characters are errors in HTML.
        default -> escaped.append(Character.isISOControl(c) && c != '\n' && c != '\t' ? '�' : c);
      }
    }
    return escaped.toString();
  }
}
