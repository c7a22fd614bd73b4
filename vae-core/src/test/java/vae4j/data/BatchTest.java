package vae4j.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNoException;

import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

class BatchTest {
  @Test
  void closesItsImagesOnce() {
    Batch batch = new Batch(Nd4j.create(DataType.FLOAT, 2, 1, 1, 1), new int[] {3, 4});

    assertThat(batch.size()).isEqualTo(2);
    batch.close();
    assertThat(batch.images().wasClosed()).isTrue();
    assertThatNoException().isThrownBy(batch::close);
  }

  /** Binarisation would hide what is wrong. */
  @ParameterizedTest
  @EnumSource(Binarization.class)
  void aValueOutOfRangeIsNamedByItsSetAndItsNumberThere(Binarization binarization) {
    ImageDataset bytes = new NumberedImages(2000, new ImageShape(2, 2, 1));

    assertThatNoException()
        .isThrownBy(() -> Batch.of(bytes, new int[] {0, 1024}, binarization, random()).close());
    assertThatExceptionOfType(ImageValueException.class)
        .isThrownBy(() -> Batch.of(bytes, new int[] {3, 1999, 4}, binarization, random()))
        .withMessage(
            "image 1999 of numbered has values up to 1.9521484, wanted [0, 1]: divide by 255");
  }

  @Test
  void aLabelIsAClassOrNone() {
    assertThat(Batch.of(new Labelled(1), 0).labels()).containsExactly(1);
    assertThat(Batch.of(new Labelled(ImageDataset.NO_LABEL), 0).labels()).containsExactly(-1);
    for (int wrong : new int[] {2, -2}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> Batch.of(new Labelled(wrong), 7))
          .withMessage(
              "label of image 7 of numbered must be in [0, 2), or -1 for none, was " + wrong);
    }
  }

  private static RandomGenerator random() {
    return new SplittableRandom(1);
  }

  /** Two classes, and one label for all. */
  private record Labelled(int label) implements ImageDataset {
    private static final NumberedImages IMAGES = new NumberedImages(10, new ImageShape(1, 1, 1));

    @Override
    public String name() {
      return IMAGES.name();
    }

    @Override
    public ImageShape shape() {
      return IMAGES.shape();
    }

    @Override
    public int size() {
      return IMAGES.size();
    }

    @Override
    public void read(int index, float[] target, int offset) {
      IMAGES.read(index, target, offset);
    }

    @Override
    public int label(int index) {
      return label;
    }

    @Override
    public List<String> labelNames() {
      return List.of("zero", "one");
    }

    @Override
    public String sha256() {
      return IMAGES.sha256();
    }
  }
}
