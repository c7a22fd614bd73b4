package vae4j.datasets.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vae4j.data.ImageShape;

/** Damage that Java's decoders read over, with a warning at most. */
class DamagedImagesTest {
  private static final ImageShape SHAPE = new ImageShape(8, 8, 3);

  @TempDir private Path folder;

  @Test
  void refusesAJpegWithZerosInItsScan() throws IOException {
    byte[] jpeg = noise("jpg");
    Arrays.fill(jpeg, jpeg.length / 2, jpeg.length / 2 + 200, (byte) 0);

    assertBroken("hole.jpg", jpeg, "image cannot be decoded whole: Corrupt JPEG data: ");
  }

  @Test
  void readsAJpegThatIsFilledUpBeforeItsEnd() throws IOException {
    byte[] jpeg = noise("jpg");
    byte[] filled = Arrays.copyOf(jpeg, jpeg.length + 2);
    filled[jpeg.length - 2] = 0;
    filled[jpeg.length - 1] = 0;
    filled[jpeg.length] = (byte) 0xff;
    filled[jpeg.length + 1] = (byte) 0xd9;

    assertThat(ImageDecoder.decode(write("filled.jpg", filled), SHAPE))
        .isEqualTo(ImageDecoder.decode(write("plain.jpg", jpeg), SHAPE));
  }

  @Test
  void refusesAPngWhosePixelsHaveAWrongChecksum() throws IOException {
    byte[] png = noise("png");
    // The last bytes of a zlib stream are its own checksum, which the decoder does not reach.
    int end = indexOf(png, "IEND") - 4;
    png[end - 5] ^= 1;

    assertBroken(
        "flipped.png", png, "image cannot be decoded: checksum of its IDAT chunk is wrong");
  }

  @Test
  void readsAPngWhoseTextHasAWrongChecksum() throws IOException {
    byte[] png = noise("png");
    ByteArrayOutputStream noted = new ByteArrayOutputStream();
    noted.write(png, 0, 33); // signature and header
    noted.write(new byte[] {0, 0, 0, 3});
    noted.writeBytes("tEXtk\0v".getBytes(StandardCharsets.ISO_8859_1));
    noted.write(new byte[] {1, 2, 3, 4});
    noted.write(png, 33, png.length - 33);

    assertThat(ImageDecoder.decode(write("noted.png", noted.toByteArray()), SHAPE))
        .isEqualTo(ImageDecoder.decode(write("plain.png", png), SHAPE));
  }

  @Test
  void refusesAGifWhosePixelsEndTooEarly() throws IOException {
    byte[] gif = noise("gif");
    // The pixels are in blocks of at most 255 bytes, each after its length; a block of no length
    // ends them. The first begins after the code size.
    int block = indexOf(gif, ",", 13 + 3 * 256) + 11;
    int second = block + 1 + Byte.toUnsignedInt(gif[block]);
    byte[] early = Arrays.copyOf(gif, second + 2);
    early[second] = 0;
    early[second + 1] = 0x3b;

    assertBroken("early.gif", early, "image cannot be decoded whole: rows are missing");
  }

  @Test
  void refusesABitmapThatIsCutOffWhicheverPartOfItIsRead() throws IOException {
    byte[] bitmap = noise("bmp");
    Path file = write("cut.bmp", Arrays.copyOf(bitmap, bitmap.length * 3 / 4));

    for (long strip : new long[] {1, 5_000, 1 << 20}) {
      assertThatThrownBy(() -> ImageDecoder.decode(file, SHAPE, new DecodeMemory(100, strip)))
          .isInstanceOf(BrokenImageException.class)
          .hasMessageStartingWith(file + ": image cannot be decoded")
          .hasMessageEndingWith("it is cut off");
    }
  }

  private void assertBroken(String name, byte[] content, String reason) throws IOException {
    Path file = write(name, content);

    assertThatThrownBy(() -> ImageDecoder.decode(file, SHAPE))
        .isInstanceOf(BrokenImageException.class)
        .hasMessageStartingWith(file + ": " + reason);
    // It can be seen from the pixels only.
    assertThat(ImageDecoder.shapeOf(file).height()).isEqualTo(48);
  }

  private Path write(String name, byte[] content) throws IOException {
    return Files.write(folder.resolve(name), content);
  }

  /** An image of 48 rows and 64 columns that no format compresses well. */
  private static byte[] noise(String format) throws IOException {
    BufferedImage image = new BufferedImage(64, 48, BufferedImage.TYPE_INT_RGB);
    Random random = new Random(1);
    for (int y = 0; y < 48; y++) {
      for (int x = 0; x < 64; x++) {
        image.setRGB(x, y, random.nextInt(1 << 24));
      }
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    assertThat(ImageIO.write(image, format, bytes)).isTrue();
    return bytes.toByteArray();
  }

  private static int indexOf(byte[] bytes, String text) {
    return indexOf(bytes, text, 0);
  }

  private static int indexOf(byte[] bytes, String text, int from) {
    int index = new String(bytes, StandardCharsets.ISO_8859_1).indexOf(text, from);
    assertThat(index).isNotNegative();
    return index;
  }
}
