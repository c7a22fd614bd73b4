package vae4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vae4j.cli.console.Console;
import vae4j.cli.console.ExitCode;
import vae4j.cli.console.Interruption;
import vae4j.cli.console.StandardStream;

class SweepTest {
  @TempDir private static Path shared;
  private static Path whole;
  private static CliRun first;

  @TempDir private Path temp;

  /** Two β and two seeds, all in one go. */
  @BeforeAll
  static void sweep() {
    whole = shared.resolve("whole");
    first = CliRun.of(words(whole).toArray());
    assertThat(first.code()).as(first.err()).isZero();
  }

  private static List<Object> words(Path folder, Object... more) {
    List<Object> words = new ArrayList<>(List.of("sweep", "--dataset", "sprites"));
    words.addAll(List.of("--filters", "4,4", "--latents", 2, "--batch", 16, "--limit", 40));
    words.addAll(List.of("--betas", "1,4", "--seeds", 2, "--epochs", 1, "--no-plots"));
    words.addAll(List.of("--metrics", "elbo,latents,probes", "--out", folder));
    words.addAll(List.of(more));
    return words;
  }

  @Test
  void everyRunHasTheFolderOfATrainingAndItsEvaluation() throws IOException {
    for (String beta : new String[] {"1", "4"}) {
      for (int seed = 1; seed <= 2; seed++) {
        Path run = whole.resolve("runs/beta-" + beta + "_latent-2_bernoulli_seed-" + seed);
        assertThat(run).isDirectoryContaining("glob:**/model.vae");
        JsonObject config = RunFolderTest.read(run, "config.json");
        JsonObject klWeight = config.getAsJsonObject("training").getAsJsonObject("kl_weight");
        assertThat(klWeight.get("beta").getAsDouble()).isEqualTo(Double.parseDouble(beta));
        assertThat(config.get("seed").getAsInt()).isEqualTo(seed);
        JsonObject summary = RunFolderTest.read(run, "summary.json");
        JsonObject evaluation = RunFolderTest.read(run, "evaluation.json");
        assertThat(summary.get("status").getAsString()).isEqualTo("complete");
        assertThat(evaluation.get("beta").getAsDouble()).isEqualTo(Double.parseDouble(beta));
        // The noise differs, the KL has none.
        assertThat(evaluation.get("kl").getAsDouble())
            .isCloseTo(summary.getAsJsonObject("test").get("kl").getAsDouble(), within(1e-4));
      }
    }
    assertThat(first.out())
        .contains("4 runs: beta 1, 4 × latent 2 × likelihood bernoulli × seeds 1 to 2");
    assertThat(first.out()).contains("run 1/4  beta-1_latent-2_bernoulli_seed-1", "to go: 3");
  }

  @Test
  void aRunIsTheOneThatTrainWouldMake() throws IOException {
    Path alone = temp.resolve("alone");
    Object[] options = {"--beta", 4, "--likelihood", "bernoulli", "--seed", 2};

    assertThat(CliRun.tinyTraining(alone, options).code()).isZero();

    Path swept = whole.resolve("runs/beta-4_latent-2_bernoulli_seed-2");
    assertThat(RunFolderTest.read(swept, "summary.json").get("test"))
        .isEqualTo(RunFolderTest.read(alone, "summary.json").get("test"));
  }

  @Test
  void theTableHasALineForEachRunWithWhatItsEvaluationSays() throws IOException {
    List<String> lines = Files.readAllLines(whole.resolve("sweep.csv"));

    assertThat(lines).hasSize(5);
    assertThat(lines.get(0))
        .isEqualTo(
            "beta,latent,likelihood,seed,epochs,reconstruction,kl,elbo,"
                + "bits_per_dimension,active_units,mutual_information,marginal_kl,"
                + "total_correlation,linear_probe,knn,seconds");
    assertThat(lines)
        .extracting(line -> line.split(",", -1)[0] + " " + line.split(",", -1)[3])
        .containsExactly("beta seed", "1 1", "1 2", "4 1", "4 2");
    JsonObject evaluation =
        RunFolderTest.read(
            whole.resolve("runs/beta-4_latent-2_bernoulli_seed-1"), "evaluation.json");
    assertThat(column(whole, "elbo")[2])
        .isEqualTo(
            -evaluation.get("reconstruction").getAsDouble() - evaluation.get("kl").getAsDouble(),
            within(1e-9));
    assertThat(column(whole, "linear_probe")[2])
        .isEqualTo(
            evaluation.getAsJsonArray("metrics").asList().stream()
                .map(JsonElement::getAsJsonObject)
                .filter(metric -> metric.get("name").getAsString().equals("linear_probe"))
                .map(metric -> metric.get("value").getAsDouble())
                .findFirst()
                .orElseThrow());
  }

