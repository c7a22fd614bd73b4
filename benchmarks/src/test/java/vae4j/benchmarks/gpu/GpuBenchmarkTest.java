package vae4j.benchmarks.gpu;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The commands on the portable backend, on few of the images that the library has. */
class GpuBenchmarkTest {
  @TempDir private Path folder;

  private JsonObject run(String command, String... words) throws IOException {
    Path file = folder.resolve("result.json");
    CommandLine line = GpuBenchmark.commandLine();
    String[] all = new String[words.length + 7];
    String[] fixed = {command, "--backend", "nd4j", "--images", "10", file.toString(), "2,3/4"};
    System.arraycopy(fixed, 0, all, 0, 7);
    System.arraycopy(words, 0, all, 7, words.length);
    assertThat(line.execute(all)).isZero();
    return JsonParser.parseString(Files.readString(file)).getAsJsonObject();
  }

  @Test
  void timesEpochsOfWholeBatches() throws IOException {
    JsonObject result = run("time", "--epochs", "2", "--steps", "3");

    assertThat(result.get("name").getAsString()).isEqualTo("2-3-batch-4");
    assertThat(result.get("images").getAsInt()).isEqualTo(8);
    assertThat(result.getAsJsonArray("epochs")).hasSize(2);
    assertThat(result.getAsJsonArray("firstLosses")).hasSize(3);
    JsonObject epoch = result.getAsJsonArray("epochs").get(1).getAsJsonObject();
    assertThat(epoch.get("seconds").getAsDouble()).isPositive();
    // The objective is reconstruction + 2.048 · KL.
    assertThat(epoch.get("objective").getAsDouble())
        .isEqualTo(
            epoch.get("reconstruction").getAsDouble() + 2.048 * epoch.get("kl").getAsDouble());
    // Steps are not recorded on a CPU.
    assertThat(result.has("kernels")).isFalse();
  }

  @Test
  void watchesMemoryAfterEachEpoch() throws IOException {
    JsonObject result = run("memory", "--steps", "5");

    assertThat(result.getAsJsonArray("samples"))
        .extracting(sample -> sample.getAsJsonObject().get("steps").getAsInt())
        .containsExactly(0, 2, 4, 6);
    assertThat(result.getAsJsonArray("samples"))
        .allSatisfy(
            sample ->
                assertThat(sample.getAsJsonObject().get("freeBytes").getAsLong()).isPositive());
  }

  @Test
  void watchesMemoryNoLongerThanItMay() throws IOException {
    JsonObject result = run("memory", "--steps", "1000", "--seconds", "0");

    assertThat(result.getAsJsonArray("samples")).hasSize(2);
  }

  @Test
  void aWorkloadThatIsNoneIsWrongUsage() {
    StringWriter said = new StringWriter();
    CommandLine line = GpuBenchmark.commandLine().setErr(new PrintWriter(said));

    assertThat(line.execute("time", "out.json", "32x64")).isEqualTo(2);
    assertThat(said.toString()).contains("a workload must be filters, a slash and a batch");
  }
}
