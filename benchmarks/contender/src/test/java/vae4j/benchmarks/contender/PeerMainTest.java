package vae4j.benchmarks.contender;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PeerMainTest {
  @Test
  void aPassOfTrainingGivesTheMeanOfItsSteps() throws IOException {
    Report report =
        PeerMain.run(Examples.inputs(TaskMode.TRAIN), (inputs, variant) -> new Fake(inputs));
    // The fake's loss is the step's first number: of images 3, 1 and of 0, 1.
    assertThat(report.timed()).extracting(Report.Pass::result).containsExactly(16.0, 4.0);
    assertThat(report.warmUp()).isEmpty();
    assertThat(report.versions()).containsEntry("Fake", "1");
  }

  @Test
  void encodingGivesTheMeanSquareOfTheCodes() throws IOException {
    Report report =
        PeerMain.run(Examples.inputs(TaskMode.ENCODE), (inputs, variant) -> new Fake(inputs));
    // Codes are each batch's first number, 0 and 16, twice.
    assertThat(report.result()).isEqualTo(128);
  }

  @Test
  void theContendersOwnImagesAreEncoded() throws IOException {
    Report report =
        PeerMain.run(
            Examples.inputs(TaskMode.ENCODE), (inputs, variant) -> new Fake(inputs.turned()));
    assertThat(report.result()).isEqualTo((6 * 6 + 22 * 22) / 2.0);
  }

  @Test
  void whatCannotRunHereSaysWhy() throws IOException {
    Report report =
        PeerMain.run(
            Examples.inputs(TaskMode.DECODE),
            (inputs, variant) -> {
              throw new UnavailableException("no " + variant[0], new IllegalStateException());
            },
            "bf16");
    assertThat(report).isEqualTo(Report.unavailable("no bf16"));
  }

  @Test
  void codesAreDecodedBatchByBatch() throws IOException {
    Inputs inputs = Examples.inputs(TaskMode.DECODE);
    Fake fake = new Fake(inputs);
    PeerMain.run(inputs, (same, variant) -> fake);
    float[] codes = inputs.codes();
    assertThat(fake.decoded)
        .containsExactly(
            codes[0], codes[1], codes[2], codes[3], codes[0], codes[1], codes[2], codes[3]);
  }

  /** Computes nothing. */
  private static final class Fake implements Peer {
    private final Inputs inputs;
    private final List<Float> decoded = new ArrayList<>();

    Fake(Inputs inputs) {
      this.inputs = inputs;
    }

    @Override
    public Inputs inputs() {
      return inputs;
    }

    @Override
    public Map<String, String> versions() {
      return Map.of("Fake", "1");
    }

    @Override
    public void train(Stopwatch stopwatch) {
      PeerMain.train(inputs, stopwatch, (images, noise) -> images[0]);
    }

    @Override
    public float[] encode(float[] images) {
      return new float[] {images[0], images[0]};
    }

    @Override
    public float[] decode(float[] codes) {
      for (float code : codes) {
        decoded.add(code);
      }
      return codes;
    }

    @Override
    public void close() {}
  }
}
