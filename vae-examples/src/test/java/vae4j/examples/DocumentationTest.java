package vae4j.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vae4j.Vae;
import vae4j.graph.parameter.Parameter;
import vae4j.train.LearningRate;
import vae4j.train.Presets;
import vae4j.train.TrainerConfig;

/** The documents say what is so: their program, their names, their links and their tables. */
class DocumentationTest {
  private static final Path MODULE = Path.of(System.getProperty("basedir", "")).toAbsolutePath();
  private static final Path ROOT = MODULE.resolve("..").normalize();
  private static final String README = "README.md";
  private static final String ARCHITECTURE = "docs/architecture.md";

  /** Types that are not ours. */
  private static final Set<String> FOREIGN =
      Set.of("INDArray", "ServiceLoader", "FashionMNIST", "HxW");

  @Test
  void theReadmesProgramIsTheQuickStart() throws IOException {
    String source =
        Files.readString(MODULE.resolve("src/main/java/vae4j/examples/QuickStart.java"));
    String program = source.substring(source.indexOf("import "));

    assertThat(read(README)).contains("```java\n" + program + "```\n");
  }

  @Test
  void theProjectOutsideTheBuildRunsTheQuickStart() throws IOException {
    Path consumer = MODULE.resolve("src/it/consumer/src/main/java/consumer/QuickStart.java");

    assertThat(body(consumer))
        .isEqualTo(body(MODULE.resolve("src/main/java/vae4j/examples/QuickStart.java")));
  }

  @ParameterizedTest
  @ValueSource(strings = {README, ARCHITECTURE, "CHANGELOG.md"})
  void everyTypeAndMethodThatIsNamedExists(String document) throws IOException {
    Map<String, String> sources = sources();
    // A type, and after a point one of its types or methods: Chain, AffineMap.Dense, Vae.save.
    Pattern name = Pattern.compile("(?<![-.\\w])([A-Z]\\w*[a-z]\\w*)(?:\\.([a-zA-Z]\\w+))?");
    Set<String> missing = new TreeSet<>();
    for (String code : codeSpans(document)) {
      for (MatchResult match : name.matcher(code).results().toList()) {
        String source = sources.get(match.group(1));
        String member = match.group(2);
        if (source == null
            ? !FOREIGN.contains(match.group(1))
            : member != null && !declares(source, member)) {
          missing.add(match.group());
        }
      }
    }

    assertThat(sources).containsKey("Vae");
    assertThat(missing).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {README, ARCHITECTURE, "CHANGELOG.md"})
  void everyLinkIntoTheProjectLeadsSomewhere(String document) throws IOException {
    Path folder = ROOT.resolve(document).getParent();
    List<String> broken =
        matches("\\]\\(([^)#]+)[^)]*\\)", read(document))
            .filter(link -> !link.startsWith("http"))
            .filter(link -> !Files.exists(folder.resolve(link)))
            .toList();

    assertThat(broken).isEmpty();
  }

  @Test
  void everyOptionInTheReadmeIsOneOfTheCommandLine() throws IOException {
    String commands = String.join("\n", javaFiles("vae-cli/src/main/java").values());

    // Picocli's own are named nowhere.
    List<String> named =
        matches("(?<![\\w-])(--[a-z][a-z-]*)", read(README))
            .filter(option -> !option.equals("--help"))
            .distinct()
            .toList();

    assertThat(named).contains("--preset");
    assertThat(named.stream().filter(option -> !commands.contains('"' + option + '"'))).isEmpty();
  }

  @Test
  void thePresetsAreWhatTheReadmesTableSays() throws IOException {
    List<String> rows = read(README).lines().filter(line -> line.startsWith("| `")).toList();
    for (Presets.Preset preset : Presets.all()) {
      TrainerConfig training = preset.training();
      try (Vae vae = Vae.create(preset.config(), 1)) {
        String beta = preset.config().variational() ? Double.toString(training.beta().last()) : "–";
        assertThat(rows)
            .filteredOn(row -> row.startsWith("| `" + preset.name() + "` |"))
            .singleElement()
            .asString()
            .contains(String.format(Locale.ROOT, "| %,d |", vae.parameterCount()))
            .contains("| " + preset.config().latent())
            .endsWith(
                String.format(
                    Locale.ROOT,
                    "| %s | %s | %d | %d |",
                    beta,
                    BigDecimal.valueOf(((LearningRate.Constant) training.learningRate()).rate())
                        .stripTrailingZeros()
                        .toPlainString(),
                    training.batchSize(),
                    training.epochs()));
      }
    }
  }

  @Test
  void theLayersAreWhatTheArchitecturesTableSays() throws IOException {
    String document = read(ARCHITECTURE);
    try (Vae vae = Vae.create(Presets.named("gdl-vae").config(), 1)) {
      List<Parameter> parameters = vae.parameterLayout();
      for (int i = 0; i < parameters.size(); i += 2) {
        Parameter kernel = parameters.get(i);
        long count = kernel.length() + parameters.get(i + 1).length();
        String layer = kernel.name().replace("/weights", "");
        assertThat(document.lines().filter(line -> line.startsWith("| `" + layer + "` |")))
            .singleElement()
            .asString()
            .endsWith(
                String.format(
                    Locale.ROOT, "| %s | %,d |", Arrays.toString(kernel.dimensions()), count));
      }
      assertThat(document).contains(String.format(Locale.ROOT, "%,d", vae.parameterCount()));
    }
  }

  /** What follows the part in which the two programs differ: their package, data and main. */
  private static String body(Path file) throws IOException {
    String source = Files.readString(file);
    return source.substring(source.indexOf("  static TrainingHistory run("));
  }

  private static boolean declares(String source, String member) {
    return Pattern.compile("(class|record|interface|enum) " + member + "\\b|\\b" + member + "\\(")
        .matcher(source)
        .find();
  }

  private static String read(String document) throws IOException {
    return Files.readString(ROOT.resolve(document));
  }

  /** What stands between single backticks, outside of code blocks. */
  private static List<String> codeSpans(String document) throws IOException {
    String text = read(document).replaceAll("(?s)```.*?```", "");
    return matches("`([^`\n]+)`", text).toList();
  }

  private static Stream<String> matches(String pattern, String text) {
    return Pattern.compile(pattern).matcher(text).results().map(match -> match.group(1));
  }

  /** The text of each type's file in src/main of every module, by the type's name. */
  private static Map<String, String> sources() throws IOException {
    Map<String, String> sources = new TreeMap<>();
    for (String module :
        List.of("vae-core", "vae-onednn", "vae-cuda", "vae-datasets", "vae-cli", "vae-examples")) {
      sources.putAll(javaFiles(module + "/src/main/java"));
    }
    // The driver without a GPU is described too.
    sources.putAll(javaFiles("vae-cuda/src/test/java"));
    return sources;
  }

  private static Map<String, String> javaFiles(String folder) throws IOException {
    Path root = ROOT.resolve(folder);
    Map<String, String> sources = new TreeMap<>();
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file :
          files.filter(path -> path.toString().endsWith(".java")).collect(Collectors.toList())) {
        String name = file.getFileName().toString();
        sources.put(name.substring(0, name.length() - ".java".length()), Files.readString(file));
      }
    }
    return sources;
  }
}
