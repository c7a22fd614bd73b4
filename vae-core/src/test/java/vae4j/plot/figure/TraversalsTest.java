package vae4j.plot.figure;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import vae4j.plot.image.PlotImage;

class TraversalsTest {
  private final Traversals traversals =
      new Traversals(new double[] {10, 20, 30}, new int[] {2, 0}, new double[] {1, 2, 3}, 5);

  @Test
  void oneLatentMovesWhileTheOthersStay() {
    assertThat(traversals.latents(2))
        .isDeepEqualTo(
            new float[][] {
              {10, 20, 27}, {10, 20, 28.5f}, {10, 20, 30}, {10, 20, 31.5f}, {10, 20, 33}
            });
  }

  @Test
  void framesGoThereAndBackAndShowTheLatentsInOrder() {
    // Images whose one pixel is a grey of its own for each latent vector.
    List<List<PlotImage>> images =
        Arrays.stream(traversals.dimensions())
            .mapToObj(
                dimension ->
                    Arrays.stream(traversals.latents(dimension))
                        .map(
                            z ->
                                new PlotImage(
                                    1, 1, 1, new float[] {(z[2] == 30 ? z[0] : z[2]) / 51f}))
                        .toList())
            .toList();

    List<BufferedImage> frames = Traversals.frames(images);

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
  void captionsNameDimensionsAndPositions() {
    assertThat(traversals.rows()).containsExactly("z3", "z1");
    assertThat(traversals.columns(2, "σ"))
        .containsExactly("−2.0σ", "−1.0σ", "0.0σ", "1.0σ", "2.0σ");
  }

  @Test
  void manyLatentsFormASquareAndFewARow() {
    assertThat(Traversals.columns(1)).isEqualTo(1);
    assertThat(Traversals.columns(5)).isEqualTo(5);
    assertThat(Traversals.columns(10)).isEqualTo(4);
    assertThat(Traversals.columns(16)).isEqualTo(4);
  }
}
