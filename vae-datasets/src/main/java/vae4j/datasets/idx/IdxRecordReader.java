package vae4j.datasets.idx;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.stream.IntStream;
import org.datavec.api.conf.Configuration;
import org.datavec.api.records.Record;
import org.datavec.api.records.metadata.RecordMetaData;
import org.datavec.api.records.metadata.RecordMetaDataIndex;
import org.datavec.api.records.reader.BaseRecordReader;
import org.datavec.api.split.InputSplit;
import org.datavec.api.writable.IntWritable;
import org.datavec.api.writable.NDArrayWritable;
import org.datavec.api.writable.Writable;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Reads IDX files in a DataVec pipeline, one image a record.
 *
 * <p>A record is what DataVec's own image readers give: an {@link NDArrayWritable} [1, C, H, W]
 * with the file's values, float32 in [0, 255] where they are unsigned bytes (ND4J's {@code
 * ImagePreProcessingScaler} brings it to [0, 1]), and, where the split has a file of labels, an
 * {@link IntWritable} with the class.
 *
 * <p>The split names one file of images and at most one of labels, in any order, gzip or raw; they
 * are told apart by their headers. From a folder that holds more, pick two by the ends of their
 * names: {@code new FileSplit(folder, new String[] {"train-images-idx3-ubyte.gz",
 * "train-labels-idx1-ubyte.gz"})}.
 *
 * <p>Not safe for use by several threads. After deserialization it must be initialized again.
 */
public final class IdxRecordReader extends BaseRecordReader {
  private static final long serialVersionUID = 1L;

  /** Whatever has more is no class. */
  private static final int MOST_CLASSES = 1 << 16;

  private final ArrayList<String> givenNames;
  private transient @Nullable Configuration configuration;
  private transient @Nullable IdxFile images;
  private transient int[] classes = {};
  private transient @Nullable URI location;
  private transient List<String> names = List.of();
  private transient boolean appendLabel;
  private transient int position;

  /** Makes a reader whose classes are named by their numbers. */
  public IdxRecordReader() {
    this(List.of());
  }

  /**
   * Makes a reader with names for the classes.
   *
   * @param labelNames the classes' names in the order of their numbers; empty to name them by their
   *     numbers
   */
  public IdxRecordReader(List<String> labelNames) {
    givenNames = new ArrayList<>(labelNames);
  }

  /**
   * Reads the split's files into memory.
   *
   * @param split one file of images and at most one of labels
   * @throws MalformedIdxException if a file is malformed, or labels and images do not fit
   * @throws IllegalArgumentException if the split does not name one file of images and at most one
   *     of labels
   * @throws IOException if a file cannot be read
   */
  @Override
  public void initialize(InputSplit split) throws IOException, InterruptedException {
    initialize(new Configuration(), split);
  }

  /**
   * Reads the split's files into memory.
   *
   * @param conf {@code APPEND_LABEL} false leaves labels out
   * @param split one file of images and at most one of labels
   * @throws MalformedIdxException if a file is malformed, or labels and images do not fit
   * @throws IllegalArgumentException if the split does not name one file of images and at most one
   *     of labels
   * @throws IOException if a file cannot be read
   */
  @Override
  public void initialize(Configuration conf, InputSplit split)
      throws IOException, InterruptedException {
    IdxFile foundImages = null;
    IdxFile foundLabels = null;
    URI foundLocation = null;
    for (Iterator<String> paths = split.locationsPathIterator(); paths.hasNext(); ) {
      String path = paths.next();
      IdxFile file = open(split, path);
      if (file.isImages() ? foundImages != null : foundLabels != null) {
        throw new IllegalArgumentException(
            "split must name one file of images and at most one of labels, has a second: " + path);
      }
      if (file.isImages()) {
        foundImages = file;
        foundLocation = URI.create(path);
      } else {
        foundLabels = file;
      }
    }
    if (foundImages == null) {
      throw new IllegalArgumentException("split must name a file of images, has none: " + split);
    }
    int mostClasses = givenNames.isEmpty() ? MOST_CLASSES : givenNames.size();
    if (foundLabels != null) {
      foundLabels.requireLabelsOf(foundImages, mostClasses);
    }
    inputSplit = split;
    configuration = conf;
    images = foundImages;
    classes = classesOf(foundLabels);
    location = foundLocation;
    appendLabel = foundLabels != null && conf.getBoolean(APPEND_LABEL, true);
    names = foundLabels == null ? List.of() : namesOf(classes);
    position = 0;
  }

