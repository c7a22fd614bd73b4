package vae4j.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The kernels' sources against what is committed of them, where NVIDIA's compiler is. */
class KernelsBuildTest {
  private static final Path SOURCES = Path.of("src/main/cuda");
  private static final Path COMMITTED = Path.of("src/main/resources/vae4j/cuda");
  private static final Path TARGET = Path.of("target/kernels");

  /** Names of static functions have a hash of the source's path in them. */
  private static final Pattern HASHES =
      Pattern.compile("_INTERNAL_[0-9a-f]{8}_6_all_cu_[0-9a-f]{8}(_[0-9]+)?");

  private static final Pattern KERNEL =
      Pattern.compile(
          "Compiling entry function '(\\w+)'.*?(\\d+) bytes stack frame, (\\d+) bytes spill stores,"
              + " (\\d+) bytes spill loads.*?Used (\\d+) registers([^\\n]*)",
          Pattern.DOTALL);

  @BeforeEach
  void theCompilerIsHere() {
    boolean found =
        Arrays.stream(
                Optional.ofNullable(System.getenv("PATH")).orElse("").split(File.pathSeparator))
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, "nvcc")));
    assumeTrue(found, "nvcc is not on the PATH");
  }

  @ParameterizedTest
  @ValueSource(strings = {"float32", "float64"})
  void committedPtxIsThatOfTheSources(String precision) throws Exception {
    String name = "kernels-" + precision + ".ptx";
    String committed = Files.readString(COMMITTED.resolve(name));
    String version = run("nvcc", "--version");
    Matcher release = Pattern.compile("release .+, V[\\d.]+").matcher(version);
    assumeTrue(
        release.find() && committed.contains(release.group()),
        () -> "the PTX was made by another release of nvcc than " + release.group());
    Path folder = Files.createDirectories(TARGET.resolve("ptx"));
    run("bash", SOURCES.resolve("make-ptx").toString(), folder.toString());

    // Tens of thousands of lines, which no message should hold.
    assertThat(normalized(Files.readString(folder.resolve(name))).equals(normalized(committed)))
        .as("run src/main/cuda/make-ptx src/main/resources/vae4j/cuda and commit the result")
        .isTrue();
  }

  private static String normalized(String ptx) {
    return HASHES.matcher(ptx).replaceAll("");
  }

  /** Registers, shared memory and spills of each kernel, written to target/kernels. */
  @ParameterizedTest
  @CsvSource({
    "sm_80, float32",
    "sm_90, float32",
    "sm_100, float32",
    "sm_120, float32",
    "sm_80, float64",
    "sm_90, float64",
    "sm_100, float64",
    "sm_120, float64"
  })
  void noKernelSpillsRegisters(String architecture, String precision) throws Exception {
    Files.createDirectories(TARGET);
    List<String> command =
        new ArrayList<>(
            List.of(
                "nvcc",
                "-cubin",
                "-arch=" + architecture,
                "-std=c++17",
                "-Xptxas",
                "-v",
                "-o",
                TARGET.resolve(architecture + "-" + precision + ".cubin").toString()));
    if (precision.equals("float64")) {
      command.add("-DVAE_DOUBLE");
    }
    command.add(SOURCES.resolve("all.cu").toString());
    StringBuilder table = new StringBuilder("kernel: registers, memory, bytes of stack\n");
    List<String> spilling = new ArrayList<>();
    int kernels = 0;
    Matcher kernel = KERNEL.matcher(run(command.toArray(String[]::new)));
    while (kernel.find()) {
      kernels++;
      table.append(
          String.format(
              "%-26s %4s%s, stack %s%n",
              kernel.group(1), kernel.group(5), kernel.group(6), kernel.group(2)));
      if (!kernel.group(3).equals("0") || !kernel.group(4).equals("0")) {
        spilling.add(kernel.group(1));
      }
    }
    Files.writeString(TARGET.resolve(architecture + "-" + precision + ".txt"), table);
    assertThat(kernels).isGreaterThan(30);
    assertThat(spilling).isEmpty();
  }

  private static String run(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }
}
