package vae4j.datasets;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IdxNamesTest {
  @ParameterizedTest
  @CsvSource({
    "train-images-idx3-ubyte, '', false, true",
    "train-labels-idx1-ubyte.gz, '', false, false",
    "t10k-images-idx3-ubyte, '', true, true",
    "test-images-idx3-ubyte.gz, '', true, true",
    "train-images.idx3-ubyte, '', false, true",
    "t10k-labels.idx1-ubyte, '', true, false",
    "Train_Images.idx3, '', false, true",
    "emnist-letters-train-images-idx3-ubyte.gz, emnist-letters, false, true",
    "emnist-byclass-test-labels-idx1-ubyte, emnist-byclass, true, false",
    "qmnist-train-labels-idx2-int.gz, qmnist, false, false",
    "my_own-train-images-idx4-float, my_own, false, true",
    "mnist8m-patterns-idx3-ubyte, mnist8m, false, true",
    "test10k-labels-idx1-ubyte, '', true, false",
    "trains-images-idx3-ubyte, trains, false, true"
  })
  void tellsSetPartAndKind(String file, String set, boolean test, boolean images) {
    assertThat(IdxNames.of(Path.of("folder", file))).hasValue(new IdxNames(set, test, images));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "train-images-idx3-ubyte.zip",
        "emnist-letters-mapping.txt",
        "images",
        "train-images",
        "README.md",
        "train.idx3"
      })
  void saysNothingOfOtherFiles(String file) {
    assertThat(IdxNames.of(Path.of(file))).isEmpty();
  }

  @Test
  void saysNothingOfARoot() {
    assertThat(IdxNames.of(Path.of("/"))).isEmpty();
  }
}
