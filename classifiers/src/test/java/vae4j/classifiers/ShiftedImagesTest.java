package vae4j.classifiers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import vae4j.data.ImageDataset;
import vae4j.data.ImageShape;

class ShiftedImagesTest {
  private static final int WIDTH = 5;

  @Test
  void aImageIsMovedByUpToThatManyPixelsAndMirrored() {
    ImageDataset moved = new ShiftedImages(new OnePixel(400), 1, true, 7, 0);
    Set<Integer> places = new TreeSet<>();
    for (int i = 0; i < moved.size(); i++) {
      places.add(place(moved, i));
    }

    // The bright pixel is at row 1, column 1; in the mirror at column 3.
    Set<Integer> expected = new TreeSet<>();
    for (int row : new int[] {0, 1, 2}) {
      for (int column : new int[] {0, 1, 2, 3, 4}) {
        expected.add(row * WIDTH + column);
      }
    }
    assertThat(places).isEqualTo(expected);
  }

  @Test
  void withoutMovesAndMirrorAImageStaysAsItIs() {
    ImageDataset moved = new ShiftedImages(new OnePixel(20), 0, false, 7, 0);
    for (int i = 0; i < moved.size(); i++) {
      assertThat(place(moved, i)).isEqualTo(WIDTH + 1);
    }
  }

  @Test
  void oneSeedAndEpochGiveOneImageAndTheNextEpochOthers() {
    ImageDataset first = new ShiftedImages(new OnePixel(50), 1, true, 7, 0);
    ImageDataset next = new ShiftedImages(new OnePixel(50), 1, true, 7, 1);
    int same = 0;
    for (int i = 0; i < 50; i++) {
      assertThat(place(first, i)).isEqualTo(place(first, i));
      same += place(first, i) == place(next, i) ? 1 : 0;
    }
    assertThat(same).isLessThan(25);
  }

  private static int place(ImageDataset images, int index) {
    float[] pixels = new float[2 + images.shape().size()];
    images.read(index, pixels, 2);
    int found = -1;
    for (int i = 2; i < pixels.length; i++) {
      if (pixels[i] == 1) {
        assertThat(found).isEqualTo(-1);
        found = i - 2;
      }
    }
    return found;
  }

  /** Images of 4×5 with one bright pixel at row 1, column 1. */
  private record OnePixel(int size) implements ImageDataset {
    @Override
    public String name() {
      return "pixel";
    }

    @Override
    public ImageShape shape() {
      return new ImageShape(4, WIDTH, 1);
    }

    @Override
    public void read(int index, float[] target, int offset) {
      target[offset + WIDTH + 1] = 1;
    }

    @Override
    public int label(int index) {
      return 0;
    }

    @Override
    public List<String> labelNames() {
      return List.of("pixel");
    }

    @Override
    public String sha256() {
      return "0".repeat(64);
    }
  }
}
