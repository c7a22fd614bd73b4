package vae4j.cuda.library.select;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import vae4j.cuda.library.Candidate;
import vae4j.cuda.library.LibraryException;
import vae4j.cuda.library.MathType;
import vae4j.cuda.library.WeightsLayout;

class SelectionTest {
  private static final double OWN_TIME = 30;

  /** What a run of it does: the result, as its largest difference from a reference up to 2. */
  private record Fake(String name, double difference, double time, boolean repeats, boolean runs)
      implements Candidate {
    static Fake right(String name, double time) {
      return new Fake(name, 1e-6, time, true, true);
    }

    @Override
    public long workspaceBytes() {
      return 0;
    }

    @Override
    public WeightsLayout weightsLayout() {
      return WeightsLayout.OURS;
    }

    @Override
    public void run(long stream, long input, long weights, long bias, long output, long workspace) {
      if (!runs) {
        throw new LibraryException("cuDNN: running " + name + " failed");
      }
    }

    @Override
    public void close() {}
  }

  private static class FakeBench implements Bench {
    private Fake last = Fake.right("none", 0);
    private int count;
    final List<Integer> runs = new ArrayList<>();

    @Override
    public void runReference() {}

    @Override
    public void run(Candidate candidate) {
      last = (Fake) candidate;
      last.run(0, 0, 0, 0, 0, 0);
      count++;
    }

    @Override
    public Difference compare() {
      return new Difference(last.difference(), 2);
    }

    @Override
    public long fingerprint() {
      return last.repeats() ? 1 : count;
    }

    @Override
    public double[] timeReference(int warmUps, int runs) {
      return times(OWN_TIME, runs);
    }

    @Override
    public double[] time(Candidate candidate, int warmUps, int count) {
      runs.add(count);
      return times(((Fake) candidate).time(), count);
    }

    // The first of them is disturbed.
    private static double[] times(double usual, int runs) {
      double[] times = new double[runs];
      Arrays.fill(times, usual);
      times[0] = 1000 * usual;
      return times;
    }
  }

  private static Choice choose(Candidate... candidates) {
    return Selection.defaults().choose(MathType.TF32, List.of(candidates), new FakeBench());
  }

  @Test
  void theFastestRightOneIsChosen() {
    Choice choice = choose(Fake.right("a", 20), Fake.right("b", 10), Fake.right("c", 15));

    assertThat(choice.name()).isEqualTo("b");
    assertThat(choice.microseconds()).isEqualTo(10);
    assertThat(choice.referenceMicroseconds()).isEqualTo(OWN_TIME);
    assertThat(choice.refused())
        .containsExactly(
            new Refusal("a", "takes 20.0 µs, the best 10.0 µs"),
            new Refusal("c", "takes 15.0 µs, the best 10.0 µs"));
  }

  @Test
  void aWrongResultIsRefusedHoweverFast() {
    // TF32 allows 4e-3 of the largest number, which is 2.
    Choice choice = choose(new Fake("wrong", 9e-3, 1, true, true), Fake.right("right", 20));

    assertThat(choice.name()).isEqualTo("right");
    assertThat(choice.refused())
        .containsExactly(
            new Refusal("wrong", "differs by 4.50e-03 of the largest number, allowed is 4e-03"));
  }

  @Test
  void aResultWithNaNIsRefused() {
    Choice choice = choose(new Fake("nan", Double.NaN, 1, true, true));

    assertThat(choice.isReference()).isTrue();
    assertThat(choice.refused())
        .containsExactly(
            new Refusal("nan", "has numbers that are NaN or infinite, or the reference has"));
  }

  @Test
  void oneThatIsSlowerThanTheReferenceIsRefused() {
    Choice choice = choose(Fake.right("slow", 31));

    assertThat(choice.isReference()).isTrue();
    assertThat(choice.microseconds()).isEqualTo(OWN_TIME);
    assertThat(choice.refused())
        .containsExactly(new Refusal("slow", "takes 31.0 µs, the best 30.0 µs"));
  }

  @Test
  void oneThatIsFarSlowerIsGivenUpAfterFewRuns() {
    FakeBench bench = new FakeBench();

    Choice choice =
        Selection.defaults()
            .choose(MathType.TF32, List.of(Fake.right("far", 900), Fake.right("near", 20)), bench);

    assertThat(choice.name()).isEqualTo("near");
    assertThat(bench.runs).containsExactly(3, 3, 11);
  }

  @Test
  void oneThatLeavesTheGpuUnusableEndsTheSearch() {
    Bench bench =
        new FakeBench() {
          @Override
          public void requireUsable(Candidate candidate, IllegalStateException failure) {
            throw new IllegalStateException(candidate.name() + " broke it", failure);
          }
        };
    List<Candidate> candidates = List.of(new Fake("broken", 0, 1, true, false));

    assertThatThrownBy(() -> Selection.defaults().choose(MathType.TF32, candidates, bench))
        .hasMessage("broken broke it");
    assertThatThrownBy(() -> Selection.defaults().wrong(MathType.TF32, candidates.get(0), bench))
        .hasMessage("broken broke it");
  }

  @Test
  void oneThatFailsIsRefused() {
    Choice choice = choose(new Fake("broken", 0, 1, true, false), Fake.right("right", 20));

    assertThat(choice.name()).isEqualTo("right");
    assertThat(choice.refused())
        .containsExactly(new Refusal("broken", "failed: cuDNN: running broken failed"));
  }

  @Test
  void oneWhoseBitsChangeIsRefused() {
    Choice choice = choose(new Fake("loose", 0, 1, false, true));

    assertThat(choice.isReference()).isTrue();
    assertThat(choice.refused())
        .containsExactly(new Refusal("loose", "gives other bits when run again"));
  }

  @Test
  void withoutALibraryTheReferenceIsChosen() {
    Choice choice = choose();

    assertThat(choice).isEqualTo(new Choice(Choice.REFERENCE, OWN_TIME, OWN_TIME, List.of()));
    assertThat(choice).hasToString("own kernel, 30.0 µs");
  }

  @Test
  void aChoiceFindsItsCandidate() {
    Candidate a = Fake.right("a", 20);
    Candidate b = Fake.right("b", 10);

    assertThat(choose(a, b).among(List.of(a, b))).containsSame(b);
    assertThat(choose(a, b).among(List.of(a))).isEmpty();
    assertThat(choose().among(List.of(a))).isEmpty();
    assertThat(choose(a, b)).hasToString("b, 10.0 µs (own 30.0 µs)");
  }

  @Test
  void theMedianIsTheMiddle() {
    assertThat(Selection.median(new double[] {3, 1, 2})).isEqualTo(2);
    assertThat(Selection.median(new double[] {4, 1, 2, 3})).isEqualTo(2.5);
  }

  @Test
  void runsMustBePositive() {
    assertThatThrownBy(() -> new Selection(0, 0)).hasMessage("runs must be positive, was 0");
    assertThatThrownBy(() -> new Selection(-1, 1))
        .hasMessage("warm-ups must not be negative, was -1");
  }

  @Test
  void aDifferenceOfNothingFromNothingIsAllowed() {
    assertThat(new Difference(0, 0).within(1e-5)).isTrue();
    assertThat(new Difference(1e-30, 0).within(1e-5)).isFalse();
    assertThat(new Difference(Double.POSITIVE_INFINITY, 1).within(1)).isFalse();
  }
}
