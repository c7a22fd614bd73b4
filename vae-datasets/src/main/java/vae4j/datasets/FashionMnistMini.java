package vae4j.datasets;

import java.awt.image.DataBufferByte;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.MemoryCacheImageInputStream;
import vae4j.data.ImageDataset;
import vae4j.datasets.idx.IdxFile;

/**
 * A small part of Fashion-MNIST (Xiao, Rasul, Vollgraf 2017, arXiv:1708.07747; licence MIT, Zalando
 * SE) that comes with the library: for machines without the whole set and without a network.
 *
 * <p>To train on, the first 600 images of each of the ten classes in the published order of the
 * 60,000; to test on, the first 100 of each class of the 10,000. Both keep the published order.
 * Images are grey, padded with zeros from 28×28 to 32×32 unless asked not to; {@code sha256()} is
 * that of the IDX file that the images would make. The files in the jar stand beside their licence.
 */
public final class FashionMnistMini {
  /** The set's name, as on the command line. */
  static final String NAME = "fashion-mnist-mini";

  /** Images of each class in the published order that are kept to train on. */
  static final int TRAIN_PER_CLASS = 600;

  /** Images of each class in the published order that are kept to test on. */
  static final int TEST_PER_CLASS = 100;

  private static final int SIDE = 28;
  private static final int IDX_IMAGES = 0x00000803;
  private static final int FRAME = 2;

  private FashionMnistMini() {}

  /**
   * The 6,000 images to train on.
   *
   * @return images [32, 32, 1] with labels
   */
  public static ImageDataset train() {
    return train(DataOptions.defaults());
  }

  /**
   * The 6,000 images to train on.
   *
   * @param options whether to pad; nothing is looked for
   * @return images [32, 32, 1], or [28, 28, 1] if not padded, with labels
   */
  public static ImageDataset train(DataOptions options) {
    return load("train", options);
  }

  /**
   * The 1,000 images to test on.
   *
   * @return images [32, 32, 1] with labels
   */
  public static ImageDataset test() {
    return test(DataOptions.defaults());
  }

  /**
   * The 1,000 images to test on.
   *
   * @param options whether to pad; nothing is looked for
   * @return images [32, 32, 1], or [28, 28, 1] if not padded, with labels
   */
  public static ImageDataset test(DataOptions options) {
    return load("test", options);
  }

  private static ImageDataset load(String part, DataOptions options) {
    try (InputStream pixels = resource(part + "-images.png");
        InputStream classes = resource(part + "-labels-idx1-ubyte")) {
      IdxFile images = IdxFile.read(asIdx(pixels), part + "-images.png");
      IdxFile labels = IdxFile.read(classes, part + "-labels-idx1-ubyte");
      labels.requireLabelsOf(images, FashionMnist.SET.labelNames().size());
      return new IdxDataset(
          NAME + "/" + part,
          images,
          labels,
          FashionMnist.SET.labelNames(),
          options.padded() ? FRAME : 0);
    } catch (IOException e) {
      throw new IllegalStateException(
          "the jar's own " + NAME + " is damaged: " + e.getMessage(), e);
    }
  }

  /**
   * One image below the other in a grey PNG file, which packs them better than gzip does, as the
   * bytes of an IDX file.
   */
  private static InputStream asIdx(InputStream png) throws IOException {
    ImageReader reader = ImageIO.getImageReadersByFormatName("png").next();
    try (MemoryCacheImageInputStream in = new MemoryCacheImageInputStream(png)) {
      reader.setInput(in, true, true);
      Raster raster = reader.read(0).getRaster();
      ByteBuffer header = ByteBuffer.allocate(16);
      header.putInt(IDX_IMAGES).putInt(raster.getHeight() / SIDE).putInt(SIDE).putInt(SIDE);
      byte[] pixels = ((DataBufferByte) raster.getDataBuffer()).getData();
      return new SequenceInputStream(
          new ByteArrayInputStream(header.array()), new ByteArrayInputStream(pixels));
    } finally {
      reader.dispose();
    }
  }

  private static InputStream resource(String file) throws IOException {
    InputStream found = FashionMnistMini.class.getResourceAsStream(NAME + "/" + file);
    if (found == null) {
      throw new IOException("no " + file);
    }
    return found;
  }
}
