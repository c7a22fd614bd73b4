package vae4j.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vae4j.data.FactorDataset.Factor;
import vae4j.data.ImageDataset;
import vae4j.data.ImageShape;
import vae4j.datasets.content.Sha256;

class SpritesTest {
  @Test
  void hasTheFactorsOfDsprites() {
    Sprites sprites = Sprites.standard();

    // Matthey et al. 2017: 3, 6, 40, 32, 32 values, 737,280 images of 64×64.
    assertThat(sprites.factors())
        .containsExactly(
            new Factor("shape", 3, false),
            new Factor("scale", 6),
            new Factor("orientation", 40),
            new Factor("x", 32),
            new Factor("y", 32));
    assertThat(sprites.size()).isEqualTo(737_280);
    assertThat(sprites.shape()).isEqualTo(new ImageShape(64, 64, 1));
    assertThat(sprites.labelNames()).containsExactly("square", "ellipse", "heart");
    assertThat(sprites.name()).isEqualTo("sprites");
  }

  @Test
  void countsThroughTheFactorsLikeAnOdometer() {
    Sprites sprites = Sprites.small();

    assertThat(sprites.factorsOf(0)).containsExactly(0, 0, 0, 0, 0);
    assertThat(sprites.factorsOf(1)).containsExactly(0, 0, 0, 0, 1);
    assertThat(sprites.factorsOf(8)).containsExactly(0, 0, 0, 1, 0);
    assertThat(sprites.factorsOf(7_679)).containsExactly(2, 3, 9, 7, 7);
    for (int index = 0; index < sprites.size(); index++) {
      int[] values = sprites.factorsOf(index);
      assertThat(sprites.indexOf(values)).isEqualTo(index);
      assertThat(sprites.label(index)).isEqualTo(values[0]);
    }
  }

