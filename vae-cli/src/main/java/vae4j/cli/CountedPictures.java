package vae4j.cli;

import java.util.concurrent.atomic.AtomicInteger;
import vae4j.data.DatasetView;
import vae4j.data.ImageDataset;

/**
 * Pictures that tell how many of them have been read.
 *
 * @param whole the pictures
 * @param progress is told
 * @param done how many so far
 */
record CountedPictures(ImageDataset whole, Progress progress, AtomicInteger done)
    implements DatasetView {
  CountedPictures(ImageDataset whole, Progress progress) {
    this(whole, progress, new AtomicInteger());
  }

  @Override
  public void read(int index, float[] target, int offset) {
    whole.read(index, target, offset);
    progress.to(done.incrementAndGet(), "");
  }
}
