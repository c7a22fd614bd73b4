package vae4j.cuda;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.bytedeco.javacpp.Pointer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vae4j.backend.ImageTable;
import vae4j.backend.Storage;
import vae4j.cuda.driver.DeviceMemory;
import vae4j.cuda.driver.Kernels;
import vae4j.data.ImageDataset;
import vae4j.data.ImageValues;

/** The images of a data set on a GPU, a byte for each number of them. */
final class DeviceImages implements ImageTable {
  private static final Logger LOG = LoggerFactory.getLogger(DeviceImages.class);

  /** A data set may take up to this part of the memory that is free. */
  private static final int PART = 2;

  private static final int LARGEST_BYTE = 255;

  /** Above it float32 does not hold every index. */
  private static final int MOST_IMAGES = 1 << 24;

  private final Kernels kernels;
  private final DeviceMemory memory;
  private final int pixels;

  private DeviceImages(Kernels kernels, DeviceMemory memory, int pixels) {
    this.kernels = kernels;
    this.memory = memory;
    this.pixels = pixels;
  }

  /**
   * Copies a data set to a GPU.
   *
   * @return the images; null where they take too much memory, or their numbers are no bytes
   */
  static @Nullable DeviceImages of(Kernels kernels, ImageDataset dataset) {
    int pixels = dataset.shape().size();
    long bytes = (long) dataset.size() * pixels;
    if (dataset.size() > MOST_IMAGES || bytes > kernels.gpu().freeBytes() / PART) {
      LOG.info("{} stays on the host: {} bytes are too many for the GPU", dataset.name(), bytes);
      return null;
    }
    DeviceMemory memory = new DeviceMemory(kernels.gpu(), bytes);
    try {
      if (copy(kernels, dataset, memory)) {
        return new DeviceImages(kernels, memory, pixels);
      }
      LOG.info("{} stays on the host: its images have more than 256 levels", dataset.name());
      memory.close();
      return null;
    } catch (RuntimeException e) {
      memory.close();
      throw e;
    }
  }

  /** Whether all numbers were bytes. */
  private static boolean copy(Kernels kernels, ImageDataset dataset, DeviceMemory memory) {
    int pixels = dataset.shape().size();
    int chunk = Math.max(1, HostBuffer.BYTES / pixels);
    ByteBuffer bytes = ByteBuffer.allocateDirect(chunk * pixels).order(ByteOrder.nativeOrder());
    Pointer pointer = new Pointer(bytes);
    float[] image = new float[pixels];
    for (int first = 0; first < dataset.size(); first += chunk) {
      int count = Math.min(chunk, dataset.size() - first);
      bytes.clear();
      for (int i = first; i < first + count; i++) {
        int index = i;
        dataset.read(i, image, 0);
        ImageValues.require(image, dataset.shape(), place -> index, dataset.name());
        for (float value : image) {
          int level = Math.round(value * LARGEST_BYTE);
          if (level < 0 || level > LARGEST_BYTE || level / (float) LARGEST_BYTE != value) {
            return false;
          }
          bytes.put((byte) level);
        }
      }
      kernels.gpu().stream()
          .write(memory.address() + (long) first * pixels, pointer, (long) count * pixels);
    }
    return true;
  }

  @Override
  public void gather(Storage indices, Storage target) {
    kernels
        .launch("gather_images")
        .address(memory.address())
        .address(DeviceStorage.address(indices))
        .address(DeviceStorage.address(target))
        .integer(Math.toIntExact(indices.length()))
        .integer(pixels)
        .over(target.length());
  }

  @Override
  public void close() {
    memory.close();
  }
}
