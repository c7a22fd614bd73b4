package vae4j.benchmarks;

import java.util.Locale;
import java.util.SplittableRandom;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import vae4j.Vae;
import vae4j.backend.Backend;
import vae4j.backend.BackendOptions;
import vae4j.backend.Backends;
import vae4j.train.Optimizer;
import vae4j.train.Presets;

/** From the start of the process to the end of the first training step, part by part. */
public final class StartUp {
  private StartUp() {}

  /**
   * Prints a Markdown table.
   *
   * @param args the backend's name, {@code onednn} if not given
   */
  public static void main(String[] args) {
    Failures.main(args, StartUp::run);
  }

  private static void run(String... args) {
    double java = sinceStart();
    Nd4j.getBackend();
    double nd4j = sinceStart();
    try (Backend backend =
            Backends.open(args.length > 0 ? args[0] : "onednn", BackendOptions.defaults());
        INDArray images = Nd4j.zeros(100, 32, 32, 1)) {
      double opened = sinceStart();
      try (Vae vae = Vae.create(Presets.named("gdl-vae").config(), 1, backend);
          Optimizer.State optimizer = Optimizer.adam().start(backend, vae.parameters().length())) {
        double model = sinceStart();
        vae.training().lossAndGradient(images, new SplittableRandom(1), 1);
        vae.training().update((weights, gradient) -> optimizer.update(weights, gradient, 1e-3));
        double first = sinceStart();
        vae.training().lossAndGradient(images, new SplittableRandom(1), 1);
        vae.training().update((weights, gradient) -> optimizer.update(weights, gradient, 1e-3));
        double second = sinceStart();
        System.out.printf("| part | seconds |%n|---|---|%n");
        row("Java itself", java);
        row("ND4J and its natives", nd4j - java);
        row("the backend and its natives", opened - nd4j);
        row("the model: 347,141 initial weights", model - opened);
        row("the first step: primitives made and run", first - model);
        row("**from the start to the first step's end**", first);
        row("(the second step)", second - first);
      }
    }
  }

  private static void row(String part, double seconds) {
    System.out.printf(Locale.ROOT, "| %s | %.2f |%n", part, seconds);
  }

  /** Seconds since the process began. */
  private static double sinceStart() {
    return ProcessHandle.current()
        .info()
        .startInstant()
        .map(start -> java.time.Duration.between(start, java.time.Instant.now()).toMillis() / 1e3)
        .orElseThrow();
  }
}
