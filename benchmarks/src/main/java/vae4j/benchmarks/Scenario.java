package vae4j.benchmarks;

import java.util.List;
import vae4j.benchmarks.contender.Mode;
import vae4j.data.ImageShape;

/**
 * What can be compared.
 *
 * @param name on the command line
 * @param mode what is timed
 * @param batch pictures in a step
 * @param images pictures in a pass, where the command line says nothing: a multiple of the batch,
 *     fewer where a picture is more work
 * @param shape of the pictures: Fashion-MNIST padded to 32×32, each pixel repeated where they are
 *     larger or have more channels
 * @param filters channels of the encoder's convolutions
 * @param threads CPU threads; 0 for as many as the command line says
 */
record Scenario(
    String name,
    Mode mode,
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
        new Scenario("reference", Mode.TRAIN, 100, 9000, GREY, FILTERS, 0),
        new Scenario("batch-32", Mode.TRAIN, 32, 9024, GREY, FILTERS, 0),
        new Scenario("batch-512", Mode.TRAIN, 512, 9216, GREY, FILTERS, 0),
        new Scenario("wide", Mode.TRAIN, 100, 3000, GREY, List.of(64, 128, 256), 0),
        new Scenario("colour-64", Mode.TRAIN, 100, 2400, new ImageShape(64, 64, 3), FILTERS, 0),
        new Scenario("threads-1", Mode.TRAIN, 100, 6000, GREY, FILTERS, 1),
        new Scenario("encode", Mode.ENCODE, 100, 10_000, GREY, FILTERS, 0),
        new Scenario("decode", Mode.DECODE, 100, 5000, GREY, FILTERS, 0));
  }
}
