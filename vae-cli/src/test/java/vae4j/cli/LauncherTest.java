package vae4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import vae4j.cli.console.ExitCode;

/**
 * The start script in a clone of its own, with a {@code java} and a {@code mvn} that write down how
 * they were called.
 */
@Timeout(60)
class LauncherTest {
  private static final String JAVA =
      """
      #!/bin/sh
      for word in "$@"; do printf '%s\\n' "$word"; done >"$RECORD/java"
      env >"$RECORD/environment"
      echo result
      """;
  private static final String MVN =
      """
      #!/bin/sh
      echo built >>"$RECORD/mvn"
      for module in cli core onednn cuda datasets; do
        mkdir -p vae-$module/target
        echo jar >vae-$module/target/vae-$module-1.jar
      done
      printf '%s/lib.jar' "$RECORD" >vae-cli/target/class-path.txt
      """;

  @TempDir private Path temp;
  private Path home = Path.of("");

  @BeforeEach
  void makeAClone() throws IOException {
    Path script = Path.of("..", "vae");
    assumeTrue(Files.isRegularFile(script), "the script is in the folder above the module");
    assumeTrue(Files.isExecutable(Path.of("/bin/bash")), "needs bash");
    home = Files.createDirectories(temp.resolve("a clone"));
    executable(home.resolve("vae"), Files.readString(script));
    executable(Files.createDirectories(temp.resolve("jdk/bin")).resolve("java"), JAVA);
    Files.writeString(temp.resolve("jdk/release"), "JAVA_VERSION=\"17.0.1\"\n");
    executable(Files.createDirectory(temp.resolve("bin")).resolve("mvn"), MVN);
    Files.writeString(temp.resolve("lib.jar"), "jar");
    Files.createDirectories(home.resolve("vae-core/src/main"));
    Files.writeString(home.resolve("vae-core/src/main/A.java"), "class A {}");
    Files.writeString(home.resolve("pom.xml"), "<project/>");
    long old = Instant.now().getEpochSecond() - 100;
    for (String source :
        new String[] {"vae", "pom.xml", "vae-core/src/main", "vae-core/src/main/A.java"}) {
      Files.setLastModifiedTime(home.resolve(source), FileTime.from(Instant.ofEpochSecond(old)));
    }
  }

  @Test
  void theFirstUseBuildsAndTheNextDoesNot() throws Exception {
    Ran first = run("sample", "a b", "*");
    Ran second = run("sample");

    assertThat(first.err()).startsWith("building vae4j (first use)");
    assertThat(first.out()).isEqualTo("result\n");
    assertThat(java()).endsWith("vae4j.cli.Main", "sample");
    assertThat(second.err()).isEmpty();
    assertThat(Files.readAllLines(temp.resolve("mvn"))).hasSize(1);
  }

  @Test
  void theWordsReachTheCommandAsTheyAre() throws Exception {
    run("sample", "a b", "*", "$HOME", "");

    assertThat(java()).endsWith("vae4j.cli.Main", "sample", "a b", "*", "$HOME", "");
  }

  @Test
  void aChangedSourceBuildsAnew() throws Exception {
    run("inspect");
    Files.setLastModifiedTime(
        home.resolve("vae-core/src/main/A.java"), FileTime.from(Instant.now().plusSeconds(5)));

    assertThat(run("inspect").err()).startsWith("building vae4j (sources changed)");
  }

  @Test
  void otherFlagsOfMavensBuildAnewUnlessTheyChangeNothing() throws Exception {
    run("inspect");

    assertThat(run(Map.of("VAE_MVN_FLAGS", "-o -q"), "inspect").err()).isEmpty();
    assertThat(run(Map.of("VAE_MVN_FLAGS", "-o -Pnd4j-cuda"), "inspect").err())
        .startsWith("building vae4j (other settings)");
    assertThat(run(Map.of("VAE_MVN_FLAGS", "-Pnd4j-cuda"), "inspect").err()).isEmpty();
  }

