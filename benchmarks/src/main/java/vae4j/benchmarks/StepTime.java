package vae4j.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.random.RandomGenerator;
import vae4j.Vae;
import vae4j.backend.Backend;
import vae4j.backend.BackendOptions;
import vae4j.backend.Backends;
import vae4j.data.Batch;
import vae4j.data.Batches;
import vae4j.data.Binarization;
import vae4j.data.ImageDataset;
import vae4j.data.Seeds;
import vae4j.train.Optimizer;
import vae4j.train.Presets;

/**
 * Where the time of a training step goes: {@code gdl-vae} on Fashion-MNIST, in processes of its own
 * in which oneDNN tells how long each primitive took. All figures are means: on a machine that is
 * shared a step is longer than the sum of its parts' medians.
 */
public final class StepTime {
  private static final int WARM_UP = 60;
  private static final int STEPS = 120;
  private static final int ROUNDS = 3;

  private StepTime() {}

  /** One primitive of a layer's pass. */
  private record Line(String kind, String pass, String shape) {
    boolean convolution() {
      // The taps' product, of as many rows as the kernel has taps, is the output convolution's
      // forward pass.
      return kind.endsWith("convolution") || (kind.equals("matmul") && shape.startsWith("1x9x"));
    }
  }

  /**
   * Prints a Markdown table.
   *
   * @param args images in a batch and threads, 100 and 2 if not given
   */
  public static void main(String[] args) {
    Failures.main(args, StepTime::run);
  }

  private static void run(String... args) throws IOException, InterruptedException {
    int batch = args.length > 0 ? Failures.positive("images in a batch", args[0]) : 100;
    int threads = args.length > 1 ? Failures.positive("threads", args[1]) : 2;
    if (args.length > 2) {
      train(batch, threads);
      return;
    }
    Map<Line, List<Double>> primitives = new LinkedHashMap<>();
    List<Double> steps = new ArrayList<>();
    for (int round = 0; round < ROUNDS; round++) {
      run(batch, threads, steps, primitives);
    }
    print(mean(steps), primitives, steps.size());
  }

  private static void print(double step, Map<Line, List<Double>> primitives, int steps) {
    record Share(Line line, double milliseconds) {}

    List<Share> shares = new ArrayList<>();
    for (Map.Entry<Line, List<Double>> entry : primitives.entrySet()) {
      double calls = entry.getValue().size() / (double) steps;
      shares.add(new Share(entry.getKey(), calls * mean(entry.getValue())));
    }
    shares.sort(Comparator.comparingDouble(Share::milliseconds).reversed());
    System.out.printf(
        "| primitive | pass | shape | ms | %% of the step |%n|---|---|---|---|---|%n");
    double convolutions = 0;
    double all = 0;
    double small = 0;
    for (Share share : shares) {
      all += share.milliseconds;
      convolutions += share.line.convolution() ? share.milliseconds : 0;
      if (share.milliseconds < 0.05) {
        small += share.milliseconds;
      } else {
        row(share.line.kind, share.line.pass, share.line.shape, share.milliseconds, step);
      }
    }
    row("others, below 0.05 ms each", "", "", small, step);
    row("Java, and oneDNN's telling", "", "", step - all, step);
    row("**the step**", "", "", step, step);
    row("**convolutions of it**", "", "", convolutions, step);
  }

  private static void row(String kind, String pass, String shape, double ms, double step) {
    System.out.printf(
        Locale.ROOT, "| %s | %s | %s | %.2f | %.1f |%n", kind, pass, shape, ms, 100 * ms / step);
  }

  /** Trains in another process and gathers what it says of the steps after the warm-up. */
  private static void run(
      int batch, int threads, List<Double> steps, Map<Line, List<Double>> primitives)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(PeerProcess.jvmFlags(System.getenv()));
    command.add("-Dorg.slf4j.simpleLogger.defaultLogLevel=warn");
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(StepTime.class.getName());
    command.addAll(List.of(Integer.toString(batch), Integer.toString(threads), "train"));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(PeerProcess.environment(threads));
    builder.environment().put("DNNL_VERBOSE", "1");
    builder.redirectError(ProcessBuilder.Redirect.INHERIT);
    Process process = builder.start();
    int step = 0;
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("step ")) {
          step++;
          if (step > WARM_UP) {
            steps.add(Double.parseDouble(line.substring("step ".length())));
          }
        } else if (line.startsWith("onednn_verbose,v1,primitive,exec,") && step >= WARM_UP) {
          // exec, engine, primitive, implementation, pass, memory, attributes, auxiliary, problem,
          // milliseconds
          String[] parts = line.split(",", -1);
          String pass = parts[7].equals("undef") ? "" : parts[7];
          Line what = new Line(parts[5], pass, parts[parts.length - 2]);
          primitives
              .computeIfAbsent(what, key -> new ArrayList<>())
              .add(Double.parseDouble(parts[parts.length - 1]));
        }
      }
    }
    if (process.waitFor() != 0) {
      throw new IllegalStateException("the training failed with " + process.exitValue());
    }
  }

  private static void train(int batch, int threads) {
    ImageDataset images = Failures.images(null);
    try (Backend backend = Backends.open("onednn", BackendOptions.defaults().withThreads(threads));
        Vae vae = Vae.create(Presets.named("gdl-vae").config(), 1, backend);
        Optimizer.State optimizer = Optimizer.adam().start(backend, vae.parameters().length());
        Batches batches =
            Batches.shuffled(
                images, batch, Binarization.NONE, Seeds.stream(1, Seeds.Purpose.SHUFFLE, 0))) {
      RandomGenerator noise = Seeds.stream(1, Seeds.Purpose.TRAINING_NOISE, 0);
      for (int step = 0; step < WARM_UP + STEPS && batches.hasNext(); step++) {
        Batch next = batches.next();
        long started = System.nanoTime();
        vae.training().lossAndGradient(next.images(), noise, 1);
        vae.training().update((weights, gradient) -> optimizer.update(weights, gradient, 1e-3));
        System.out.println("step " + (System.nanoTime() - started) / 1e6);
      }
    }
  }

  private static double mean(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).average().orElse(0);
  }
}
