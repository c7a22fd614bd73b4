package vae4j.plot.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.awt.GraphicsEnvironment;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vae4j.plot.Pixels;

class PngTest {
  @TempDir Path folder;

  private final BufferedImage image =
      ImageGrid.ofColumns(1)
          .withScale(1)
          .withGap(0)
          .draw(List.of(new PlotImage(1, 2, 3, new float[] {1, 0, 0, 0, 0.2f, 1})));

  @Test
  void whatIsWrittenIsReadBackPixelByPixel() throws IOException {
    Path file = folder.resolve("grid.png");

    Png.write(image, file);

    BufferedImage read = ImageIO.read(file.toFile());
    assertThat(read.getWidth()).isEqualTo(2);
    assertThat(Pixels.at(read, 0, 0)).isEqualTo("ff0000");
    assertThat(Pixels.at(read, 1, 0)).isEqualTo("0033ff");
    assertThat(folder).isDirectoryNotContaining(path -> !path.equals(file));
  }

  @Test
  void aFileThatCannotBeWrittenIsNamed() {
    Path file = folder.resolve("none").resolve("grid.png");

    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> Png.write(image, file))
        .withMessage("cannot write " + file + ": folder " + file.getParent() + " does not exist");
  }

  @Test
  void noScreenIsNeeded() {
    assertThat(GraphicsEnvironment.isHeadless()).isTrue();
  }
}
