package vae4j.onednn;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vae4j.backend.Backend;
import vae4j.backend.BackendOptions;
import vae4j.backend.Backends;

/** Where oneDNN's natives do not load: a JVM without them on its class path. */
class MissingNativesTest {
  @TempDir Path cache;

  /** What the other JVM runs: opens a backend and says which, or why not. */
  public static final class OpenBackend {
    private OpenBackend() {}

    /**
     * Opens a backend.
     *
     * @param args its name
     */
    public static void main(String[] args) {
      try (Backend backend = Backends.open(args[0], BackendOptions.defaults())) {
        System.out.println("opened " + backend.name());
      } catch (IllegalStateException e) {
        System.out.println("refused: " + e.getMessage());
      }
    }
  }

  @Test
  void autoFallsBackAndSaysWhy() throws Exception {
    String output = run("auto");

    assertThat(output)
        .contains("backend onednn passed over: oneDNN's natives do not load: ")
        .contains("opened nd4j");
  }

  @Test
  void askedForByNameItIsRefusedWithTheReason() throws Exception {
    assertThat(run("onednn"))
        .contains("refused: backend onednn is unavailable: oneDNN's natives do not load: ")
        .doesNotContain("opened");
  }

  private String run(String backend) throws IOException, InterruptedException {
    String classPath =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(entry -> !Path.of(entry).getFileName().toString().matches("dnnl-.*-.*-.*-.*"))
            .collect(Collectors.joining(File.pathSeparator));
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-Dorg.bytedeco.javacpp.cachedir=" + cache,
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                "-cp",
                classPath,
                OpenBackend.class.getName(),
                backend)
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return output;
  }
}
