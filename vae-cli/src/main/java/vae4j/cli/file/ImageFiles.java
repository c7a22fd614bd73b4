package vae4j.cli.file;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.stream.Stream;
import vae4j.cli.console.Failure;
import vae4j.data.ImageShape;
import vae4j.plot.image.Png;

/** Numbered PNG files in a folder; closed before {@link #keep}, it takes away what it has made. */
public final class ImageFiles implements AutoCloseable {
  private static final int FEWEST_DIGITS = 6;
  private static final float WHITE = 255f;

  private final Path folder;
  private final boolean created;
  private final int digits;
  private final Deque<Path> written = new ArrayDeque<>();
  private int next;
  private boolean kept;

  private ImageFiles(Path folder, boolean created, int digits) {
    this.folder = folder;
    this.created = created;
    this.digits = digits;
  }

  /** Refuses what is no folder, and a folder that holds anything unless it may be written into. */
  public static void requireFree(Path folder, boolean force) {
    if (!Files.exists(folder)) {
      return;
    }
    if (!Files.isDirectory(folder)) {
      throw Failure.unwritable(
          new IOException("--out must be a folder or end in .npy, " + folder + " is a file"));
    }
    try (Stream<Path> files = Files.list(folder)) {
      if (!force && files.findAny().isPresent()) {
        throw Failure.unwritable(
            new IOException(
                "folder of images must be empty, "
                    + folder
                    + " is not; choose another --out or write into it with --force"));
      }
    } catch (IOException e) {
      throw Failure.unwritable(e);
    }
  }

  public static ImageFiles open(Path folder, int count) throws IOException {
    boolean created = !Files.exists(folder);
    Files.createDirectories(folder);
    int digits = Math.max(FEWEST_DIGITS, Integer.toString(count - 1).length());
    return new ImageFiles(folder, created, digits);
  }

  /** Writes the next image, [H, W, C] in [0, 1]. */
  public void add(ImageShape shape, float[] values) throws IOException {
    if (shape.channels() != 1 && shape.channels() != 3) {
      throw new IOException(
          "images of "
              + shape.channels()
              + " channels cannot be PNG files; write them as an array, --out FILE.npy");
    }
    Path file = folder.resolve(String.format(Locale.ROOT, "%0" + digits + "d.png", next++));
    if (!Files.exists(file)) {
      written.push(file);
    }
    Files.write(file, Png.encode(image(shape, values)));
  }

  /** Everything has been written and is to stay. */
  public void keep() {
    kept = true;
  }

  @Override
  public void close() throws IOException {
    if (kept) {
      return;
    }
    for (Path file : written) {
      Files.deleteIfExists(file);
    }
    if (created) {
      Files.deleteIfExists(folder);
    }
  }

  /** One grey or three coloured bytes a pixel, as the image has channels. */
  private static BufferedImage image(ImageShape shape, float[] values) {
    int channels = shape.channels();
    BufferedImage image =
        new BufferedImage(
            shape.width(),
            shape.height(),
            channels == 1 ? BufferedImage.TYPE_BYTE_GRAY : BufferedImage.TYPE_3BYTE_BGR);
    for (int i = 0; i < values.length; i++) {
      int pixel = i / channels;
      image
          .getRaster()
          .setSample(
              pixel % shape.width(),
              pixel / shape.width(),
              i % channels,
              Math.round(WHITE * Math.min(1f, Math.max(0f, values[i]))));
    }
    return image;
  }
}
