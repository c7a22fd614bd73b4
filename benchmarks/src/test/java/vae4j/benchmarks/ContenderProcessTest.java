package vae4j.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vae4j.benchmarks.ContenderProcess.FailedException;
import vae4j.benchmarks.contender.Report;

class ContenderProcessTest {
  @TempDir Path folder;

  @Test
  void theReportIsTheLastLine() throws FailedException {
    Report report = Examples.report(1, 1);
    assertThat(ContenderProcess.report(List.of("a library's greeting", report.toJson())))
        .isEqualTo(report);
    assertThatExceptionOfType(FailedException.class)
        .isThrownBy(() -> ContenderProcess.report(List.of()))
        .withMessage("a report must have timed passes, was ");
  }

  @Test
  void theReasonIsTheExceptionElseTheLastLine() {
    assertThat(ContenderProcess.reason(List.of("warning", "java.lang.Exception: no", "\tat x")))
        .isEqualTo("java.lang.Exception: no");
    assertThat(ContenderProcess.reason(List.of("warning", "terminate called", "")))
        .isEqualTo("terminate called");
    assertThat(ContenderProcess.reason(List.of())).isEqualTo("nothing in its log");
  }

  @Test
  void aModuleThatIsNotBuiltIsNamed() {
    Entrant entrant = new Entrant("none", "peers/none", "Main", List.of(), "nothing");
    assertThatExceptionOfType(FailedException.class)
        .isThrownBy(() -> new ContenderProcess(folder, folder, 1).run(entrant, 1))
        .withMessage(
            folder.resolve("peers/none/target/class-path.txt")
                + " must be built first: use benchmarks/side-by-side");
  }

  @Test
  void aProcessThatFailsSaysHow() throws Exception {
    Path target = Files.createDirectories(folder.resolve("target"));
    Files.writeString(target.resolve("class-path.txt"), "");
    Entrant entrant = new Entrant("lost", ".", "no.such.Main", List.of(), "nothing");
    assertThatExceptionOfType(FailedException.class)
        .isThrownBy(() -> new ContenderProcess(folder, folder, 1).run(entrant, 1))
        .withMessageContaining("exit code 1, ")
        .withMessageContaining("no.such.Main")
        .withMessageEndingWith("(see " + folder.resolve("lost.log") + ")");
  }
}
