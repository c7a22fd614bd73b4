package vae4j.datasets.idx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import org.datavec.api.conf.Configuration;
import org.datavec.api.records.Record;
import org.datavec.api.records.listener.impl.LogRecordListener;
import org.datavec.api.records.metadata.RecordMetaDataIndex;
import org.datavec.api.records.metadata.RecordMetaDataURI;
import org.datavec.api.records.reader.RecordReader;
import org.datavec.api.split.CollectionInputSplit;
import org.datavec.api.split.FileSplit;
import org.datavec.api.split.InputSplit;
import org.datavec.api.writable.NDArrayWritable;
import org.datavec.api.writable.Writable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

class IdxRecordReaderTest {
  @TempDir Path folder;

  @BeforeEach
  void writeTheFilesOfASet() throws Exception {
    Files.write(
        folder.resolve("train-images-idx3-ubyte.gz"),
        IdxFixtures.gzip(IdxFixtures.images(3, 2, 5)));
    Files.write(folder.resolve("train-labels-idx1-ubyte"), IdxFixtures.labels(2, 0, 1));
  }

  @Test
  void givesEachImageAsAnArrayAndItsLabel() throws Exception {
    try (RecordReader reader = new IdxRecordReader()) {
      reader.initialize(new FileSplit(folder.toFile()));

      List<Integer> labels = new ArrayList<>();
      while (reader.hasNext()) {
        List<Writable> record = reader.next();
        assertThat(record).hasSize(2);
        INDArray image = ((NDArrayWritable) record.get(0)).get();
        assertThat(image.shape()).containsExactly(1, 1, 2, 5);
        assertThat(image.dataType()).isEqualTo(DataType.FLOAT);
        assertThat(image.getFloat(0, 0, 1, 4)).isEqualTo(10f * labels.size() + 9);
        labels.add(record.get(1).toInt());
      }

      assertThat(labels).containsExactly(2, 0, 1);
      assertThat(reader.getLabels()).containsExactly("0", "1", "2");
      assertThatExceptionOfType(NoSuchElementException.class).isThrownBy(reader::next);
    }
  }

  @Test
  void picksFilesByTheEndsOfTheirNamesFromAFolderThatHoldsMore() throws Exception {
    Files.write(folder.resolve("t10k-images-idx3-ubyte.gz"), IdxFixtures.images(1, 2, 5));
    try (RecordReader reader = new IdxRecordReader(List.of("cat", "dog", "owl"))) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> reader.initialize(new FileSplit(folder.toFile())))
          .withMessageStartingWith(
              "split must name one file of images and at most one of labels, has a second: ");

      reader.initialize(
          new FileSplit(
              folder.toFile(),
              new String[] {"train-images-idx3-ubyte.gz", "train-labels-idx1-ubyte"}));

