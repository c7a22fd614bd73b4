package vae4j.benchmarks;

import java.util.List;
import vae4j.benchmarks.contender.TaskMode;
import vae4j.data.ImageShape;

/**
 * A comparison.
 *
 * @param name on the command line
 * @param mode what is timed
 * @param batch images in a step
 * @param images images in a pass, where the command line says nothing: a multiple of the batch,
 *     fewer where an image is more work
 * @param shape of the images: Fashion-MNIST padded to 32×32, each pixel repeated where they are
 *     larger or have more channels
 * @param filters channels of the encoder's convolutions
 * @param threads CPU threads; 0 for as many as the command line says
 */
record Scenario(
    String name,
    TaskMode mode,
    int batch,
    int images,
    ImageShape shape,
    List<Integer> filters,
    int threads) {
  private static final ImageShape GREY = new ImageShape(32, 32, 1);
  private static final List<Integer> FILTERS = List.of(32, 64, 128);

  /** All there are; the first is the preset {@code gdl-vae}. */
  static List<Scenario> all() {
    return List.of(
        new Scenario("reference", TaskMode.TRAIN, 100, 9000, GREY, FILTERS, 0),
        new Scenario("batch-32", TaskMode.TRAIN, 32, 9024, GREY, FILTERS, 0),
        new Scenario("batch-512", TaskMode.TRAIN, 512, 9216, GREY, FILTERS, 0),
        new Scenario("wide", TaskMode.TRAIN, 100, 3000, GREY, List.of(64, 128, 256), 0),
        new Scenario("colour-64", TaskMode.TRAIN, 100, 2400, new ImageShape(64, 64, 3), FILTERS, 0),
        new Scenario("threads-1", TaskMode.TRAIN, 100, 6000, GREY, FILTERS, 1),
        new Scenario("encode", TaskMode.ENCODE, 100, 10_000, GREY, FILTERS, 0),
        new Scenario("decode", TaskMode.DECODE, 100, 5000, GREY, FILTERS, 0));
  }
}
