package vae4j.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script {@code side-by-side} with a Java and a Maven that only note how they are called. */
class LaunchScriptTest {
  private static final String JAVA =
      """
      #!/bin/sh
      if [ "$1" = -version ]; then echo 'openjdk version "17.0.1" 2021' >&2; exit; fi
      echo "java $*" >>"$CALLS"
      case "$*" in
        *--prepare*)
          if [ -n "$PREPARE_FAILS" ]; then echo 'no data set' >&2; exit "$PREPARE_FAILS"; fi
          printf '.\\npeers/pytorch\\n' ;;
      esac
      """;
  private static final String MAVEN =
      """
      #!/bin/sh
      echo "mvn $*" >>"$CALLS"
      if [ -n "$BUILD_FAILS" ]; then echo '[ERROR] no such module'; exit 1; fi
      """;

  @TempDir private Path folder;
  private final Map<String, String> environment = new HashMap<>();

  private record Run(int code, String output, List<String> calls) {}

  @BeforeEach
  void makeAClone() throws IOException {
    assumeThat(Files.isExecutable(Path.of("/bin/bash"))).isTrue();
    Path benchmarks = Files.createDirectories(folder.resolve("clone/benchmarks/target"));
    Files.writeString(benchmarks.resolve("class-path.txt"), "lib.jar");
    for (String name : List.of("side-by-side", "launch.sh")) {
      Files.copy(Path.of(name), folder.resolve("clone/benchmarks").resolve(name));
    }
    executable("bin/java", JAVA);
    executable("bin/mvn", MAVEN);
    environment.put("PATH", folder.resolve("bin") + ":/usr/bin:/bin");
    environment.put("CALLS", folder.resolve("calls").toString());
  }

  @Test
  void buildsTheOthersOnlyAfterOptionsAndDataAreGood() throws Exception {
    Run run = run("--rounds", "1");

    assertThat(run.code()).isZero();
    assertThat(run.calls()).hasSize(4);
    assertThat(run.calls().get(0)).startsWith("mvn ").endsWith("-pl benchmarks -am package");
    assertThat(run.calls().get(1)).startsWith("java ").endsWith("--prepare --rounds 1");
    assertThat(run.calls().get(2)).endsWith("-Ppeers -pl benchmarks/peers/pytorch -am package");
    assertThat(run.calls().get(3)).endsWith("vae4j.benchmarks.SideBySide --rounds 1");
  }

  @Test
  void aMissingDataSetEndsItBeforeTheOthersAreBuilt() throws Exception {
    environment.put("PREPARE_FAILS", "3");
    Run run = run();

    assertThat(run.code()).isEqualTo(3);
    assertThat(run.output()).isEqualTo("no data set\n");
    assertThat(run.calls()).hasSize(2).noneMatch(call -> call.contains("-Ppeers"));
  }

  @Test
  void helpBuildsNoneOfTheOthers() throws Exception {
    Run run = run("--help");

    assertThat(run.calls()).hasSize(2).noneMatch(call -> call.contains("-Ppeers"));
  }

  @Test
  void runsWhereCdpathIsSet() throws Exception {
    Files.createDirectories(folder.resolve("elsewhere/benchmarks"));
    environment.put("CDPATH", folder.resolve("elsewhere").toString());
    Run run = run("--rounds", "1");

    assertThat(run.code()).as(run.output()).isZero();
    assertThat(run.output()).isEmpty();
  }

  @Test
  void aCollectorOfTheEnvironmentIsNotJoinedByAnother() throws Exception {
    assertThat(run().calls().get(3)).contains(" -XX:+UseSerialGC ");

    environment.put("JAVA_TOOL_OPTIONS", "-XX:+UseParallelGC");
    assertThat(run().calls().get(7)).doesNotContain("GC ");
  }

  @Test
  void whatIsMissingIsOneLine() throws Exception {
    environment.put("JAVA_HOME", folder.resolve("no-jdk").toString());
    assertThat(run().output())
        .isEqualTo(
            "side-by-side: JAVA_HOME must name a JDK, 17 or newer: there is no "
                + folder.resolve("no-jdk/bin/java")
                + "\n");

    environment.remove("JAVA_HOME");
    executable("bin/java", JAVA.replace("17.0.1", "11.0.2"));
    assertThat(run().output())
        .isEqualTo(
            "side-by-side: Java 17 or newer is needed, "
                + folder.resolve("bin/java")
                + " is 11.0.2\n");
  }

  @Test
  void aFailedBuildSaysWhyAndWhereTheRestIs() throws Exception {
    environment.put("BUILD_FAILS", "yes");
    environment.put("TMPDIR", folder.toString());
    Run run = run();

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.output().lines())
        .satisfiesExactly(
            first -> assertThat(first).isEqualTo("[ERROR] no such module"),
            second ->
                assertThat(second)
                    .startsWith("side-by-side: the build failed; all of its output is in "));
  }

  private Run run(String... words) throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder("/bin/bash", "benchmarks/side-by-side");
    builder.command().addAll(List.of(words));
    builder.environment().clear();
    builder.environment().putAll(environment);
    Process process =
        builder.directory(folder.resolve("clone").toFile()).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    Path calls = folder.resolve("calls");
    return new Run(
        process.waitFor(), output, Files.exists(calls) ? Files.readAllLines(calls) : List.of());
  }

  private void executable(String name, String content) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }
}
