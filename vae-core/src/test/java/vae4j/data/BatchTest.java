package vae4j.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

class BatchTest {
  @Test
  void closesItsPicturesOnce() {
    Batch batch = new Batch(Nd4j.create(DataType.FLOAT, 2, 1, 1, 1), new int[] {3, 4});

    assertThat(batch.size()).isEqualTo(2);
    batch.close();
    assertThat(batch.images().wasClosed()).isTrue();
    assertThatNoException().isThrownBy(batch::close);
  }
}
