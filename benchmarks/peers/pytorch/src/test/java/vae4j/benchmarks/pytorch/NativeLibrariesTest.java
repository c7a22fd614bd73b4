package vae4j.benchmarks.pytorch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Where another PyTorch is found first: a JVM whose dynamic linker knows libraries of its names.
 */
class NativeLibrariesTest {
  @TempDir Path folder;

  /** The program of the other JVM: loads the libraries, computes, and lists what else is loaded. */
  static final class Load {
    private Load() {}

    public static void main(String[] args) throws IOException {
      NativeLibraries.load();
      System.out.println("1 + 1 = " + torch.ones(1).add(torch.ones(1)).item_float());
      Files.readAllLines(Path.of("/proc/self/maps")).stream()
          .filter(line -> line.contains(args[0]))
          .forEach(System.out::println);
      System.exit(0); // PyTorch's threads would keep the process alive.
    }
  }

  @Test
  void librariesOfAnotherPyTorchDoNotStepIn() throws Exception {
    assumeThat(Files.isReadable(Path.of("/proc/self/maps"))).isTrue();
    // Any shared libraries will do; what the linker takes for PyTorch's is seen in the maps.
    Path others = Files.createDirectories(folder.resolve("another-pytorch"));
    Path any = Path.of(System.getProperty("java.home"), "lib", "libnio.so");
    for (String name : new String[] {"libc10.so", "libtorch_cpu.so", "libtorch.so"}) {
      Files.copy(any, others.resolve(name));
    }
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx512m",
            "-Dorg.bytedeco.javacpp.cachedir=" + folder.resolve("empty-cache"),
            "-cp",
            System.getProperty("java.class.path"),
            Load.class.getName(),
            others.toString());
    builder.environment().put("LD_LIBRARY_PATH", others.toString());
    Process process = builder.redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(process.waitFor()).as(output).isZero();
    assertThat(output).contains("1 + 1 = 2.0").doesNotContain(others.toString());
  }
}
