package vae4j.benchmarks.gpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The scripts' own tests, in Python. */
class ScriptsTest {
  @Test
  void theirTestsPass() throws IOException {
    Optional<String> python = Python.with("lzma");
    assumeThat(python).as("a python3").isPresent();

    Python.Run run = Python.run(Python.SCRIPTS, python.get(), "test_scripts.py");

    assertThat(run.code()).as(run.output()).isZero();
    assertThat(run.output()).endsWith("OK\n");
  }
}
