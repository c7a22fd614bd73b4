package vae4j.data;

import java.util.List;

/** Another set's images seen in another way; what a view does not say itself is the other set's. */
public interface DatasetView extends ImageDataset {
  /** The other set. */
  ImageDataset whole();

  @Override
  default String name() {
    return whole().name();
  }

  @Override
  default ImageShape shape() {
    return whole().shape();
  }

  @Override
  default int size() {
    return whole().size();
  }

  @Override
  default int frame() {
    return whole().frame();
  }

  @Override
  default void read(int index, float[] target, int offset) {
    whole().read(index, target, offset);
  }

  @Override
  default int label(int index) {
    return whole().label(index);
  }

  @Override
  default List<String> labelNames() {
    return whole().labelNames();
  }

  @Override
  default String sha256() {
    return whole().sha256();
  }
}
