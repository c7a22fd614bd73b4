package vae4j.benchmarks.gpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vae4j.Vae;
import vae4j.backend.Backend;
import vae4j.backend.BackendOptions;
import vae4j.backend.Backends;
import vae4j.data.ImageDataset;
import vae4j.datasets.FashionMnistMini;
import vae4j.train.Trainer;

/** {@code peer.py} trains the same network, number by number. */
class PeerScriptTest {
  private static final Workload WORKLOAD = new Workload(List.of(4, 6, 8), 5);
  private static final int STEPS = 20;

  @TempDir private Path folder;

  @Test
  void itsFirstLossesAreThisLibrarys() throws IOException {
    Optional<String> python = Python.with("torch, numpy");
    assumeThat(python).as("a python3 with PyTorch").isPresent();
    ImageDataset data = FashionMnistMini.train().take(50);
    PeerFiles.writeImages(folder, data);
    PeerFiles.write(folder, WORKLOAD, data, STEPS);
    Path out = folder.resolve("out.jsonl");

    Python.Run run =
        Python.run(
            folder,
            python.get(),
            Python.SCRIPTS.resolve("peer.py").toString(),
            ".",
            out.toString(),
            WORKLOAD.name(),
            "--device=cpu",
            "--builds=eager",
            "--epochs=2");

    assertThat(run.code()).as(run.output()).isZero();
    List<JsonObject> lines =
        Files.readAllLines(out).stream()
            .map(line -> JsonParser.parseString(line).getAsJsonObject())
            .filter(line -> !line.has("environment"))
            .toList();
    // Both layouts of each precision; TF32 is float32 on a CPU.
    assertThat(lines).hasSize(6);
    List<Double> ours = losses();
    for (JsonObject line : lines) {
      boolean half = line.get("precision").getAsString().equals("bf16");
      List<Double> theirs =
          line.getAsJsonArray("firstLosses").asList().stream()
              .map(loss -> loss.getAsDouble())
              .toList();
      assertThat(theirs).hasSize(STEPS);
      for (int i = 0; i < STEPS; i++) {
        double share = half ? 1e-2 : 1e-5;
        assertThat(theirs.get(i))
            .as("step %d of %s", i, line)
            .isCloseTo(ours.get(i), within(share * ours.get(i)));
      }
    }
  }

  private static List<Double> losses() {
    try (Backend backend = Backends.open("nd4j", BackendOptions.defaults());
        Vae vae = Vae.create(WORKLOAD.model(), Workload.SEED, backend)) {
      TrainingClock clock = new TrainingClock(backend, STEPS);
      new Trainer(WORKLOAD.training(2), clock).fit(vae, FashionMnistMini.train().take(50));
      return clock.firstLosses();
    }
  }
}
