package vae4j.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assumptions.assumeThat;
import static vae4j.benchmarks.PeerProcess.reason;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vae4j.benchmarks.PeerProcess.FailedException;
import vae4j.benchmarks.contender.Report;

class PeerProcessTest {
  @TempDir Path folder;

  @Test
  void theReportIsTheLastLine() throws FailedException {
    Report report = Examples.report(1, 1);
    assertThat(PeerProcess.report(List.of("a library's greeting", report.toJson())))
        .isEqualTo(report);
    assertThatExceptionOfType(FailedException.class)
        .isThrownBy(() -> PeerProcess.report(List.of()))
        .withMessage("a report must have timed passes, was ");
  }

  @Test
  void theReasonIsTheExceptionElseTheLastLineOfTheLogElseOfTheOutput() {
    List<String> output = List.of("trained", "");
    assertThat(reason(List.of("warning", "java.lang.Exception: no", "\tat x"), output))
        .isEqualTo("java.lang.Exception: no");
    assertThat(reason(List.of("warning", "terminate called", ""), output))
        .isEqualTo("terminate called");
    assertThat(reason(List.of("Picked up JAVA_TOOL_OPTIONS: -Dx=Exception"), List.of("a", "b")))
        .isEqualTo("b");
    assertThat(reason(List.of(), List.of())).isEqualTo("without a word");
  }

  @Test
  void anExitCodeIsASignalWhereItStandsForOne() {
    assertThat(PeerProcess.ending(1)).isEqualTo("exit code 1");
    assertThat(PeerProcess.ending(134)).isEqualTo("ended by SIGABRT");
    assertThat(PeerProcess.ending(139)).isEqualTo("ended by SIGSEGV");
    assertThat(PeerProcess.ending(137))
        .isEqualTo("ended by SIGKILL, which Linux sends where memory runs out");
  }

  @Test
  void theCollectorOfTheEnvironmentIsNotJoinedByAnother() {
    assertThat(PeerProcess.jvmFlags(Map.of())).contains("-XX:+UseSerialGC");
    assertThat(PeerProcess.jvmFlags(Map.of("JAVA_TOOL_OPTIONS", "-Xss2m -XX:+UseZGC")))
        .doesNotContain("-XX:+UseSerialGC")
        .contains("-Xmx1g");
    assertThat(PeerProcess.jvmFlags(Map.of("JDK_JAVA_OPTIONS", "-XX:+UseStringDeduplication")))
        .contains("-XX:+UseSerialGC");
  }

  @Test
  void aCrashNamesItsSignalAndKeepsTheReport() throws Exception {
    assumeThat(Files.isDirectory(Path.of("/proc"))).isTrue();
    Competitor entrant = entrantOfThisClassPath(Crash.class.getName());
    assertThatExceptionOfType(FailedException.class)
        .isThrownBy(() -> new PeerProcess(folder, folder, 1).run(entrant, 1))
        .withMessageStartingWith("the JVM was ended by native code: SIGSEGV in ")
        .withMessageContaining("called by vae4j.benchmarks.PeerProcessTest$Crash.main")
        .withMessageEndingWith("(see " + folder.resolve("lost.crash") + ")");
    assertThat(folder.resolve("lost.crash")).isNotEmptyFile();
  }

  /** Writes where there is no memory, as a native library with a fault does. */
  static final class Crash {
    private Crash() {}

    public static void main(String[] args) throws ReflectiveOperationException {
      var field = Class.forName("sun.misc.Unsafe").getDeclaredField("theUnsafe");
      field.setAccessible(true);
      Object unsafe = field.get(null);
      unsafe.getClass().getMethod("putByte", long.class, byte.class).invoke(unsafe, 0L, (byte) 1);
    }
  }

  private Competitor entrantOfThisClassPath(String mainClass) throws IOException {
    Path target = Files.createDirectories(folder.resolve("target"));
    Files.writeString(target.resolve("class-path.txt"), System.getProperty("java.class.path"));
    return new Competitor("lost", ".", mainClass, List.of(), "nothing");
  }

  @Test
  void aModuleThatIsNotBuiltIsNamed() {
    Competitor entrant = new Competitor("none", "peers/none", "Main", List.of(), "nothing");
    assertThatExceptionOfType(FailedException.class)
        .isThrownBy(() -> new PeerProcess(folder, folder, 1).run(entrant, 1))
        .withMessage(
            folder.resolve("peers/none/target/class-path.txt")
                + " must be built first: use benchmarks/side-by-side");
  }

  @Test
  void aProcessThatFailsSaysHow() throws Exception {
    Competitor entrant = entrantOfThisClassPath("no.such.Main");
    assertThatExceptionOfType(FailedException.class)
        .isThrownBy(() -> new PeerProcess(folder, folder, 1).run(entrant, 1))
        .withMessageContaining("exit code 1, ")
        .withMessageContaining("no.such.Main")
        .withMessageEndingWith("(see " + folder.resolve("lost.log") + ")");
  }
}
