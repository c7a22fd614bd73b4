package vae4j.datasets;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import vae4j.datasets.download.DownloadListener;

/**
 * Where a data set is looked for, and how it is read.
 *
 * @param directory looked in before all other places, or null; {@code directory/mnist/} and {@code
 *     directory/} itself are searched, and likewise for the other sets
 * @param offline never download; the environment variable {@code VAE4J_OFFLINE} does the same
 * @param padded whether IDX images of 28×28, as MNIST's, get two rows and columns of zeros on each
 *     side, from 28×28 to 32×32, which strides divide evenly
 * @param folder how a folder of own images is read
 * @param listener is called as a download goes on
 */
public record DataOptions(
    @Nullable Path directory,
    boolean offline,
    boolean padded,
    FolderOptions folder,
    DownloadListener listener) {

  /** No directory of its own, downloads allowed, 32×32, no listener. */
  public static DataOptions defaults() {
    return new DataOptions(null, false, true, FolderOptions.defaults(), DownloadListener.SILENT);
  }

  /**
   * These options with another directory.
   *
   * @param newDirectory where to look first, or null
   */
  public DataOptions withDirectory(@Nullable Path newDirectory) {
    return new DataOptions(newDirectory, offline, padded, folder, listener);
  }

  /**
   * These options with downloads forbidden or allowed.
   *
   * @param newOffline whether downloads are forbidden
   */
  public DataOptions withOffline(boolean newOffline) {
    return new DataOptions(directory, newOffline, padded, folder, listener);
  }

  /**
   * These options with 32×32 or 28×28 images.
   *
   * @param newPadded true for 32×32
   */
  public DataOptions withPadded(boolean newPadded) {
    return new DataOptions(directory, offline, newPadded, folder, listener);
  }

  /**
   * These options with another way to read a folder of images.
   *
   * @param newFolder how to read it
   */
  public DataOptions withFolder(FolderOptions newFolder) {
    return new DataOptions(directory, offline, padded, newFolder, listener);
  }

  /**
   * These options with another listener.
   *
   * @param newListener is called as a download goes on
   */
  public DataOptions withListener(DownloadListener newListener) {
    return new DataOptions(directory, offline, padded, folder, newListener);
  }
}
