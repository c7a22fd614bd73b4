package vae4j.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SeedsTest {
  /*
   * A run must give the same numbers in every release. From Python:
   *
   *   M = 2**64 - 1; G = 0x9E3779B97F4A7C15
   *   def mix(z):
   *     z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9 & M
   *     z = (z ^ z >> 27) * 0x94D049BB133111EB & M
   *     return z ^ z >> 31
   *   def first(seed, purpose, epoch):  # then SplittableRandom's first number
   *     s = mix(mix(seed + G * purpose & M) + G * (epoch + 1) & M)
   *     return mix(s + G & M)           # less 2**64 if that is 2**63 or more
   */
  @ParameterizedTest
  @CsvSource({
    "WEIGHTS, 0, 7138415436909018950",
    "SHUFFLE, 0, -4771610121507342321",
    "SHUFFLE, 3, -1571286134638334946",
    "PRIOR, 0, -6952404926618017637",
    "DISENTANGLEMENT, 1, 2864640895646177455"
  })
  void streamsStayWhatTheyAre(Seeds.Purpose purpose, int epoch, long first) {
    assertThat(Seeds.stream(42, purpose, epoch).nextLong()).isEqualTo(first);
  }

  @Test
  void sameArgumentsGiveTheSameNumbers() {
    RandomGenerator one = Seeds.stream(-7, Seeds.Purpose.SHUFFLE, 4);
    RandomGenerator other = Seeds.stream(-7, Seeds.Purpose.SHUFFLE, 4);

    assertThat(one.longs(100).toArray()).isEqualTo(other.longs(100).toArray());
  }

  @Test
  void seedsPurposesAndEpochsAllDiffer() {
    Set<Long> firsts = new HashSet<>();
    for (long seed = -2; seed <= 2; seed++) {
      for (Seeds.Purpose purpose : Seeds.Purpose.values()) {
        for (int epoch = 0; epoch < 50; epoch++) {
          firsts.add(Seeds.stream(seed, purpose, epoch).nextLong());
        }
      }
    }
    // By chance two of 1,500 numbers of 64 bits agree with a probability of 6·10⁻¹⁴.
    assertThat(firsts).hasSize(5 * Seeds.Purpose.values().length * 50);
  }
}
