package vae4j.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.AccessDeniedException;
import org.junit.jupiter.api.Test;
import vae4j.benchmarks.Failures.BadDataException;

class FailuresTest {
  private final StringWriter said = new StringWriter();

  @Test
  void everyProblemIsOneLineAndTheExitCodeOfItsKind() {
    assertThat(report(new IllegalArgumentException("--rounds must be positive,\n  was 0")))
        .isEqualTo(2);
    assertThat(report(new BadDataException(new IOException("the set is not here")))).isEqualTo(3);
    assertThat(report(new AccessDeniedException("/data/out.json"))).isEqualTo(1);
    assertThat(report(new OutOfMemoryError("Java heap space"))).isEqualTo(1);
    assertThat(report(new IllegalStateException())).isEqualTo(1);
    assertThat(said.toString().lines())
        .containsExactly(
            "--rounds must be positive, was 0",
            "the set is not here",
            "AccessDeniedException: /data/out.json",
            "OutOfMemoryError: Java heap space",
            "IllegalStateException");
  }

  @Test
  void theTraceIsThereForWhoeverAsks() {
    Failures.report(new IllegalStateException("not here"), true, new PrintWriter(said));
    assertThat(said.toString())
        .startsWith("not here")
        .contains("\tat vae4j.benchmarks.FailuresTest");
  }

  @Test
  void aNumberThatIsNoneIsNamed() {
    assertThat(Failures.positive("threads", "12")).isEqualTo(12);
    for (String word : new String[] {"0", "-1", "x", "", "99999999999"}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> Failures.positive("threads", word))
          .withMessage("threads must be a positive number, was " + word);
    }
  }

  private int report(Throwable problem) {
    return Failures.report(problem, false, new PrintWriter(said));
  }
}
