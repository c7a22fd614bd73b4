package vae4j.benchmarks;

import java.util.List;
import java.util.Locale;
import vae4j.benchmarks.contender.Mode;
import vae4j.data.ImageShape;

/** What can be compared. Pictures in a pass are multiples of the batch, few where work is much. */
enum Scenario {
  /** The preset {@code gdl-vae}: batch 100. */
  REFERENCE(Mode.TRAIN, 100, 3000),
  BATCH_32(Mode.TRAIN, 32, 3008),
  BATCH_512(Mode.TRAIN, 512, 3072),
  WIDE(Mode.TRAIN, 100, 1000, new ImageShape(32, 32, 1), List.of(64, 128, 256), 0),
  COLOUR_64(Mode.TRAIN, 100, 1000, new ImageShape(64, 64, 3), List.of(32, 64, 128), 0),
  ONE_THREAD(Mode.TRAIN, 100, 2000, new ImageShape(32, 32, 1), List.of(32, 64, 128), 1),
  ENCODE(Mode.ENCODE, 100, 10000),
  DECODE(Mode.DECODE, 100, 5000);

  private final Mode mode;
  private final int batch;
  private final int images;
  private final ImageShape shape;
  private final List<Integer> filters;
  private final int threads;

  Scenario(Mode mode, int batch, int images) {
    this(mode, batch, images, new ImageShape(32, 32, 1), List.of(32, 64, 128), 0);
  }

  Scenario(Mode mode, int batch, int images, ImageShape shape, List<Integer> filters, int threads) {
    this.mode = mode;
    this.batch = batch;
    this.images = images;
    this.shape = shape;
    this.filters = filters;
    this.threads = threads;
  }

  /** What is timed. */
  Mode mode() {
    return mode;
  }

  /** Pictures in a step. */
  int batch() {
    return batch;
  }

  /** Pictures in a pass, where the command line says nothing. */
  int images() {
    return images;
  }

  /** The pictures: Fashion-MNIST padded to 32×32, each pixel repeated where they are larger. */
  ImageShape shape() {
    return shape;
  }

  /** Channels of the encoder's convolutions. */
  List<Integer> filters() {
    return filters;
  }

  /** CPU threads; 0 for as many as the command line says. */
  int threads() {
    return threads;
  }

  /** As on the command line. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
