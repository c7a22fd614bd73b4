package vae4j.datasets.image;

import java.util.Optional;
import javax.imageio.ImageReader;
import javax.imageio.event.IIOReadProgressListener;
import javax.imageio.event.IIOReadWarningListener;

/** Hears what a decoder says while it reads, and keeps what means that pixels are missing. */
final class DecodeWatch implements IIOReadWarningListener, IIOReadProgressListener {
  private static final float ALL = 99.999f;

  private Optional<String> loss = Optional.empty();
  private float percent;

  /** The first warning that means lost pixels. */
  Optional<String> loss() {
    return loss;
  }

  /** Whether all rows of the image have been read, of a decoder that counts them. */
  boolean sawAllRows() {
    return percent >= ALL;
  }

  @Override
  public void warningOccurred(ImageReader source, String warning) {
    if (loss.isEmpty() && DecoderWarnings.meanLoss(warning)) {
      loss = Optional.of(warning);
    }
  }

  @Override
  public void imageStarted(ImageReader source, int imageIndex) {
    percent = 0;
  }

  @Override
  public void imageProgress(ImageReader source, float percentageDone) {
    percent = percentageDone;
  }

  @Override
  public void sequenceStarted(ImageReader source, int minIndex) {}

  @Override
  public void sequenceComplete(ImageReader source) {}

  @Override
  public void imageComplete(ImageReader source) {}

  @Override
  public void thumbnailStarted(ImageReader source, int imageIndex, int thumbnailIndex) {}

  @Override
  public void thumbnailProgress(ImageReader source, float percentageDone) {}

  @Override
  public void thumbnailComplete(ImageReader source) {}

  @Override
  public void readAborted(ImageReader source) {}
}