  @ParameterizedTest
  @CsvSource({
    // Square inscribed in the circle, ellipse of semi-axes r and r/2, the heart's area of 3.66197
    // (integrated in polar coordinates) on a circle of 1.25.
    "0, 2",
    "1, 1.5707963",
    "2, 2.3436625"
  })
  void coversTheAreaThatGeometrySays(int shape, double areaOfUnitCircle) {
    Sprites sprites = Sprites.standard();
    for (int scale = 0; scale < 6; scale++) {
      for (int orientation = 0; orientation < 40; orientation++) {
        double radius = 16 * (0.5 + 0.1 * scale);
        float[] image =
            read(sprites, sprites.indexOf(new int[] {shape, scale, orientation, 9, 20}));

        double expected = areaOfUnitCircle * radius * radius;

        assertThat(area(image)).isCloseTo(expected, within(0.02 * expected));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"0", "1"})
  void putsTheCentreWhereTheFactorsSay(int shape) {
    Sprites sprites = Sprites.standard();
    for (int x = 0; x < 32; x += 5) {
      for (int y = 0; y < 32; y += 3) {
        float[] image = read(sprites, sprites.indexOf(new int[] {shape, 2, 7, x, y}));
        double sum = 0;
        double sumX = 0;
        double sumY = 0;
        for (int i = 0; i < image.length; i++) {
          sum += image[i];
          int row = i / 64;
          sumX += image[i] * (i - 64 * row + 0.5);
          sumY += image[i] * (row + 0.5);
        }

        // From 16 to 48 in 31 steps.
        assertThat(sumX / sum).isCloseTo(16 + 32 * x / 31.0, within(0.1));
        assertThat(sumY / sum).isCloseTo(16 + 32 * y / 31.0, within(0.1));
      }
    }
  }

  @Test
  void drawsAnUprightHeart() {
    Sprites sprites = Sprites.of(new Sprites.Config(32, 1, 1, 1, 1, false));
    float[] image = read(sprites, 2);

    StringBuilder drawn = new StringBuilder();
    for (int y = 8; y < 24; y++) {
      for (int x = 8; x < 24; x++) {
        drawn.append(image[32 * y + x] > 0 ? '#' : '.');
      }
      drawn.append('\n');
    }

    assertThat(drawn)
        .hasToString(
            """
            ................
            ................
            ..#####..#####..
            .##############.
            .##############.
            .##############.
            .##############.
            .##############.
            .##############.
            ..############..
            ..############..
            ...##########...
            ....########....
            .....######.....
            ......####......
            ................
            """);
  }

  @Test
  void staysWithinTheImageAndWithinZeroAndOne() {
    Sprites sprites = Sprites.small();
    for (int index = 0; index < sprites.size(); index += 64) {
      double middle = area(read(sprites, index + 27));
      for (int place : new int[] {0, 7, 56, 63}) {
        float[] corner = read(sprites, index + place);
        // A sprite that reached beyond the edge would lose more than sampling can.
        assertThat(area(corner)).isCloseTo(middle, within(0.12 * middle));
        for (float value : corner) {
          if (!(value >= 0 && value <= 1)) {
            throw new AssertionError("image " + (index + place) + " has a value of " + value);
          }
        }
      }
    }
  }

  @Test
  void isBinaryOnRequest() {
    Sprites sprites = Sprites.of(Sprites.Config.small().withoutAntiAliasing());
    for (int index = 0; index < sprites.size(); index += 11) {
      assertThat(read(sprites, index)).contains(1f).containsOnly(0f, 1f);
    }
  }

  @Test
  void writesNothingBesideItsImage() {
    Sprites sprites = Sprites.small();
    float[] target = new float[3 * 1024];
    Arrays.fill(target, 7f);

    sprites.read(4_000, target, 1024);

    assertThat(Arrays.copyOfRange(target, 1024, 2048)).isEqualTo(read(sprites, 4_000));
    assertThat(Arrays.copyOf(target, 1024)).containsOnly(7f);
    assertThat(Arrays.copyOfRange(target, 2048, 3072)).containsOnly(7f);
  }

  @Test
  void drawsTheSameImagesOnEveryPlatform() {
    Sprites sprites = Sprites.small();
    MessageDigest digest = Sha256.digest();
    ByteBuffer bytes = ByteBuffer.allocate(1024 * Float.BYTES);
    for (int index = 0; index < sprites.size(); index++) {
      bytes.asFloatBuffer().put(read(sprites, index));
      digest.update(bytes.array());
    }

    // Computed once; to be changed together with the generator's version, and never else.
    assertThat(Sha256.hex(digest))
        .isEqualTo("5ea212e83de719f7ed94eb7ba456e25c05ad729c6ccd7729727583fbc701d4a9");
  }

  @Test
  void namesVersionAndConfigurationInItsSum() {
    // printf 'vae4j sprites 1 Config[side=32, scales=4, orientations=10, columns=8,
    // rows=8, antiAliased=true]' | sha256sum
    assertThat(Sprites.small().sha256())
        .isEqualTo("d213ae882b40902d253a5c961526f0fd2fa81a89654552dacd83c7a3f31f570f");
    assertThat(Sprites.standard().sha256()).isNotEqualTo(Sprites.small().sha256());
  }

  @Test
  void trainsAndTestsOnDifferentImages() {
    ImageDataset train = Sprites.train();
    ImageDataset test = Sprites.test();

    assertThat(train.size()).isEqualTo(60_000);
    assertThat(test.size()).isEqualTo(10_000);
    assertThat(train.shape()).isEqualTo(new ImageShape(32, 32, 1));
    assertThat(test.name()).isEqualTo("sprites/test");
    assertThat(train.sha256()).isNotEqualTo(test.sha256());
    Set<Integer> indices = new HashSet<>();
    int[] counts = new int[3];
    for (ImageDataset part : new ImageDataset[] {train, test}) {
      for (int index = 0; index < part.size(); index++) {
        indices.add(((DrawnSprites) part).indexInAll(index));
        counts[part.label(index)]++;
      }
    }
    assertThat(indices).hasSize(70_000);
    // Each third within five standard deviations of the draw, √(70,000 · ⅓ · ⅔ · 0.367) = 76.
    assertThat(Arrays.stream(counts).min().orElse(0)).isGreaterThan(22_955);
    assertThat(Arrays.stream(counts).max().orElse(0)).isLessThan(23_711);
  }

  @Test
  void seesNoTestImageInTraining() {
    Set<ByteBuffer> seen = new HashSet<>();
    ImageDataset train = Sprites.train();
    for (int index = 0; index < train.size(); index++) {
      seen.add(bytes(read(train, index)));
    }
    ImageDataset test = Sprites.test();

    long again =
        IntStream.range(0, test.size())
            .filter(index -> seen.contains(bytes(read(test, index))))
            .count();

    // No two images are the same.
    assertThat(seen.size()).isEqualTo(60_000);
    assertThat(again).isZero();
  }

  @Test
  void refusesIndicesAndFactorsOutOfRange() {
    Sprites sprites = Sprites.small();

    assertThatExceptionOfType(IndexOutOfBoundsException.class)
        .isThrownBy(() -> sprites.read(7_680, new float[1024], 0));
    assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> sprites.label(-1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> sprites.indexOf(new int[] {0, 4, 0, 0, 0}))
        .withMessage("scale must be in [0, 4), was 4");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> sprites.indexOf(new int[] {0, 0}))
        .withMessage("factor values must be 5, were [0, 0]");
  }

  @Test
  void refusesAConfigurationOutOfRange() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Sprites.Config(7, 1, 1, 1, 1, true))
        .withMessage("side must be at least 8, was 7");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Sprites.Config(8, 1, 0, 1, 1, true))
        .withMessage("values of factor orientation must be positive, was 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Sprites.Config(8, 1000, 1000, 3000, 1000, true))
        .withMessage("images must be fewer than 2^31, were 27000000000");
  }

  private static float[] read(ImageDataset set, int index) {
    float[] image = new float[set.shape().size()];
    set.read(index, image, 0);
    return image;
  }

  private static double area(float[] image) {
    return IntStream.range(0, image.length).mapToDouble(i -> image[i]).sum();
  }

  private static ByteBuffer bytes(float[] image) {
    ByteBuffer bytes = ByteBuffer.allocate(image.length);
    for (float value : image) {
      // Values are sixteenths.
      bytes.put((byte) (16 * value));
    }
    return bytes.flip();
  }
}