  @Test
  void withoutOptionsOfTheUsersTheDefaultsAreSet() throws Exception {
    run("inspect");

    assertThat(java())
        .contains("-Xms64m", "-Xmx1g", "-XX:+UseSerialGC", "-Djava.awt.headless=true");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS", "VAE_JAVA_OPTS"})
  void whatTheUserNamesForTheVirtualMachineIsNotSetAgain(String variable) throws Exception {
    run(Map.of(variable, "-XX:+UseG1GC -Xmx32m -Dorg.bytedeco.javacpp.maxbytes=1g"), "inspect");

    assertThat(java())
        .noneMatch(word -> word.startsWith("-Xms"))
        .doesNotContain("-Xmx1g", "-XX:+UseSerialGC", "-Dorg.bytedeco.javacpp.maxbytes=4g")
        .contains("-Djava.awt.headless=true");
    assertThat(java().contains("-Xmx32m")).isEqualTo(variable.equals("VAE_JAVA_OPTS"));
  }

  @ParameterizedTest
  @CsvSource({"@%s", "-XX:VMOptionsFile=%s", "-XX:Flags=%s"})
  void optionsInAFileCountToo(String word) throws Exception {
    Path file = Files.writeString(temp.resolve("options"), "-XX:+UseZGC\n-Xmx3g\n");

    run(Map.of("JDK_JAVA_OPTIONS", String.format(Locale.ROOT, word, file)), "inspect");

    assertThat(java()).doesNotContain("-XX:+UseSerialGC", "-Xmx1g", "-Xms64m");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-XX:MaxRAMPercentage=50", "-XX:MaxHeapSize=2g", "-XX:MaxRAM=2g"})
  void aHeapNamedInAnotherWayIsNotSetAgain(String option) throws Exception {
    run(Map.of("JAVA_TOOL_OPTIONS", option), "inspect");

    assertThat(java()).doesNotContain("-Xmx1g", "-Xms64m");
  }

  @Test
  void whatTheCallersShellHandsOnDoesNotMatter() throws Exception {
    Path elsewhere = Files.createDirectories(temp.resolve("elsewhere/a clone"));
    Path startUp = Files.writeString(temp.resolve("start-up"), "set -C\nshopt -s failglob\n");
    Map<String, String> shell =
        Map.of(
            "CDPATH", elsewhere.getParent() + ":" + temp,
            "SHELLOPTS", "braceexpand:hashall:noclobber:noglob:posix",
            "BASHOPTS", "failglob:nocasematch:nullglob",
            "BASH_ENV", startUp.toString(),
            "GREP_OPTIONS", "--color=always -v");

    Ran first = start(shell, temp, "/bin/bash", "a clone/vae", "inspect");
    Files.setLastModifiedTime(home.resolve("pom.xml"), FileTime.from(Instant.now().plusSeconds(5)));
    Ran second = start(shell, temp, "/bin/bash", "a clone/vae", "inspect");

    assertThat(first.code()).as(first.err()).isZero();
    assertThat(second.err()).startsWith("building vae4j (sources changed)");
    assertThat(second.code()).as(second.err()).isZero();
    assertThat(elsewhere).isEmptyDirectory();
    assertThat(temp.toFile().list()).noneMatch(name -> name.contains("\n"));
  }

  @Test
  void aLinkToTheScriptAndAMissingHomeFolderDoNotMatter() throws Exception {
    Path link = Files.createSymbolicLink(temp.resolve("bin/v"), Path.of("../a clone/vae"));

    Ran run =
        start(
            Map.of(), temp, "/usr/bin/env", "-u", "HOME", "-u", "LANG", link.toString(), "inspect");

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(java()).endsWith("vae4j.cli.Main", "inspect");
  }

  @ParameterizedTest
  @ValueSource(strings = {"POSIX", "C", "xx_YY.UTF-8"})
  void aLocaleWithoutLettersIsReplacedByOneWithAll(String locale) throws Exception {
    assumeTrue(
        start(Map.of("LC_ALL", "C.UTF-8"), temp, "locale", "charmap").out().equals("UTF-8\n"),
        "this system has no C.UTF-8");

    run(Map.of("LC_ALL", locale), "inspect");

    assertThat(environment()).contains("LC_ALL=C.UTF-8");
  }

  @Test
  void aLocaleInUtf8StaysAsItIs() throws Exception {
    assumeTrue(
        start(Map.of("LC_ALL", "C.UTF-8"), temp, "locale", "charmap").out().equals("UTF-8\n"),
        "this system has no C.UTF-8");

    start(
        Map.of("LANG", "C.UTF-8"),
        temp,
        "/usr/bin/env",
        "-u",
        "LC_ALL",
        "-u",
        "LC_CTYPE",
        home.resolve("vae").toString(),
        "inspect");

    assertThat(environment()).contains("LANG=C.UTF-8").noneMatch(line -> line.startsWith("LC_ALL"));
  }

  @Test
  void aBuildOfAnotherUsersRunsAsItIs() throws Exception {
    run("inspect");
    setTree("r-xr-xr-x", "r--r--r--");
    try {
      assumeTrue(!Files.isWritable(home), "this user may write everywhere");

      Ran run = run("inspect");

      assertThat(run.err()).isEmpty();
      assertThat(run.code()).isZero();
    } finally {
      setTree("rwxr-xr-x", "rw-r--r--");
    }
  }

  @Test
  void aBuildThatIsNeededInAnotherUsersCloneIsToldInOneLine() throws Exception {
    run("inspect");
    Files.setLastModifiedTime(home.resolve("pom.xml"), FileTime.from(Instant.now().plusSeconds(5)));
    setTree("r-xr-xr-x", "r--r--r--");
    try {
      assumeTrue(!Files.isWritable(home), "this user may write everywhere");

      Ran run = run("inspect");

      assertThat(run.code()).isEqualTo(ExitCode.FAILURE);
      assertThat(run.err())
          .startsWith("vae: a build is needed (sources changed), but ")
          .endsWith(" cannot write to " + home.resolve("vae-cli/target/app") + "\n")
          .hasLineCount(1);
    } finally {
      setTree("rwxr-xr-x", "rw-r--r--");
    }
  }

  @Test
  void aBuildWhoseOwnJavaDoesNotStartIsExplained() throws Exception {
    executable(temp.resolve("bin/mvn"), "#!/bin/sh\necho Multiple garbage collectors\nexit 1\n");

    Ran run = run("inspect");

    assertThat(run.code()).isEqualTo(ExitCode.FAILURE);
    assertThat(run.err().lines().toList()).element(1).isEqualTo("Multiple garbage collectors");
    assertThat(run.err()).contains("vae: the build failed; all of its output is in ");
  }

  @Test
  void aPathWithAColonIsRefused() throws Exception {
    Path colon = Files.createDirectory(temp.resolve("a:b"));
    Files.copy(home.resolve("vae"), colon.resolve("vae"));

    Ran run = start(Map.of(), temp, "/bin/bash", colon.resolve("vae").toString(), "inspect");

    assertThat(run.code()).isEqualTo(ExitCode.FAILURE);
    assertThat(run.err()).startsWith("vae: Java takes no path with a colon").hasLineCount(1);
  }

  @ParameterizedTest
  @CsvSource({"<&-, 0", "2>&-, 0", ">&-, 1"})
  void aClosedDescriptorIsNotGivenToAFile(String closed, int code) throws Exception {
    run("inspect");
    executable(
        temp.resolve("jdk/bin/java"),
        """
        #!/bin/sh
        : <&0 && : >&2 || exit 3
        # What is written to a closed standard output must fail, and not go into a file.
        echo result || exit 1
        """);

    Ran run = start(Map.of(), temp, "/bin/bash", "-c", "'" + home + "/vae' inspect " + closed);

    assertThat(run.code()).isEqualTo(code);
  }

  /** Runs the script of the clone. */
  private Ran run(String... words) throws Exception {
    return run(Map.of(), words);
  }

  private Ran run(Map<String, String> environment, String... words) throws Exception {
    List<String> command = new ArrayList<>(List.of(home.resolve("vae").toString()));
    command.addAll(List.of(words));
    return start(environment, temp, command.toArray(new String[0]));
  }

  private Ran start(Map<String, String> environment, Path folder, String... command)
      throws Exception {
    File out = temp.resolve("out").toFile();
    File err = temp.resolve("err").toFile();
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectOutput(out)
            .redirectError(err);
    for (String own : List.of("VAE_JAVA_OPTS", "VAE_MVN_FLAGS", "JAVA_TOOL_OPTIONS")) {
      builder.environment().remove(own);
    }
    builder.environment().remove("JDK_JAVA_OPTIONS");
    builder.environment().put("JAVA_HOME", temp.resolve("jdk").toString());
    builder.environment().put("RECORD", temp.toString());
    builder
        .environment()
        .merge("PATH", temp.resolve("bin").toString(), (was, bin) -> bin + ":" + was);
    builder.environment().putAll(environment);
    Process process = builder.start();
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    return new Ran(
        process.exitValue(), Files.readString(out.toPath()), Files.readString(err.toPath()));
  }

  /** The words that Java was called with. */
  private List<String> java() throws IOException {
    return Files.readAllLines(temp.resolve("java"));
  }

  private List<String> environment() throws IOException {
    return Files.readAllLines(temp.resolve("environment"));
  }

  private static void executable(Path file, String text) throws IOException {
    Files.writeString(file, text);
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  /** Sets the permissions of all folders and files of the clone. */
  private void setTree(String folders, String files) throws IOException {
    List<Path> all;
    try (var tree = Files.walk(home)) {
      all = new ArrayList<>(tree.filter(path -> !path.endsWith("vae")).toList());
    }
    for (Path path : all) {
      Files.setPosixFilePermissions(
          path, PosixFilePermissions.fromString(Files.isDirectory(path) ? folders : files));
    }
  }

  /**
   * What the script gave.
   *
   * @param code its exit code
   * @param out its standard output
   * @param err its standard error
   */
  private record Ran(int code, String out, String err) {}
}
