package vae4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vae4j.backend.AvailableMemory;
import vae4j.backend.Backend;
import vae4j.backend.BackendOptions;
import vae4j.backend.BackendProvider;
import vae4j.backend.Backends;
import vae4j.backend.kernel.MemoryUse;
import vae4j.data.ImageShape;
import vae4j.train.Trainer;
import vae4j.train.TrainerConfig;

class MemoryNeedTest {
  private static final long MIB = 1 << 20;
  private static final ImageShape SMALL = new ImageShape(8, 8, 1);

  /**
   * Trains a model in a process of its own and prints {@code measured M estimate E}: by how many
   * bytes the process grew at most, Java's heap left out, and what was estimated.
   */
  public static void main(String[] arguments) throws IOException {
    ImageShape shape =
        new ImageShape(
            Integer.parseInt(arguments[1]),
            Integer.parseInt(arguments[2]),
            Integer.parseInt(arguments[3]));
    int batch = Integer.parseInt(arguments[4]);
    TrainerConfig settings = TrainerConfig.defaults().withEpochs(1).withBatchSize(batch);
    VaeConfig config =
        arguments[5].equals("dense")
            ? VaeConfig.dense(shape).build()
            : VaeConfig.conv(shape).build();
    try (Backend backend = Backends.open(arguments[0], BackendOptions.defaults().withThreads(2))) {
      // Natives are loaded, and their threads started, before it is measured.
      VaeConfig tiny = VaeConfig.conv(SMALL).filters(4, 4).latent(2).build();
      try (Vae vae = Vae.create(tiny, 1, backend)) {
        TestImages few = new TestImages(SMALL, 20);
        new Trainer(settings.withBatchSize(8)).fit(vae, few, few);
      }
      long before = status("VmRSS:");
      // Whole batches and short last ones, on both sides: four plans.
      TestImages train = new TestImages(shape, 2 * batch + batch / 2);
      TestImages test = new TestImages(shape, batch + batch / 3);
      MemoryNeed need = settings.memoryNeed(config, backend, train.size(), test.size());
      try (Vae vae = Vae.create(config, 1, backend)) {
        new Trainer(settings).fit(vae, train, test);
      }
      System.out.println(
          "measured "
              + (status("VmHWM:") - before)
              + " estimate "
              + need.total().peakNativeBytes());
    }
  }

  private static long status(String field) throws IOException {
    return Files.readAllLines(Path.of("/proc/self/status")).stream()
        .filter(line -> line.startsWith(field))
        .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("[^0-9]", "")))
        .findFirst()
        .orElseThrow();
  }

  /**
   * Not below what a training really took, and not so far above that it refuses what would go: at
   * most half as much again, and the 32 MiB that are put on top for compiled code and malloc.
   */
  @ParameterizedTest
  @CsvSource({"64,64,3,64,conv", "101,67,3,25,conv", "64,64,3,100,dense"})
  void theEstimateIsCloseToWhatIsMeasured(
      int height, int width, int channels, int batch, String network) throws Exception {
    assumeTrue(Files.isReadable(Path.of("/proc/self/status")), "needs /proc");
    for (BackendProvider provider : Backends.providers()) {
      if (provider.unavailable(BackendOptions.defaults()).isPresent()) {
        continue;
      }
      Process process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  // The whole heap is there from the start, so that only native memory grows.
                  "-Xms600m",
                  "-Xmx600m",
                  "-XX:+UseSerialGC",
                  "-XX:+AlwaysPreTouch",
                  "-Dorg.bytedeco.javacpp.maxphysicalbytes=0",
                  "-cp",
                  System.getProperty("java.class.path"),
                  MemoryNeedTest.class.getName(),
                  provider.name(),
                  Integer.toString(height),
                  Integer.toString(width),
                  Integer.toString(channels),
                  Integer.toString(batch),
                  network)
              .redirectErrorStream(true)
              .start();
      String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
      List<String> words =
          List.of(
              text.lines()
                  .filter(line -> line.startsWith("measured"))
                  .findFirst()
                  .orElse(text)
                  .split(" "));
      assertThat(words).as(text).hasSize(4);
      long measured = Long.parseLong(words.get(1));
      long estimate = Long.parseLong(words.get(3));
      assertThat(estimate)
          .as(
              "%s, measured %d MiB, estimate %d MiB",
              provider.name(), measured / MIB, estimate / MIB)
          .isGreaterThanOrEqualTo(measured)
          .isLessThanOrEqualTo(measured * 3 / 2 + 32 * MIB);
    }
  }

  @Test
  void ofOperationsThatRunInTurnOnlyTheLargestCounts() {
    MemoryNeed need =
        new MemoryNeed(
            Map.of(
                "a", new MemoryUse(10 * MIB, MIB, 5 * MIB), "b", new MemoryUse(0, MIB, 3 * MIB)));

    assertThat(need.total()).isEqualTo(new MemoryUse(10 * MIB, 2 * MIB, 5 * MIB));
    assertThat(need.total().peakNativeBytes()).isEqualTo(15 * MIB);
  }

  @Test
  void whatDoesNotFitIsRefusedWithBothNumbersAndTheLimit() {
    MemoryNeed need = new MemoryNeed(Map.of("layers", MemoryUse.ofNative(300 * MIB)));
    AvailableMemory available = new AvailableMemory(200 * MIB, "the container", 50 * MIB);

    assertThatExceptionOfType(InsufficientMemoryException.class)
        .isThrownBy(() -> need.require("training", available, () -> "a batch size of 3 fits"))
        .withMessage(
            "training needs about 300 MiB (layers 300 MiB), 200 MiB are free in the container;"
                + " a batch size of 3 fits");
    need.require("training", new AvailableMemory(300 * MIB, "the container", 0), () -> "");
  }

  @Test
  void aModelIsRefusedBeforeItIsAllocated() {
    VaeConfig large = VaeConfig.dense(SMALL).hidden(3_000_000).build();
    try (Backend backend = Backends.open("nd4j", BackendOptions.defaults().withThreads(1))) {
      assertThatExceptionOfType(InsufficientMemoryException.class)
          .isThrownBy(() -> Vae.create(large, 1, LimitedBackend.of(backend, 100 * MIB, 100 * MIB)))
          .withMessageStartingWith("a model of 534000096 parameters needs about 2,038 MiB")
          .withMessageContaining("100 MiB are free in a small machine");
    }
  }

  @Test
  void parametersBeyondTheirNumbersAreRefused() {
    try (Backend backend = Backends.open("nd4j", BackendOptions.defaults().withThreads(1))) {
      for (int units : new int[] {1_000_000_000, 2_000_000_000}) {
        VaeConfig config = VaeConfig.dense(SMALL).hidden(units, units, units).build();
        assertThatIllegalArgumentException()
            .isThrownBy(() -> Vae.create(config, 1, backend))
            .withMessageStartingWith("parameters must be fewer than 2^31, were ");
      }
    }
  }

  @Test
  void moreImagesThanFitAreRefusedBeforeTheyAreDecoded() {
    VaeConfig config = VaeConfig.dense(SMALL).hidden(4).latent(2).build();
    try (Backend backend = Backends.open("nd4j", BackendOptions.defaults().withThreads(1));
        Vae vae = Vae.create(config, 1, LimitedBackend.of(backend, 100 * MIB, 64 * MIB))) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> vae.sample(20_000_000, 1))
          .withMessage(
              "number of images must be at most 262144 in the memory that is free, of 64 numbers"
                  + " each, was 20000000");
      vae.sample(7, 1).close();
    }
  }
}
