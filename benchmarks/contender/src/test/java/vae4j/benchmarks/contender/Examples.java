package vae4j.benchmarks.contender;

import java.util.List;

/** A task small enough to be read. */
final class Examples {
  private Examples() {}

  /** 4 images of 2×2×2, batches of 2, no warm-up, 2 passes, one parameter of 3 and one of 2. */
  static Task task(TaskMode mode) {
    return new Task(
        mode,
        2,
        2,
        2,
        List.of(8),
        1,
        2.048,
        new Task.Adam(1e-3, 0.9, 0.999, 1e-7),
        2,
        1,
        4,
        0,
        2,
        1,
        List.of(new Task.Parameter("a", List.of(1L, 3L)), new Task.Parameter("b", List.of(2L))));
  }

  static Inputs inputs(TaskMode mode) {
    float[] images = new float[4 * 8];
    for (int i = 0; i < images.length; i++) {
      images[i] = i;
    }
    return mode == TaskMode.TRAIN
        ? new Inputs(
            task(mode),
            images,
            new int[] {3, 2, 1, 0, 0, 2, 1, 3},
            new float[] {1, 2, 3, 4, 5, 6, 7, 8},
            new float[] {10, 11, 12, 20, 21})
        : new Inputs(task(mode), images, new int[0], new float[0], new float[5]);
  }
}
