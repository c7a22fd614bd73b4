package vae4j.plot.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class PlotImageTest {
  @Test
  void aBatchIsTakenApartInItsOrder() {
    INDArray batch = Nd4j.arange(0, 2 * 2 * 3 * 3).castTo(DataType.FLOAT).reshape(2, 2, 3, 3);

    List<PlotImage> images = PlotImage.listOf(batch);

    assertThat(images).hasSize(2);
    assertThat(images.get(1).height()).isEqualTo(2);
    assertThat(images.get(1).width()).isEqualTo(3);
    assertThat(images.get(1).channels()).isEqualTo(3);
    assertThat(images.get(1).values()).startsWith(18, 19, 20).endsWith(34, 35).hasSize(18);
    assertThat(batch.wasClosed()).isFalse();
  }

  @Test
  void viewsAndOtherTypesAreReadAsTheyLook() {
    INDArray channelsFirst = Nd4j.arange(0, 12).castTo(DataType.DOUBLE).reshape(1, 3, 2, 2);

    // [1, 3, 2, 2] seen as [1, 2, 2, 3]: the first pixel's channels lie four numbers apart.
    List<PlotImage> images = PlotImage.listOf(channelsFirst.permute(0, 2, 3, 1));

    assertThat(images.get(0).values()).startsWith(0, 4, 8, 1, 5, 9);
  }

  @Test
  void aBatchOfAnotherRankIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PlotImage.listOf(Nd4j.zeros(2, 3)))
        .withMessage("images must have shape [N, H, W, C], was [2, 3]");
  }

  @Test
  void imagesThatCannotBeAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new PlotImage(1, 1, 4, new float[4]))
        .withMessage("channels must be 1 or 3, was 4");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new PlotImage(2, 2, 1, new float[3]))
        .withMessage("an image of 2×2×1 cannot have 3 values");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new PlotImage(0, 2, 1, new float[0]))
        .withMessage("height must be positive, was 0");
  }
}
