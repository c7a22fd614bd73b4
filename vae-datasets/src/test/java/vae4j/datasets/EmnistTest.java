package vae4j.datasets;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EmnistTest {
  @Test
  void namesTheClassesInTheOrderOfTheirNumbers() {
    List<String> balanced = Emnist.Variant.BALANCED.set().labelNames();

    // emnist-balanced-mapping.txt: "0 48", "10 65", "35 90", "36 97", "37 98", "38 100", "46 116".
    assertThat(balanced).hasSize(47);
    assertThat(balanced.get(0)).isEqualTo(Character.toString(48));
    assertThat(balanced.get(10)).isEqualTo(Character.toString(65));
    assertThat(balanced.get(35)).isEqualTo(Character.toString(90));
    assertThat(balanced.get(36)).isEqualTo(Character.toString(97));
    assertThat(balanced.get(37)).isEqualTo(Character.toString(98));
    assertThat(balanced.get(38)).isEqualTo(Character.toString(100));
    assertThat(balanced.get(46)).isEqualTo(Character.toString(116));
    assertThat(Emnist.Variant.BYCLASS.set().labelNames()).hasSize(62);
    assertThat(Emnist.Variant.BYCLASS.set().labelNames().get(61)).isEqualTo("z");
    assertThat(Emnist.Variant.LETTERS.set().labelNames()).hasSize(26).startsWith("a").endsWith("z");
    assertThat(Emnist.Variant.LETTERS.set().firstLabel()).isEqualTo(1);
    assertThat(Emnist.Variant.DIGITS.set().labelNames()).hasSize(10);
  }

  @Test
  void mergesTheLettersThatThePaperMerges() {
    // Cohen et al. 2017, section II.B: C, I, J, K, L, M, O, P, S, U, V, W, X, Y and Z.
    Set<String> merged = new TreeSet<>(List.of("cijklmopsuvwxyz".split("")));
    Set<String> kept = new TreeSet<>(Emnist.Variant.BYMERGE.set().labelNames());
    IntStream.rangeClosed('a', 'z')
        .mapToObj(Character::toString)
        .forEach(letter -> assertThat(kept.contains(letter)).isEqualTo(!merged.contains(letter)));
  }

  @Test
  void knowsTheFilesAsTheyArePublished() {
    IdxSet.Part test = Emnist.Variant.LETTERS.set().test();

    assertThat(Emnist.Variant.LETTERS.datasetName()).isEqualTo("emnist-letters");
    assertThat(test.images().name()).isEqualTo("emnist-letters-test-images-idx3-ubyte.gz");
    assertThat(test.images().entry()).isEqualTo("gzip/emnist-letters-test-images-idx3-ubyte.gz");
    assertThat(test.images().sizes()).containsExactly(20_800, 28, 28);
    assertThat(test.labels().sizes()).containsExactly(20_800);
    assertThat(KnownSets.all())
        .extracting(IdxSet::name)
        .doesNotHaveDuplicates()
        .contains("kmnist", "qmnist", "emnist-byclass", "emnist-mnist");
  }
}