  @Test
  void meansAndStandardDeviationsAreThoseOfTheSeeds() throws IOException {
    JsonObject json = RunFolderTest.read(whole, "sweep.json");

    assertThat(json.getAsJsonArray("runs"))
        .extracting(run -> run.getAsJsonObject().get("done").getAsBoolean())
        .containsExactly(true, true, true, true);
    assertThat(json.getAsJsonArray("settings")).hasSize(2);
    for (String name : new String[] {"reconstruction", "kl", "active_units", "knn"}) {
      double[] values = column(whole, name);
      for (int i = 0; i < 2; i++) {
        JsonObject setting = json.getAsJsonArray("settings").get(i).getAsJsonObject();
        double one = values[2 * i];
        double two = values[2 * i + 1];
        assertThat(setting.getAsJsonObject("mean").get(name).getAsDouble())
            .as(name)
            .isCloseTo((one + two) / 2, within(1e-9));
        // Of two numbers it is their distance over √2.
        assertThat(setting.getAsJsonObject("standard_deviation").get(name).getAsDouble())
            .as(name)
            .isCloseTo(Math.abs(one - two) / Math.sqrt(2), within(1e-9));
      }
    }
  }

  @Test
  void theShortTableHasALineForEachSetting() throws IOException {
    List<String> lines = Files.readAllLines(whole.resolve("sweep.md"));

    assertThat(lines).hasSize(4);
    assertThat(lines.get(0)).startsWith("| beta | latent | likelihood | seeds | reconstruction |");
    assertThat(lines.get(2)).startsWith("| 1 | 2 | bernoulli | 2 | ").contains(" ± ");
    assertThat(lines.get(3)).startsWith("| 4 | 2 | bernoulli | 2 | ");
    assertThat(lines)
        .allSatisfy(
            line ->
                assertThat(line.chars().filter(c -> c == '|').count())
                    .isEqualTo(lines.get(0).chars().filter(c -> c == '|').count()));
    assertThat(first.out()).contains(String.join("\n", lines));
  }

  @Test
  void theReportHasCurvesImagesAndNumbers() throws IOException {
    assertThat(Files.readString(whole.resolve("report.html")))
        .contains("<h2>Rate and distortion</h2>", "<h2>Latent space</h2>", "<h2>All numbers</h2>")
        .contains("<h2>Images of beta 1, latent 2, likelihood bernoulli</h2>")
        .contains("<h2>Images of beta 4, latent 2, likelihood bernoulli</h2>");
  }

  @Test
  void aSweepThatIsDoneIsNotDoneAgain() throws IOException {
    Path model = whole.resolve("runs/beta-1_latent-2_bernoulli_seed-1/model.vae");
    FileTime time = Files.getLastModifiedTime(model);
    String csv = Files.readString(whole.resolve("sweep.csv"));

    CliRun again = CliRun.of(words(whole).toArray());

    assertThat(again.code()).as(again.err()).isZero();
    assertThat(again.out()).contains("run 4/4  beta-4_latent-2_bernoulli_seed-2  is done");
    assertThat(Files.getLastModifiedTime(model)).isEqualTo(time);
    assertThat(whole.resolve("sweep.csv")).hasContent(csv);
  }

  @Test
  void anInterruptedSweepGoesOnToTheSameEnd() throws IOException {
    Path folder = temp.resolve("interrupted");
    Interruption interruption = new Interruption();
    // Each run has one such line, written while it is under way.
    AtTheThird out = new AtTheThird("epoch 1/1  train", interruption);
    Console console =
        new Console(
            StandardStream.to(out),
            StandardStream.to(new ByteArrayOutputStream()),
            false,
            interruption);

    int code = Main.run(strings(words(folder)), console);

    assertThat(code).isEqualTo(ExitCode.INTERRUPTED);
    assertThat(Files.readAllLines(folder.resolve("sweep.csv"))).hasSize(3);
    Path under = folder.resolve("runs/beta-4_latent-2_bernoulli_seed-1");
    assertThat(under.resolve("evaluation.json")).doesNotExist();
    assertThat(RunFolderTest.read(under, "summary.json").get("status").getAsString())
        .isEqualTo("interrupted");

    CliRun resumed = CliRun.of(words(folder).toArray());

    assertThat(resumed.code()).as(resumed.err()).isZero();
    assertThat(resumed.out()).contains("run 2/4  beta-1_latent-2_bernoulli_seed-2  is done");
    assertThat(withoutSeconds(folder)).isEqualTo(withoutSeconds(whole));
  }

