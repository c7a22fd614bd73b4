package vae4j.classifiers;

import java.util.Arrays;
import java.util.SplittableRandom;
import vae4j.data.DatasetView;
import vae4j.data.ImageDataset;
import vae4j.data.ImageShape;

/**
 * Images of a set, each moved by a few pixels and, where asked for, every other one mirrored left
 * to right. How an image is moved depends on seed, epoch and index alone.
 *
 * @param whole the set
 * @param farthest pixels by which an image is moved at most, in both directions
 * @param mirrored whether half of them are mirrored
 * @param seed of the moves
 * @param epoch another epoch, other moves
 */
record ShiftedImages(ImageDataset whole, int farthest, boolean mirrored, long seed, int epoch)
    implements DatasetView {
  @Override
  public void read(int index, float[] target, int offset) {
    ImageShape shape = shape();
    float[] still = new float[shape.size()];
    whole.read(index, still, 0);
    Arrays.fill(target, offset, offset + still.length, 0f);
    SplittableRandom random =
        new SplittableRandom(seed + 0x9E3779B97F4A7C15L * (epoch * (long) size() + index)).split();
    int down = random.nextInt(-farthest, farthest + 1);
    int right = random.nextInt(-farthest, farthest + 1);
    boolean mirror = mirrored && random.nextBoolean();
    for (int y = Math.max(0, down); y < shape.height() + Math.min(0, down); y++) {
      for (int x = Math.max(0, right); x < shape.width() + Math.min(0, right); x++) {
        int from = x - right;
        int column = mirror ? shape.width() - 1 - from : from;
        System.arraycopy(
            still,
            ((y - down) * shape.width() + column) * shape.channels(),
            target,
            offset + (y * shape.width() + x) * shape.channels(),
            shape.channels());
      }
    }
  }
}
