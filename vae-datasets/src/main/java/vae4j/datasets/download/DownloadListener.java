package vae4j.datasets.download;

import java.net.URI;
import java.nio.file.Path;

/**
 * Is called as a download goes on, on the thread that downloads. All methods do nothing unless
 * overridden.
 */
public interface DownloadListener {
  /** Does nothing. */
  DownloadListener SILENT = new DownloadListener() {};

  /**
   * A mirror is being asked for a file.
   *
   * @param file the file's name
   * @param from the mirror's address
   */
  default void started(String file, URI from) {}

  /**
   * More of a file has arrived.
   *
   * @param file the file's name
   * @param bytes how much is there by now
   * @param total how much it will be, or −1 where the mirror does not say
   */
  default void progressed(String file, long bytes, long total) {}

  /**
   * A mirror failed; the next one is tried, or the same again later, if any is left.
   *
   * @param file the file's name
   * @param from the mirror's address
   * @param reason what went wrong, for people
   */
  default void failed(String file, URI from, String reason) {}

  /**
   * A file has arrived, has the right checksum and is in its place.
   *
   * @param file the file's name
   * @param path where it is
   */
  default void finished(String file, Path path) {}
}