  @Test
  void anEvaluationThatIsBrokenOffIsMadeAgainFromTheModel() throws IOException {
    Path folder = temp.resolve("sweep");
    Object[] one = words(folder, "--betas", "1", "--seeds", 1).toArray();
    assertThat(CliRun.of(one).code()).isZero();
    List<String> before = withoutSeconds(folder);
    Path run = folder.resolve("runs/beta-1_latent-2_bernoulli_seed-1");
    FileTime time = Files.getLastModifiedTime(run.resolve("model.vae"));
    Files.writeString(run.resolve("evaluation.json"), "{\"model\": ");

    CliRun again = CliRun.of(one);

    assertThat(again.code()).as(again.err()).isZero();
    assertThat(Files.getLastModifiedTime(run.resolve("model.vae"))).isEqualTo(time);
    assertThat(withoutSeconds(folder)).isEqualTo(before);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--epochs 2 | training.epochs | 2 | 1",
        "--batch 8 | training.batch_size | 8 | 16",
        "--limit 30 | test.images | 30 | 40",
        "--metrics quality | evaluation.metrics | [\"elbo\",\"latents\",\"quality\",\"probes\"] |"
            + " [\"elbo\",\"latents\",\"probes\"]",
        "--samples 3 | evaluation.metrics |"
            + " [\"elbo\",\"latents\",\"probes\",\"iwae\"] | [\"elbo\",\"latents\",\"probes\"]",
      })
  void aFolderOfOtherSettingsIsRefusedAndStaysAsItIs(
      String option, String setting, String planned, String there) throws IOException {
    String csv = Files.readString(whole.resolve("sweep.csv"));

    CliRun run = CliRun.of(words(whole, (Object[]) option.split(" ")).toArray());

    assertThat(run.errors())
        .containsExactly(
            "vae: "
                + setting
                + " of "
                + whole.resolve("runs/beta-1_latent-2_bernoulli_seed-1")
                + " must be "
                + planned
                + " as planned, was "
                + there
                + "; choose another --out");
    assertThat(run.code()).isEqualTo(ExitCode.USAGE);
    assertThat(whole.resolve("sweep.csv")).hasContent(csv);
  }

  @Test
  void latentsAndLikelihoodsAreCrossedAndMoreMayFollow() throws IOException {
    Path folder = temp.resolve("crossed");
    Object[] few = {"--betas", "1", "--latents", "3,1", "--seeds", 1};
    Object[] more = {"--likelihoods", "bernoulli,gaussian"};
    assertThat(CliRun.of(words(folder, few).toArray()).code()).isZero();

    CliRun run = CliRun.of(Stream.concat(words(folder, few).stream(), Stream.of(more)).toArray());

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out()).contains("run 2/4  beta-1_latent-3_bernoulli_seed-1  is done");
    assertThat(Files.readAllLines(folder.resolve("sweep.csv")))
        .extracting(line -> line.split(",", -1)[1] + " " + line.split(",", -1)[2])
        .containsExactly(
            "latent likelihood", "1 bernoulli", "3 bernoulli", "1 gaussian", "3 gaussian");
    // One seed has no spread.
    assertThat(folder.resolve("sweep.md")).content().doesNotContain("±");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "--betas -1 | beta must be 0 or positive and finite, was -1.0",
        "--betas NaN | beta must be 0 or positive and finite, was NaN",
        "--betas 1,x | beta must be a number, was x",
        "--betas 1,,2 | beta must be a number, was",
        "--betas 1,1.0 | values of beta must be different, were 1, 1",
        "--latents 0 | latent must be positive, was 0",
        "--latents 2,x | latent must be a whole number, was x",
        "--likelihoods cauchy | likelihood must be bernoulli, gaussian or"
            + " gaussian-learned-variance, was cauchy",
        "--seeds 0 | seeds must be positive, was 0",
        "--samples 0 | samples must be from 1 to 5000, was 0",
        "--metrics beauty | metric must be one of elbo, latents, quality, fid, probes,"
            + " disentanglement, iwae, was beauty",
        "--metrics fid | fid needs images of mnist or fashion-mnist, data set was"
            + " sprites/test[0,40)",
        "--epochs 0 | epochs must be positive, was 0",
        "--vary beta=1,2 | beta is varied twice",
        "--vary seed=1,2 | seeds are given by their number, seed cannot be varied",
        "--vary lr | a varied setting must be NAME=VALUE,…, was lr",
        "--latent 3 | latent must be varied or fixed, was both: 2 and 3",
        "--binarize maybe | binarize must be none, threshold or stochastic, was maybe",
      })
  void aWrongOptionIsOneLineBeforeAnythingIsTrained(String option, String message) {
    Path folder = temp.resolve("sweep");

    CliRun run = CliRun.of(words(folder, (Object[]) option.split(" ")).toArray());

    assertThat(run.errors()).containsExactly("vae: " + message);
    assertThat(run.code()).isEqualTo(ExitCode.USAGE);
    assertThat(folder).doesNotExist();
  }

  /** All options of train hold, and others than the three usual ones are varied. */
  @Test
  void anyOptionOfTrainIsFixedOrVaried() throws IOException {
    Path folder = temp.resolve("varied");
    Object[] options = {
      "--betas",
      "1",
      "--seeds",
      1,
      "--prior",
      "gaussian-mixture:2",
      "--optimizer",
      "sgd",
      "--vary",
      "lr=1e-4,1e-3",
      "--vary",
      "filters=4,4;8",
      "--metrics",
      "elbo"
    };
    List<Object> words = words(folder, options);
    words.removeAll(List.of("--filters", "4,4", "elbo,latents,probes"));
    words.remove(words.indexOf("--metrics"));

    CliRun run = CliRun.of(words.toArray());

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(Files.readAllLines(folder.resolve("sweep.csv")))
        .extracting(line -> line.replaceAll("(,[^,]*){6}$", ""))
        .containsExactly(
            "beta,latent,likelihood,lr,filters,seed",
            "1,2,bernoulli,1.0E-4,\"4,4\",1",
            "1,2,bernoulli,0.001,\"4,4\",1",
            "1,2,bernoulli,1.0E-4,8,1",
            "1,2,bernoulli,0.001,8,1");
    JsonObject config =
        RunFolderTest.read(
            folder.resolve("runs/beta-1_latent-2_bernoulli_lr-0.001_filters-4-4_seed-1"),
            "config.json");
    assertThat(config.toString()).contains("gaussian-mixture:2", "sgd");
  }

  @Test
  void anEmptyListIsRefused() {
    CliRun run = CliRun.of(words(temp.resolve("sweep"), "--betas", "").toArray());

    assertThat(run.errors()).containsExactly("vae: beta must be a number, was");
    assertThat(run.code()).isEqualTo(ExitCode.USAGE);
  }

  @Test
  void aSweepWithoutAFolderOrWithAFileInItsPlaceIsRefused() throws IOException {
    Path file = Files.writeString(temp.resolve("file"), "mine");

    CliRun none = CliRun.of("sweep", "--dataset", "sprites");
    CliRun taken = CliRun.of(words(file).toArray());

    assertThat(none.errors())
        .containsExactly("vae: Missing required option: '--out=DIR' (see vae sweep --help)");
    assertThat(none.code()).isEqualTo(ExitCode.USAGE);
    assertThat(taken.errors())
        .containsExactly("vae: --out " + file + " must be a folder, is a file");
    assertThat(taken.code()).isEqualTo(ExitCode.FAILURE);
    assertThat(file).hasContent("mine");
  }

  /** The numbers of a column of sweep.csv, by the name in its head. */
  private static double[] column(Path folder, String name) throws IOException {
    List<String> lines = Files.readAllLines(folder.resolve("sweep.csv"));
    int place = List.of(lines.get(0).split(",", -1)).indexOf(name);
    return lines.stream()
        .skip(1)
        .mapToDouble(line -> Double.parseDouble(line.split(",", -1)[place]))
        .toArray();
  }

  /** All of sweep.csv but its last column. */
  private static List<String> withoutSeconds(Path folder) throws IOException {
    return Files.readAllLines(folder.resolve("sweep.csv")).stream()
        .map(line -> line.substring(0, line.lastIndexOf(',')))
        .toList();
  }

  private static String[] strings(List<Object> words) {
    return words.stream().map(Object::toString).toArray(String[]::new);
  }

  /** Interrupts when a word is written for the third time. */
  private static final class AtTheThird extends ByteArrayOutputStream {
    private final String word;
    private final Interruption interruption;

    AtTheThird(String word, Interruption interruption) {
      this.word = word;
      this.interruption = interruption;
    }

    @Override
    public synchronized void write(byte[] bytes, int offset, int length) {
      super.write(bytes, offset, length);
      if (toString(StandardCharsets.UTF_8).split(word, -1).length == 4) {
        interruption.request();
      }
    }
  }
}