  @Override
  public boolean hasNext() {
    return position < initialized().count();
  }

  @Override
  public List<Writable> next() {
    if (!hasNext()) {
      throw new NoSuchElementException("no record " + position + ": that was the last");
    }
    List<Writable> record = recordAt(position++);
    invokeListeners(record);
    return record;
  }

  @Override
  public Record nextRecord() {
    int index = position;
    List<Writable> record = next();
    return new org.datavec.api.records.impl.Record(record, metaDataOf(index));
  }

  @Override
  public Record loadFromMetaData(RecordMetaData recordMetaData) throws IOException {
    if (!(recordMetaData instanceof RecordMetaDataIndex metaData)) {
      throw new IllegalArgumentException(
          "meta data must be a RecordMetaDataIndex, was " + recordMetaData);
    }
    long index = metaData.getIndex();
    if (index < 0 || index >= initialized().count()) {
      throw new IllegalArgumentException(
          "record index must be in [0, " + initialized().count() + "), was " + index);
    }
    return new org.datavec.api.records.impl.Record(recordAt((int) index), recordMetaData);
  }

  @Override
  public List<Record> loadFromMetaData(List<RecordMetaData> recordMetaDatas) throws IOException {
    List<Record> records = new ArrayList<>(recordMetaDatas.size());
    for (RecordMetaData metaData : recordMetaDatas) {
      records.add(loadFromMetaData(metaData));
    }
    return records;
  }

  /** The classes' names in the order of their numbers; empty where there are no labels. */
  @Override
  public List<String> getLabels() {
    return names;
  }

  @Override
  public void reset() {
    position = 0;
  }

  @Override
  public boolean resetSupported() {
    return true;
  }

  /**
   * Not supported: one stream holds many records.
   *
   * @throws UnsupportedOperationException always
   */
  @Override
  public List<Writable> record(URI uri, DataInputStream dataInputStream) {
    throw new UnsupportedOperationException(
        "an IDX file holds many records: use initialize(split) and next(), not record("
            + uri
            + ")");
  }

  @Override
  public void setConf(Configuration conf) {
    configuration = conf;
  }

  @Override
  public @Nullable Configuration getConf() {
    return configuration;
  }

  /** Lets go of the images. */
  @Override
  public void close() {
    images = null;
    classes = new int[0];
  }

  private List<Writable> recordAt(int index) {
    IdxFile file = initialized();
    int height = file.height();
    int width = file.width();
    int channels = file.channels();
    float[] pixels = new float[channels * height * width];
    long start = (long) index * pixels.length;
    for (int c = 0; c < channels; c++) {
      for (int i = 0; i < height * width; i++) {
        pixels[c * height * width + i] = (float) file.value(start + (long) i * channels + c);
      }
    }
    List<Writable> record = new ArrayList<>(2);
    record.add(
        new NDArrayWritable(Nd4j.createFromArray(pixels).reshape(1, channels, height, width)));
    if (appendLabel) {
      record.add(new IntWritable(classes[index]));
    }
    return record;
  }

  private RecordMetaData metaDataOf(int index) {
    return new RecordMetaDataIndex(index, location, IdxRecordReader.class);
  }

  private IdxFile initialized() {
    if (images == null) {
      throw new IllegalStateException("reader must be initialized with a split first");
    }
    return images;
  }

  private static int[] classesOf(@Nullable IdxFile labels) throws MalformedIdxException {
    int[] classes = new int[labels == null ? 0 : labels.count()];
    for (int i = 0; i < classes.length; i++) {
      classes[i] = Objects.requireNonNull(labels).label(i);
    }
    return classes;
  }

  private List<String> namesOf(int[] found) {
    if (!givenNames.isEmpty()) {
      return Collections.unmodifiableList(givenNames);
    }
    int most = IntStream.of(found).max().orElse(0);
    return IntStream.rangeClosed(0, most).mapToObj(String::valueOf).toList();
  }

  private static IdxFile open(InputSplit split, String path) throws IOException {
    URI uri = URI.create(path);
    // Not the split's own stream where there is another way: CollectionInputSplit closes its one
    // before handing it out.
    try (InputStream in =
        uri.isAbsolute() ? uri.toURL().openStream() : split.openInputStreamFor(path)) {
      return IdxFile.read(in, path);
    } catch (IOException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      // DataVec declares every exception there is.
      throw new IOException(path + ": cannot be opened: " + e.getMessage(), e);
    }
  }
}
