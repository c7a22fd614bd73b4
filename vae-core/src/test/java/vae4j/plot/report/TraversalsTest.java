package vae4j.plot.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import vae4j.plot.PlotImage;

class TraversalsTest {
  private final Traversals traversals =
      new Traversals(new double[] {10, 20, 30}, new int[] {2, 0}, new double[] {1, 2, 3}, 5);

  @Test
  void oneLatentMovesWhileTheOthersStay() {
    assertThat(traversals.codes(2))
        .isDeepEqualTo(
            new float[][] {
              {10, 20, 27}, {10, 20, 28.5f}, {10, 20, 30}, {10, 20, 31.5f}, {10, 20, 33}
            });
  }

  @Test
  void framesGoThereAndBackAndShowTheLatentsInOrder() {
    // A decoder whose one pixel is a grey of its own for each code.
    List<List<PlotImage>> ways =
        traversals.decode(
            codes ->
                Arrays.stream(codes)
                    .map(
                        code ->
                            new PlotImage(
                                1, 1, 1, new float[] {(code[2] == 30 ? code[0] : code[2]) / 51f}))
                    .toList());

    List<BufferedImage> frames = Traversals.frames(ways);

    // Greys are 5 for a unit of z: latent 3 from 27 to 33 at the left, latent 1 from 9 to 11 at the
    // right; where both are in the middle the decoder shows the first.
    assertThat(frames).hasSize(8);
    assertThat(frames)
        .extracting(frame -> frame.getRGB(1, 1) & 255)
        .containsExactly(135, 143, 50, 158, 165, 158, 50, 143);
    assertThat(frames)
        .extracting(frame -> frame.getRGB(3, 1) & 255)
        .containsExactly(45, 48, 50, 53, 55, 53, 50, 48);
  }

  @Test
  void manyLatentsFormASquareAndFewARow() {
    assertThat(Traversals.columns(1)).isEqualTo(1);
    assertThat(Traversals.columns(5)).isEqualTo(5);
    assertThat(Traversals.columns(10)).isEqualTo(4);
    assertThat(Traversals.columns(16)).isEqualTo(4);
  }
}
