package vae4j.cli;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import vae4j.data.ImageDataset;
import vae4j.data.ImageShape;

/**
 * Pictures that tell how many of them have been read.
 *
 * @param whole the pictures
 * @param progress is told
 * @param done how many so far
 */
record CountedPictures(ImageDataset whole, Progress progress, AtomicInteger done)
    implements ImageDataset {
  CountedPictures(ImageDataset whole, Progress progress) {
    this(whole, progress, new AtomicInteger());
  }

  @Override
  public String name() {
    return whole.name();
  }

  @Override
  public ImageShape shape() {
    return whole.shape();
  }

  @Override
  public int size() {
    return whole.size();
  }

  @Override
  public int frame() {
    return whole.frame();
  }

  @Override
  public void read(int index, float[] target, int offset) {
    whole.read(index, target, offset);
    progress.to(done.incrementAndGet(), "");
  }

  @Override
  public int label(int index) {
    return whole.label(index);
  }

  @Override
  public List<String> labelNames() {
    return whole.labelNames();
  }

  @Override
  public String sha256() {
    return whole.sha256();
  }
}
