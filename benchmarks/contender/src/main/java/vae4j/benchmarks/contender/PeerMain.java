package vae4j.benchmarks.contender;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;

/** One process of one contender: reads the inputs, does and times the task, prints the report. */
public final class PeerMain {
  private PeerMain() {}

  /**
   * The whole of a contender's main method; ends the process, with 1 if it failed.
   *
   * @param args the folder of the inputs, then the contender's variant
   * @param factory opens the contender
   */
  public static void main(String[] args, Peer.Factory factory) {
    int code = 0;
    try {
      Inputs inputs = Inputs.read(Path.of(args[0]));
      String[] variant = Arrays.copyOfRange(args, 1, args.length);
      System.out.println(run(inputs, factory, variant).toJson());
    } catch (Throwable e) {
      // Whatever it is: native threads may keep a failed process alive.
      e.printStackTrace();
      code = 1;
    }
    System.exit(code);
  }

  static Report run(Inputs inputs, Peer.Factory factory, String... variant) throws IOException {
    Task task = inputs.task();
    try (Peer contender = factory.open(inputs, variant)) {
      double startSeconds = Usage.secondsSinceStart();
      Stopwatch stopwatch = new Stopwatch(task.images());
      switch (task.mode()) {
        case TRAIN -> contender.train(stopwatch);
        case ENCODE -> convert(task, stopwatch, contender.inputs()::batch, contender::encode);
        case DECODE -> {
          float[] codes = inputs.codes();
          int length = task.batch() * task.latent();
          convert(
              task,
              stopwatch,
              step -> Arrays.copyOfRange(codes, step * length, (step + 1) * length),
              contender::decode);
        }
      }
      List<Report.Pass> passes = stopwatch.passes();
      return new Report(
          null,
          contender.versions(),
          startSeconds,
          passes.subList(0, task.warmUp()),
          passes.subList(task.warmUp(), passes.size()),
          Usage.cpuSeconds(),
          Usage.peakBytes());
    } catch (UnavailableException e) {
      return Report.unavailable(String.valueOf(e.getMessage()));
    }
  }

  /** One step of training. */
  @FunctionalInterface
  public interface Step {
    /**
     * Trains on one batch.
     *
     * @param images [batch, height, width, channels], in [0, 1]
     * @param noise ε, [batch, latent]
     * @return the mean loss before the update, in nats per image
     */
    double train(float[] images, float[] noise);
  }

  /**
   * Trains step by step, for contenders whose libraries bring no loop of their own.
   *
   * @param inputs the images, their order and noise
   * @param stopwatch is called after each pass
   * @param step trains on a batch
   */
  public static void train(Inputs inputs, Stopwatch stopwatch, Step step) {
    Task task = inputs.task();
    for (int pass = 0; pass < task.warmUp() + task.passes(); pass++) {
      double sum = 0;
      for (int i = 0; i < task.steps(); i++) {
        sum += step.train(inputs.trainingBatch(pass, i), inputs.trainingNoise(pass, i));
      }
      stopwatch.passDone(sum / task.steps());
    }
  }

  @FunctionalInterface
  private interface Conversion {
    float[] apply(float[] values);
  }

  private static void convert(
      Task task, Stopwatch stopwatch, IntFunction<float[]> batches, Conversion conversion) {
    for (int pass = 0; pass < task.warmUp() + task.passes(); pass++) {
      double squares = 0;
      long numbers = 0;
      for (int step = 0; step < task.steps(); step++) {
        float[] result = conversion.apply(batches.apply(step));
        for (float value : result) {
          squares += value * value;
        }
        numbers += result.length;
      }
      stopwatch.passDone(squares / numbers);
    }
  }
}
