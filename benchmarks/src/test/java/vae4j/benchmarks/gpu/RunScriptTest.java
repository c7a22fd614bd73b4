package vae4j.benchmarks.gpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script {@code run} with a packed Java that does as it is told. */
class RunScriptTest {
  private static final String JAVA =
      """
      #!/bin/sh
      case "$*" in
        *ConsoleLauncher*)
          for word in "$@"; do case $word in --reports-dir=*) reports=${word#*=} ;; esac; done
          mkdir -p "$reports"
          echo '<testsuite><testcase name="a()" classname="A"><system-out>
            display-name: A > a() > [1] provider=cuda</system-out></testcase></testsuite>' \\
            >"$reports/TEST-junit-jupiter.xml"
          echo "driver $VAE4J_REAL_DRIVER" ;;
        *) echo 'java.lang.IllegalStateException: backend cuda is unavailable' >&2; exit 1 ;;
      esac
      """;

  @TempDir private Path folder;
  private Path packed;
  private String python = "";

  @BeforeEach
  void pack() throws IOException {
    Optional<String> found = Python.with("lzma");
    assumeThat(found).as("a python3").isPresent();
    assumeThat(Files.isExecutable(Path.of("/bin/bash"))).isTrue();
    python = found.get();
    packed = folder.resolve("packed");
    Path java = folder.resolve("all/runtime/bin/java");
    Files.createDirectories(java.getParent());
    Files.writeString(java, JAVA);
    assertThat(java.toFile().setExecutable(true)).isTrue();
    Python.Run run =
        Python.run(
            folder,
            python,
            Python.SCRIPTS.resolve("parts.py").toString(),
            "pack",
            "all",
            "packed",
            "commit=c");
    assertThat(run.code()).as(run.output()).isZero();
  }

  private Python.Run run(String... words) throws IOException {
    List<String> command = new ArrayList<>();
    command.addAll(List.of("/usr/bin/env", "TMPDIR=" + folder, "VAE_PYTHON=" + python));
    command.addAll(List.of("/bin/bash", Python.SCRIPTS.resolve("run").toString()));
    command.addAll(List.of(words));
    return Python.run(folder, command.toArray(String[]::new));
  }

  @Test
  void testsAreRunGroupByGroupOnTheMachinesDriver() throws IOException {
    Python.Run run = run("--only", "tests", "--out", "out", packed.toString());

    assertThat(run.code()).as(run.output()).isZero();
    assertThat(Files.readString(folder.resolve("out/summary.md")))
        .contains("| kernels | 1 | 0 | 0 | 1 |  |")
        .contains("| cuda | 1 | 0 | 0 | 1 |  |")
        .contains("commit c;");
    assertThat(Files.readString(folder.resolve("out/log.txt"))).contains("driver 1");
  }

  @Test
  void aSectionThatFailsSaysWhyAndEndsNoOther() throws IOException {
    Python.Run run = run("--quick", "--only", "tests,memory", "--out", "out", packed.toString());

    assertThat(run.code()).as(run.output()).isEqualTo(1);
    assertThat(Files.readString(folder.resolve("out/summary.md")))
        .contains("| models | 1 | 0 | 0 | 1 |  |")
        .doesNotContain("| gradients |")
        .contains(
            "- not measured: memory: java.lang.IllegalStateException: backend cuda is"
                + " unavailable\n");
  }

  @Test
  void aDamagedFolderIsNotRun() throws IOException {
    Files.writeString(packed.resolve("part-00"), "something else");
    Python.Run run = run("--out", "out", packed.toString());

    assertThat(run.code()).isEqualTo(3);
    assertThat(run.output()).contains("part-00 must have").contains(packed + " is damaged");
  }

  @Test
  void wrongUsageIsOneLine() throws IOException {
    assertThat(run("--fast"))
        .isEqualTo(new Python.Run(2, "run: there is no option --fast (see --help)\n"));
    assertThat(run("--only", "speed"))
        .isEqualTo(new Python.Run(2, "run: --only takes tests, time, memory; was speed\n"));
    assertThat(run("--minutes", "0"))
        .isEqualTo(new Python.Run(2, "run: --minutes must be a positive number, was 0\n"));
    assertThat(run(folder.toString()).output()).contains("has no manifest.json");
    assertThat(run("--help").code()).isZero();
  }
}
