package vae4j.plot.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.metadata.IIOMetadataNode;
import org.junit.jupiter.api.Test;
import org.w3c.dom.NodeList;

class AnimatedGifTest {
  @Test
  void framesDelaysAndLoopAreReadBack() throws IOException {
    List<BufferedImage> frames = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      frames.add(image(4, 3, i * 0x101010));
    }

    ImageReader reader = read(AnimatedGif.encode(frames, 80));

    assertThat(reader.getNumImages(true)).isEqualTo(5);
    for (int i = 0; i < 5; i++) {
      assertThat(attribute(reader, i, "GraphicControlExtension", "delayTime")).isEqualTo("8");
    }
    IIOMetadataNode loop = nodes(reader, 0, "ApplicationExtension");
    assertThat(loop.getAttribute("applicationID")).isEqualTo("NETSCAPE");
    // GIF89a's extension: block 1, then how often to repeat, 0 for ever.
    assertThat((byte[]) loop.getUserObject()).containsExactly(1, 0, 0);
  }

  @Test
  void all256GreysStayWhatTheyAre() throws IOException {
    BufferedImage greys = new BufferedImage(256, 2, BufferedImage.TYPE_INT_RGB);
    for (int x = 0; x < 256; x++) {
      greys.setRGB(x, 0, x * 0x010101);
      greys.setRGB(x, 1, (255 - x) * 0x010101);
    }

    ImageReader reader = read(AnimatedGif.encode(List.of(greys, greys), 20));

    for (int frame = 0; frame < 2; frame++) {
      BufferedImage read = reader.read(frame);
      for (int x = 0; x < 256; x++) {
        assertThat(read.getRGB(x, 0) & 0xffffff).isEqualTo(x * 0x010101);
        assertThat(read.getRGB(x, 1) & 0xffffff).isEqualTo((255 - x) * 0x010101);
      }
    }
  }

  @Test
  void manyColoursAreKeptNearly() throws IOException {
    // 16 levels in each channel, 17 apart: 256 boxes of 2 × 2 × 4 of them, whose mean is at most
    // 1½ levels from each: 25.5.
    BufferedImage cube = new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < 4096; i++) {
      int rgb = new Color((i >> 8) * 17, ((i >> 4) & 15) * 17, (i & 15) * 17).getRGB();
      cube.setRGB(i % 64, i / 64, rgb);
    }

    BufferedImage read = read(AnimatedGif.encode(List.of(cube), 100)).read(0);

    for (int i = 0; i < 4096; i++) {
      for (int shift = 0; shift <= 16; shift += 8) {
        int wanted = cube.getRGB(i % 64, i / 64) >> shift & 255;
        int found = read.getRGB(i % 64, i / 64) >> shift & 255;
        assertThat(Math.abs(wanted - found)).isLessThanOrEqualTo(26);
      }
    }
  }

  @Test
  void wrongArgumentsAreNamed() {
    BufferedImage one = image(4, 3, 0);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> AnimatedGif.encode(List.of(), 100))
        .withMessage("an animation needs at least one frame, had none");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> AnimatedGif.encode(List.of(one), 15))
        .withMessage("delay must be a multiple of 10 ms, at least 20 ms, was 15 ms");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> AnimatedGif.encode(List.of(one, image(4, 4, 0)), 100))
        .withMessage("frames must be of one size, were 4×3 and 4×4");
  }

  private static BufferedImage image(int width, int height, int rgb) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    image.setRGB(1, 1, rgb);
    return image;
  }

  private static ImageReader read(byte[] gif) throws IOException {
    ImageReader reader = ImageIO.getImageReadersByFormatName("gif").next();
    reader.setInput(ImageIO.createImageInputStream(new ByteArrayInputStream(gif)));
    return reader;
  }

  private static String attribute(ImageReader reader, int frame, String node, String name)
      throws IOException {
    return nodes(reader, frame, node).getAttribute(name);
  }

  private static IIOMetadataNode nodes(ImageReader reader, int frame, String name)
      throws IOException {
    IIOMetadataNode root =
        (IIOMetadataNode) reader.getImageMetadata(frame).getAsTree("javax_imageio_gif_image_1.0");
    NodeList found = root.getElementsByTagName(name);
    assertThat(found.getLength()).isEqualTo(1);
    return (IIOMetadataNode) found.item(0);
  }
}
