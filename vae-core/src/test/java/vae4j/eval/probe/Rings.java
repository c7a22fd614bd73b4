package vae4j.eval.probe;

import java.util.SplittableRandom;

/** Two rings around one centre, of radius 1 and 2: the class is the ring. */
final class Rings {
  private Rings() {}

  static LabelledLatents drawn(int count, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[][] codes = new float[count][];
    int[] labels = new int[count];
    for (int i = 0; i < count; i++) {
      labels[i] = i % 2;
      double angle = random.nextDouble(2 * Math.PI);
      double radius = 1 + labels[i] + random.nextDouble(-0.2, 0.2);
      codes[i] =
          new float[] {(float) (radius * Math.cos(angle)), (float) (radius * Math.sin(angle))};
    }
    return new LabelledLatents(codes, labels);
  }
}