      assertThat(reader.next()).hasSize(2);
      assertThat(reader.getLabels()).containsExactly("cat", "dog", "owl");
    }
  }

  @Test
  void startsAgainAfterReset() throws Exception {
    try (RecordReader reader = new IdxRecordReader()) {
      reader.initialize(new FileSplit(folder.toFile()));
      List<Writable> first = reader.next();
      reader.next();
      reader.reset();

      assertThat(reader.resetSupported()).isTrue();
      assertThat(reader.next()).isEqualTo(first);
    }
  }

  @Test
  void findsARecordAgainByItsMetaData() throws Exception {
    try (RecordReader reader = new IdxRecordReader()) {
      reader.initialize(new FileSplit(folder.toFile()));
      Record first = reader.nextRecord();
      Record second = reader.nextRecord();

      List<Record> found =
          reader.loadFromMetaData(List.of(second.getMetaData(), first.getMetaData()));

      assertThat(found).containsExactly(second, first);
      assertThat(second.getMetaData().getURI())
          .isEqualTo(folder.resolve("train-images-idx3-ubyte.gz").toUri());
      assertThat(reader.nextRecord().getRecord().get(1).toInt()).isEqualTo(1);
    }
  }

  @Test
  void refusesMetaDataOfNoRecord() throws Exception {
    try (RecordReader reader = new IdxRecordReader()) {
      reader.initialize(new FileSplit(folder.toFile()));
      URI uri = folder.toUri();

      assertThatIllegalArgumentException()
          .isThrownBy(
              () -> reader.loadFromMetaData(new RecordMetaDataIndex(3, uri, IdxRecordReader.class)))
          .withMessage("record index must be in [0, 3), was 3");
      assertThatIllegalArgumentException()
          .isThrownBy(
              () -> reader.loadFromMetaData(new RecordMetaDataURI(uri, IdxRecordReader.class)))
          .withMessageStartingWith("meta data must be a RecordMetaDataIndex, was ");
    }
  }

  @Test
  void leavesLabelsOutOnRequestAndWhereThereAreNone() throws Exception {
    Configuration withoutLabels = new Configuration();
    withoutLabels.setBoolean(RecordReader.APPEND_LABEL, false);
    InputSplit imagesOnly =
        new CollectionInputSplit(List.of(folder.resolve("train-images-idx3-ubyte.gz").toUri()));
    try (RecordReader reader = new IdxRecordReader()) {
      reader.initialize(withoutLabels, new FileSplit(folder.toFile()));
      assertThat(reader.next()).hasSize(1);
      assertThat(reader.getConf()).isSameAs(withoutLabels);

      reader.initialize(imagesOnly);
      assertThat(reader.next()).hasSize(1);
      assertThat(reader.getLabels()).isEmpty();
    }
  }

  @Test
  void refusesASplitWithoutImages() throws Exception {
    InputSplit labelsOnly =
        new CollectionInputSplit(List.of(folder.resolve("train-labels-idx1-ubyte").toUri()));
    try (RecordReader reader = new IdxRecordReader()) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> reader.initialize(labelsOnly))
          .withMessageStartingWith("split must name a file of images, has none");
    }
  }

  @Test
  void refusesFewerLabelsThanImages() throws Exception {
    Files.write(folder.resolve("train-labels-idx1-ubyte"), IdxFixtures.labels(2, 0));
    try (RecordReader reader = new IdxRecordReader()) {
      assertThatThrownBy(() -> reader.initialize(new FileSplit(folder.toFile())))
          .isInstanceOf(MalformedIdxException.class)
          .hasMessageContaining("number of labels must be 3")
          .hasMessageContaining("labels fewer than images");
    }
  }

  @Test
  void mustBeInitializedFirstAlsoAfterDeserialization() throws Exception {
    IdxRecordReader reader = new IdxRecordReader(List.of("a", "b", "c"));
    assertThatIllegalStateException().isThrownBy(reader::hasNext);
    reader.initialize(new FileSplit(folder.toFile()));

    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    IdxRecordReader fresh = new IdxRecordReader(List.of("a", "b", "c"));
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(fresh);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      IdxRecordReader copy = (IdxRecordReader) in.readObject();
      assertThatIllegalStateException()
          .isThrownBy(copy::next)
          .withMessage("reader must be initialized with a split first");
      copy.initialize(new FileSplit(folder.toFile()));
      assertThat(copy.next()).isEqualTo(reader.next());
    }
    reader.close();
  }

  @Test
  void tellsListenersOfEachRecord() throws Exception {
    try (RecordReader reader = new IdxRecordReader()) {
      List<Object> heard = new ArrayList<>();
      reader.setListeners(
          new LogRecordListener() {
            @Override
            public void recordRead(RecordReader source, Object record) {
              heard.add(record);
            }
          });
      reader.initialize(new FileSplit(folder.toFile()));
      List<Writable> record = reader.next();

      assertThat(heard).containsExactly(record);
    }
  }

  @Test
  void doesNotReadSingleRecordsFromStreams() throws Exception {
    try (RecordReader reader = new IdxRecordReader()) {
      assertThatExceptionOfType(UnsupportedOperationException.class)
          .isThrownBy(
              () ->
                  reader.record(
                      URI.create("file:/a"),
                      new DataInputStream(new ByteArrayInputStream(new byte[0]))))
          .withMessageContaining("file:/a");
    }
  }
}
