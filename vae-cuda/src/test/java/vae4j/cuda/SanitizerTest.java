package vae4j.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import vae4j.cuda.fake.FakeDriver;

/**
 * Every kernel on the host under g++'s sanitizers, by {@code sanitize.sh}; without a case in {@code
 * sanitize_cases.h} a kernel fails.
 */
class SanitizerTest {
  private static final Path SOURCES = Path.of("src/test/cuda");

  private record Ended(int code, String output) {}

  private static Ended run(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String output =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    return new Ended(process.waitFor(), output);
  }

  private static String sanitize(String mode, String... sanitizers)
      throws IOException, InterruptedException {
    FakeDriver.unavailable().ifPresent(reason -> assumeTrue(false, reason));
    Path out = Path.of("target/sanitize", mode);
    List<String> program = new ArrayList<>(List.of("g++", "-shared", "-fPIC", "-x", "c++"));
    for (String sanitizer : sanitizers) {
      program.add("-fsanitize=" + sanitizer);
    }
    program.addAll(List.of("/dev/null", "-o", "/dev/null"));
    assumeTrue(run(program.toArray(String[]::new)).code() == 0, "g++ has no sanitizer for " + mode);

    Ended ended =
        run("sh", SOURCES.resolve("sanitize.sh").toString(), "src/main/cuda", out.toString(), mode);

    assertThat(ended.code()).as(ended.output()).isZero();
    return ended.output();
  }

  @Test
  void kernelsStayInTheirMemoryAndTheirArithmeticIsDefined() throws Exception {
    assertThat(sanitize("memory", "address", "undefined")).contains(" kernels, 0 failures");
  }

  @Test
  void threadsOfABlockDoNotRaceAndEveryBarrierIsNeeded() throws Exception {
    assertThat(sanitize("races", "thread")).endsWith(" barriers, 0 that are not missed");
  }

  @Test
  @Tag("slow")
  void threadsOfTheSystemDoNotRaceEither() throws Exception {
    assertThat(sanitize("threads", "thread")).contains(" kernels, 0 failures");
  }
}
