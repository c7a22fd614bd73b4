package vae4j.datasets;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import vae4j.data.ImageDataset;
import vae4j.data.ImageShape;
import vae4j.datasets.idx.IdxFile;
import vae4j.datasets.idx.MalformedIdxException;

/** Images of an IDX file, with a frame of zeros around each when read. */
final class IdxDataset implements ImageDataset {
  private final String name;
  private final IdxFile images;
  private final IdxClasses.@Nullable Labels labels;
  private final Reading reading;
  private final ImageShape shape;

  /**
   * The conversion of the file's values to pixels.
   *
   * @param divisor what the values are divided by, so that they are in [0, 1]
   * @param transposed whether rows and columns change places
   * @param frame how many zeros are added on each side
   */
  record Reading(float divisor, boolean transposed, int frame) {
    /** Unsigned bytes as they are published in most sets. */
    static Reading ofBytes(int frame) {
      return new Reading(255f, false, frame);
    }
  }

  /** Takes as many labels as images, or none. */
  IdxDataset(String name, IdxFile images, IdxClasses.@Nullable Labels labels, Reading reading) {
    this.name = name;
    this.images = images;
    this.labels = labels;
    this.reading = reading;
    int rows = reading.transposed() ? images.width() : images.height();
    int columns = reading.transposed() ? images.height() : images.width();
    this.shape =
        new ImageShape(
            rows + 2 * reading.frame(), columns + 2 * reading.frame(), images.channels());
  }

  /** Takes as many labels as images; {@code frame} is how many zeros are added on each side. */
  IdxDataset(String name, IdxFile images, IdxFile labels, List<String> labelNames, int frame)
      throws MalformedIdxException {
    this(name, images, IdxClasses.named(labels, labelNames, 0), Reading.ofBytes(frame));
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public ImageShape shape() {
    return shape;
  }

  @Override
  public int size() {
    return images.count();
  }

  @Override
  public int frame() {
    return reading.frame();
  }

  @Override
  public void read(int index, float[] target, int offset) {
    Objects.checkIndex(index, size());
    Arrays.fill(target, offset, offset + shape.size(), 0f);
    int frame = reading.frame();
    int channels = shape.channels();
    int rows = shape.height() - 2 * frame;
    int columns = shape.width() - 2 * frame;
    float[] values = new float[rows * columns * channels];
    images.copy((long) index * values.length, values);
    float divisor = reading.divisor();
    for (int i = 0; i < values.length; i++) {
      values[i] /= divisor;
    }
    int row = columns * channels;
    for (int y = 0; y < rows; y++) {
      int to = offset + ((y + frame) * shape.width() + frame) * channels;
      if (!reading.transposed()) {
        System.arraycopy(values, y * row, target, to, row);
        continue;
      }
      for (int x = 0; x < columns; x++) {
        System.arraycopy(values, (x * rows + y) * channels, target, to + x * channels, channels);
      }
    }
  }

  @Override
  public int label(int index) {
    Objects.checkIndex(index, size());
    return labels == null ? NO_LABEL : labels.of(index);
  }

  @Override
  public List<String> labelNames() {
    return labels == null ? List.of() : labels.names();
  }

  @Override
  public String sha256() {
    return images.sha256();
  }
}
