package vae4j.datasets.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Properties;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import vae4j.data.ImageShape;

/**
 * Expected numbers are Pillow's; {@code make_images.py} and {@code make_formats.py} beside the
 * images made them.
 */
class ImageDecoderTest {
  private static final int HEIGHT = 5;
  private static final int WIDTH = 7;

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "rgb.png, 3",
    "rgb.bmp, 3",
    "rgba.png, 3",
    "palette.png, 3",
    "palette.gif, 3",
    "grey.png, 1",
    "grey.bmp, 1",
    "grey.gif, 1",
    "grey16.png, 1",
    "grey-alpha.png, 1",
    "bilevel.png, 1"
  })
  void readsTheSamePixelsAsPillow(String name, int channels) throws Exception {
    ImageShape shape = new ImageShape(HEIGHT, WIDTH, channels);

    assertThat(ImageDecoder.shapeOf(file(name))).isEqualTo(shape);
    // Where a pixel is half transparent, the two may round differently.
    assertClose(ImageDecoder.decode(file(name), shape), expected(name), 1);
  }

  @ParameterizedTest
  @CsvSource({
    "rgb.tif, 3",
    "rgb-lzw.tif, 3",
    "grey.tif, 1",
    "rgb.webp, 3",
    "rgba.webp, 3",
  })
  void readsTheSamePixelsOfTiffAndWebpAsPillow(String name, int channels) throws Exception {
    ImageShape shape = new ImageShape(HEIGHT, WIDTH, channels);

    assertThat(ImageDecoder.shapeOf(file(name))).isEqualTo(shape);
    assertClose(ImageDecoder.decode(file(name), shape), expected("formats", name), 1);
  }

  @Test
  void readsLossyWebpAsPillowUpToTheDecodersRounding() throws Exception {
    ImageShape small = new ImageShape(4, 6, 3);

    assertThat(ImageDecoder.shapeOf(file("smooth.webp"))).isEqualTo(new ImageShape(16, 24, 3));
    assertClose(
        ImageDecoder.decode(file("smooth.webp"), small), expected("formats", "smooth.webp"), 2);
  }

  @ParameterizedTest
  @CsvSource({
    "orientation1.png, 5, 7, 0",
    "orientation2.png, 5, 7, 0",
    "orientation3.png, 5, 7, 0",
    "orientation4.png, 5, 7, 0",
    "orientation5.png, 7, 5, 0",
    "orientation6.png, 7, 5, 0",
    "orientation7.png, 7, 5, 0",
    "orientation8.png, 7, 5, 0",
    "orientation6.tif, 7, 5, 0",
    "orientation6.webp, 7, 5, 0",
    "orientation6.jpg, 24, 16, 4",
  })
  void turnsAnImageAsItsCameraNoted(String name, int height, int width, int tolerance)
      throws Exception {
    ImageShape shape = new ImageShape(height, width, 3);

    assertThat(ImageDecoder.header(file(name))).isEqualTo(new ImageHeader(height, width, 3, false));
    assertClose(ImageDecoder.decode(file(name), shape), expected("formats", name), tolerance);
  }

  @Test
  void turnsAnImageThatIsResizedToo() throws Exception {
    ImageShape shape = new ImageShape(3, 4, 3);

    // Turned by half a turn twice, the image is the one without a note.
    byte[] turned = ImageDecoder.decode(file("orientation3.png"), shape);
    byte[] plain = ImageDecoder.decode(file("orientation1.png"), shape);

    for (int i = 0; i < 12; i++) {
      for (int c = 0; c < 3; c++) {
        assertThat(turned[3 * i + c]).isEqualTo(plain[3 * (11 - i) + c]);
      }
    }
  }

  @Test
  void tellsWhetherPixelsMayBeTransparent() throws Exception {
    assertThat(ImageDecoder.header(file("rgba.png")))
        .isEqualTo(new ImageHeader(HEIGHT, WIDTH, 3, true));
    assertThat(ImageDecoder.header(file("grey-alpha.png")))
        .isEqualTo(new ImageHeader(HEIGHT, WIDTH, 1, true));
  }

  @Test
  void readsAHeaderWithoutThePixels() throws Exception {
    byte[] whole = Files.readAllBytes(file("rgb.png"));
    Path file = Files.write(folder.resolve("cut.png"), Arrays.copyOf(whole, whole.length - 30));

    assertThat(ImageDecoder.shapeOf(file)).isEqualTo(new ImageShape(HEIGHT, WIDTH, 3));
  }

  @ParameterizedTest
  @CsvSource({"rgb.jpg, 3", "grey.jpg, 1", "cmyk.jpg, 3"})
  void readsJpegsAsPillowUpToTheDecodersRounding(String name, int channels) throws Exception {
    ImageShape shape = new ImageShape(16, 24, channels);

    assertThat(ImageDecoder.shapeOf(file(name))).isEqualTo(shape);
    assertClose(ImageDecoder.decode(file(name), shape), expected(name), 4);
  }

  @Test
  void weighsColoursToGreyAsPillow() throws Exception {
    assertClose(
        ImageDecoder.decode(file("rgb.png"), new ImageShape(HEIGHT, WIDTH, 1)),
        expected("rgb.png.grey"),
        1);
  }

  @Test
  void givesGreyToAllThreeColours() throws Exception {
    assertClose(
        ImageDecoder.decode(file("grey.png"), new ImageShape(HEIGHT, WIDTH, 3)),
        expected("grey.png.rgb"),
        0);
  }

  @ParameterizedTest
  @CsvSource({"3, 4", "1, 1", "5, 2", "9, 10", "4, 13"})
  void resizesAsPillow(int height, int width) throws Exception {
    assertClose(
        ImageDecoder.decode(file("rgb.png"), new ImageShape(height, width, 3)),
        expected("rgb.png." + height + "x" + width),
        1);
  }

  @Test
  void scalesSixteenBitColoursToEight() throws IOException {
    ColorModel model =
        new ComponentColorModel(
            java.awt.color.ColorSpace.getInstance(java.awt.color.ColorSpace.CS_sRGB),
            false,
            false,
            java.awt.Transparency.OPAQUE,
            DataBuffer.TYPE_USHORT);
    WritableRaster raster = model.createCompatibleWritableRaster(2, 1);
    raster.setPixel(0, 0, new int[] {0, 0x8080, 0xffff});
    raster.setPixel(1, 0, new int[] {257, 514, 65_021});
    Path file = folder.resolve("rgb16.png");
    ImageIO.write(new BufferedImage(model, raster, false, null), "png", file.toFile());

    byte[] pixels = ImageDecoder.decode(file, new ImageShape(1, 2, 3));

    assertThat(pixels).isEqualTo(bytes(0, 128, 255, 1, 2, 253));
  }

  @Test
  void refusesAFileThatIsNoImage() throws IOException {
    Path file = Files.writeString(folder.resolve("notes.png"), "not an image at all");

    assertThatThrownBy(() -> ImageDecoder.shapeOf(file))
        .isInstanceOf(BrokenImageException.class)
        .hasMessage(file + ": content must be a PNG, JPEG, GIF, BMP, TIFF or WebP image, is none");
  }

  @Test
  void refusesAnEmptyFile() throws IOException {
    Path file = Files.createFile(folder.resolve("empty.png"));

    assertThatThrownBy(() -> ImageDecoder.shapeOf(file))
        .isInstanceOf(BrokenImageException.class)
        .hasMessageContaining(file + ": content must be");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "rgb.png",
        "grey.png",
        "palette.png",
        "rgb.jpg",
        "grey.jpg",
        "rgb.bmp",
        "grey.bmp",
        "palette.gif",
        "grey.gif",
        "rgb.tif",
        "rgb-lzw.tif",
        "rgb.webp",
        "smooth.webp"
      })
  void refusesAImageThatIsCutOff(String name) throws Exception {
    byte[] whole = Files.readAllBytes(file(name));
    Path file = folder.resolve(name);
    for (int length : new int[] {whole.length * 3 / 4, whole.length / 2, 20}) {
      Files.write(file, Arrays.copyOf(whole, length));

      assertThatThrownBy(
              () -> ImageDecoder.decode(file, new ImageShape(HEIGHT, WIDTH, 3)),
              "%s of %d bytes cut to %d",
              name,
              whole.length,
              length)
          .isInstanceOf(BrokenImageException.class)
          .hasMessageStartingWith(file + ": ");
    }
  }

  @Test
  void refusesAImageThatClaimsTooManyPixelsBeforeMakingRoomForThem() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream png = new DataOutputStream(bytes);
    png.write(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'});
    png.writeInt(13);
    png.writeBytes("IHDR");
    png.writeInt(100_000);
    png.writeInt(100_000);
    png.write(new byte[] {8, 2, 0, 0, 0, 0, 0, 0, 0});
    png.writeInt(1);
    png.writeBytes("IDAT");
    png.write(new byte[5]);
    Path file = Files.write(folder.resolve("huge.png"), bytes.toByteArray());

    assertThatThrownBy(() -> ImageDecoder.shapeOf(file))
        .isInstanceOf(BrokenImageException.class)
        .hasMessage(file + ": image must have at most 134217728 pixels, has 100000×100000 of them");
  }

  private static void assertClose(byte[] actual, int[] expected, int tolerance) {
    assertThat(actual).hasSize(expected.length);
    for (int i = 0; i < expected.length; i++) {
      assertThat(Byte.toUnsignedInt(actual[i]))
          .as("value %d", i)
          .isCloseTo(expected[i], within(tolerance));
    }
  }

  private static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }

  private static Path file(String name) throws URISyntaxException {
    return Path.of(ImageDecoderTest.class.getResource(name).toURI());
  }

  private static int[] expected(String name) throws IOException {
    return expected("expected", name);
  }

  private static int[] expected(String list, String name) throws IOException {
    Properties properties = new Properties();
    try (InputStream in = ImageDecoderTest.class.getResourceAsStream(list + ".properties")) {
      properties.load(in);
    }
    return Arrays.stream(properties.getProperty(name).split(","))
        .mapToInt(Integer::parseInt)
        .toArray();
  }
}
