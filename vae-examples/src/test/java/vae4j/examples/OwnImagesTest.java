package vae4j.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vae4j.data.ImageShape;
import vae4j.train.EpochMetrics;
import vae4j.train.EpochMetrics.Split;

class OwnImagesTest {
  private static final int WIDTH = 48;
  private static final int HEIGHT = 37;

  @TempDir private Path folder;

  @Test
  void colourImagesOfOddSizeAreLearntReconstructedAndTraversed() throws IOException {
    Random random = new Random(1);
    for (int i = 0; i < 80; i++) {
      write(folder.resolve("ball" + i + ".png"), random);
    }

    try (OwnImages.Result result = OwnImages.run(folder, 3)) {
      assertThat(result.shape()).isEqualTo(new ImageShape(HEIGHT, WIDTH, 3));
      List<EpochMetrics> test = result.history().of(Split.TEST);
      assertThat(test.get(2).loss().objective()).isLessThan(test.get(0).loss().objective());
      assertThat(result.originals().shape()).containsExactly(8, HEIGHT, WIDTH, 3);
      assertThat(result.reconstructions().shape()).containsExactly(8, HEIGHT, WIDTH, 3);
      assertThat(result.traversals().shape()).containsExactly(4 * 7, HEIGHT, WIDTH, 3);
    }
  }

  /** A ball of some colour somewhere on blue. */
  private static void write(Path file, Random random) throws IOException {
    BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.setColor(new Color(20, 40, 90));
    graphics.fillRect(0, 0, WIDTH, HEIGHT);
    graphics.setColor(Color.getHSBColor(random.nextFloat(), 0.8f, 0.9f));
    graphics.fillOval(random.nextInt(WIDTH - 16), random.nextInt(HEIGHT - 16), 16, 16);
    graphics.dispose();
    ImageIO.write(image, "png", file.toFile());
  }
}
