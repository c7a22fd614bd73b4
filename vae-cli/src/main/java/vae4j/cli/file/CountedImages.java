package vae4j.cli.file;

import java.util.concurrent.atomic.AtomicInteger;
import vae4j.cli.console.ProgressDisplay;
import vae4j.data.DatasetView;
import vae4j.data.ImageDataset;

/**
 * Images that tell how many of them have been read.
 *
 * @param whole the images
 * @param progress counts the images
 * @param done how many so far
 */
public record CountedImages(ImageDataset whole, ProgressDisplay progress, AtomicInteger done)
    implements DatasetView {
  public CountedImages(ImageDataset whole, ProgressDisplay progress) {
    this(whole, progress, new AtomicInteger());
  }

  @Override
  public void read(int index, float[] target, int offset) {
    whole.read(index, target, offset);
    progress.to(done.incrementAndGet(), "");
  }
}
