package vae4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import vae4j.backend.BackendProvider;
import vae4j.backend.Backends;
import vae4j.cli.console.ExitCode;

class UsageTest {
  @TempDir private Path temp;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "train",
        "evaluate",
        "sweep",
        "reconstruct",
        "sample",
        "latent",
        "traverse",
        "interpolate",
        "inspect"
      })
  void everyCommandHasHelp(String command) {
    CliRun run = CliRun.of(command, "--help");

    assertThat(run.code()).isZero();
    assertThat(run.out()).contains("Usage: vae " + command, "--stacktrace", "Exit codes:");
    assertThat(run.err()).isEmpty();
  }

  @Test
  void helpListsTheCommands() {
    CliRun run = CliRun.of("--help");

    assertThat(run.code()).isZero();
    assertThat(run.out())
        .contains("train", "evaluate", "sweep", "reconstruct", "sample", "inspect");
  }

  @Test
  void helpNamesTheBackendsThatAreThere() {
    CliRun run = CliRun.of("train", "--help");

    assertThat(run.out()).contains("What computes: auto, cuda, onednn, nd4j, or");
  }

  @Test
  void gpusAreNamedByNumber() {
    CliRun run = CliRun.of("train", "--dataset", "sprites", "--device", "-1");

    assertThat(run.code()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).isEqualTo("vae: device must be 0 or positive, was -1\n");
  }

  @Test
  void whatIsMissingForAGpuIsNamedAndAutoDoesNotMindIt() {
    Optional<BackendProvider> cuda =
        Backends.providers().stream().filter(each -> each.name().equals("cuda")).findFirst();
    assumeThat(cuda.orElseThrow().unneeded()).as("no NVIDIA driver").isTrue();

    CliRun run = CliRun.of("train", "--dataset", "sprites", "--backend", "cuda");

    assertThat(run.code()).isEqualTo(ExitCode.FAILURE);
    assertThat(run.err())
        .matches("vae: backend cuda is unavailable: there is no NVIDIA driver \\(.+\\)\n");
    CliRun auto = CliRun.tinyTraining(temp.resolve("auto"));
    assertThat(auto.code()).isZero();
    assertThat(auto.err()).doesNotContain("cuda");
  }

  @Test
  void namesAreTheSameInUpperAndLowerCase() throws IOException {
    Path folder = temp.resolve("run");
    String[] names = {
      "--dataset", "SPRITES", "--backend", "ND4J", "--precision", "Float32", "--activation",
      "ReLU", "--likelihood", "Gaussian", "--optimizer", "SGD", "--binarize", "THRESHOLD"
    };

    CliRun run = CliRun.tinyTraining(folder, (Object[]) names);

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(RunFolderTest.read(folder, "config.json").get("dataset").getAsString())
        .isEqualTo("sprites");
    assertThat(RunFolderTest.read(folder, "config.json").get("backend").getAsString())
        .isEqualTo("nd4j");
  }

  @ParameterizedTest
  @CsvSource({
    "train --preset GDL-VAE --dataset Sprites --latent 0, 'latent must be positive, was 0'",
    "train --backend AUTO --dataset Images:none --latent 2, none",
    "evaluate m.vae --metrics ELBO --backend AUTO, m.vae",
    "latent m.vae --out x.png --space CDF --backend AUTO, m.vae",
    "interpolate m.vae --out x.png --from 0 --to 1 --path SPHERICAL, m.vae",
  })
  void aNameInUpperCaseIsNotTheProblem(String words, String problem) {
    CliRun run = CliRun.of((Object[]) words.split(" "));

    assertThat(run.errors()).hasSize(1);
    assertThat(run.errors().get(0)).startsWith("vae: ").contains(problem);
    assertThat(run.errors().get(0)).doesNotContain("must be one of", "was CDF");
  }

  @Test
  void aDrawingThatCannotBeWrittenIsRefusedBeforeTheModelIsRead() {
    Path file = temp.resolve("none/x.png");

    CliRun run = CliRun.of("sample", "missing.vae", "--out", file);

    assertThat(run.code()).isEqualTo(ExitCode.FAILURE);
    assertThat(run.errors())
        .containsExactly(
            "vae: cannot write " + file + ": folder " + file.getParent() + " does not exist");
  }

  @Test
  void theOptimizerIsNamedWithItsSettings() {
    CliRun adam = CliRun.tinyTraining(temp.resolve("adam"));
    CliRun sgd = CliRun.tinyTraining(temp.resolve("sgd"), "--optimizer", "sgd", "--lr", "1e-4");

    assertThat(adam.out()).contains(", adam(beta1 0.9, beta2 0.999, epsilon 1.0E-7), ");
    assertThat(sgd.out()).contains(", sgd(momentum 0.0), ");
  }

  @Test
  void theVersionIsPrinted() {
    CliRun run = CliRun.of("--version");

    assertThat(run.code()).isZero();
    assertThat(run.out()).startsWith("vae4j ").contains("Java ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "--latent 0 | latent must be positive, was 0",
        "--latent x | Invalid value for option '--latent': 'x' is not an int (see vae train --help)",
        "--beta -1 | beta must be 0 or positive and finite, was -1.0",
        "--beta NaN | beta must be 0 or positive and finite, was NaN",
        "--beta-warmup 0 | warm-up epochs must be positive and finite, was 0.0",
        "--lr 0 | learning rate must be positive and finite, was 0.0",
        "--lr NaN | learning rate must be positive and finite, was NaN",
        "--lr cosine:-1 | learning rate must be positive and finite, was -1.0",
        "--lr fast | learning rate must be a number or cosine:NUMBER, was fast",
        "--epochs 0 | epochs must be positive, was 0",
        "--batch 0 | batch size must be positive, was 0",
        "--limit 0 | limit must be positive, was 0",
        "--threads -1 | threads must be 0 or positive, was -1",
        "--filters 4,x | filters must be whole numbers with , between them, was 4,x",
        "--filters 0 | filters must be positive, was 0",
        "--hidden 0 | hidden units must be positive, was 0",
        "--kernel 0 | kernel must be positive, was 0",
        "--stride 0 | stride must be positive, was 0",
        "--activation relu6 | activation must be identity, relu, leaky_relu[:slope], silu or tanh,"
            + " was relu6",
        "--likelihood cauchy | likelihood must be bernoulli, gaussian or gaussian-learned-variance,"
            + " was cauchy",
        "--variance 1 | variance is for likelihood gaussian, likelihood was bernoulli",
        "--likelihood gaussian --variance 0 | variance must be positive and finite, was 0.0",
        "--optimizer lion | optimizer must be adam or sgd, was lion",
        "--momentum 0.9 | momentum is for optimizer sgd, was adam",
        "--optimizer sgd --momentum 1 | momentum must be in [0, 1), was 1.0",
        "--binarize maybe | binarize must be none, threshold or stochastic, was maybe",
        "--autoencoder --beta 1 | beta is for models with a KL, an autoencoder has" + " none",
        "--preset vae | preset must be one of gdl-autoencoder, gdl-vae, beta-vae-digits,"
            + " linear-vae, was vae",
        "--backend abacus | backend must be auto, one of cuda, onednn, nd4j, or the class of a provider,"
            + " was abacus",
        "--backend java.lang.String | the class of a backend must implement"
            + " vae4j.backend.BackendProvider, java.lang.String does not",
        "--dataset cifar | data set must be one of auto, fashion-mnist, fashion-mnist-mini, mnist,"
            + " kmnist, qmnist, emnist-SPLIT (balanced, byclass, bymerge, digits, letters or mnist),"
            + " sprites, images:DIR, idx:DIR, npy:FILE, npz:FILE, was cifar",
        "--size 8x8 | --size is for images:DIR, npy: and npz:, data set was sprites",
        "--grey | --grey is for images:DIR, data set was sprites",
        "--filters 4,4,4,4,4,4 | image 32×32×1 is too small for the strides [2, 2, 2, 2, 2, 2]:"
            + " 1×1 reaches a stride of 2",
        "--frobnicate | Unknown option: '--frobnicate' (see vae train --help)",
      })
  void aWrongOptionIsOneLineThatNamesItAndItsValue(String options, String message) {
    Path folder = temp.resolve("run");
    Object[] words =
        Stream.concat(
                Stream.of("train", "--dataset", "sprites", "--out", folder.toString()),
                Stream.of(options.split(" ")))
            .toArray();

    CliRun run = CliRun.of(words);

    assertThat(run.errors()).containsExactly("vae: " + message);
    assertThat(run.code()).isEqualTo(ExitCode.USAGE);
    assertThat(run.out()).isEmpty();
    assertThat(folder).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "fly | command must be one of train, evaluate, sweep, encode, decode, reconstruct, sample,"
            + " latent, traverse, interpolate, inspect, was fly (see vae --help)",
        "evaluate | Missing required parameter: 'MODEL' (see vae evaluate --help)",
        "sample m.vae | Missing required option: '--out=FILE.png' (see vae sample --help)",
        "sample m.vae --out x.png --count 0 | count must be at least 1, was 0",
        "traverse m.vae --out x.png --steps 1 | steps must be at least 2, was 1",
        "traverse m.vae --out x.png --range 0 | range must be positive and finite, was 0.0",
        "interpolate m.vae --out x.png --from 0 --to 1 --steps 1 | steps must be at least 2, was 1",
      })
  void aWrongCommandIsOneLine(String words, String message) {
    CliRun run = CliRun.of((Object[]) words.split(" "));

    assertThat(run.errors()).containsExactly("vae: " + message);
    assertThat(run.code()).isEqualTo(ExitCode.USAGE);
  }

  @Test
  void noCommandIsAnError() {
    CliRun run = CliRun.of();

    assertThat(run.code()).isEqualTo(ExitCode.USAGE);
    assertThat(run.errors()).hasSize(1);
    assertThat(run.errors().get(0)).startsWith("vae: command must be one of train, ");
  }

  @Test
  void theStackTraceIsPrintedOnRequestOnly() {
    CliRun run = CliRun.of("train", "--dataset", "sprites", "--latent", 0, "--stacktrace");

    assertThat(run.code()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err())
        .startsWith("vae: latent must be positive, was 0")
        .contains("\tat vae4j.VaeConfig");
  }

  @Test
  void numbersThatNoMemoryIsLargeEnoughForAreRefusedInOneLine(@TempDir Path folder) {
    Path run = folder.resolve("run");
    for (String[] option :
        new String[][] {
          {"--latent", "2000000000"}, {"--hidden", "1000000000,1000000000,2000000000"}
        }) {
      CliRun training = CliRun.tinyTraining(run, option[0], option[1]);
      assertThat(training.code()).as(training.err()).isEqualTo(ExitCode.USAGE);
      assertThat(training.err())
          .contains("parameters must be fewer than 2^31, were ")
          .doesNotContain("\tat ");
      assertThat(run).doesNotExist();
    }
    assertThat(CliRun.tinyTraining(run).code()).isEqualTo(ExitCode.DONE);
    for (String[] words :
        new String[][] {
          {"sample", "--count"},
          {"traverse", "--steps"},
          {"interpolate", "--from", "0", "--to", "1", "--steps"}
        }) {
      List<Object> command = new ArrayList<>(List.of((Object[]) words));
      command.add(1, run);
      command.addAll(List.of("2000000000", "--out", folder.resolve("a.png")));
      CliRun drawing = CliRun.of(command.toArray());
      assertThat(drawing.code()).as(drawing.err()).isEqualTo(ExitCode.USAGE);
      assertThat(drawing.err())
          .containsPattern("vae: (count|steps) must be at most [0-9]+ for images");
      assertThat(folder.resolve("a.png")).doesNotExist();
    }
  }
}
