package vae4j.cli.option;

import java.net.URI;
import java.nio.file.Path;
import vae4j.cli.console.Console;
import vae4j.cli.console.ProgressDisplay;
import vae4j.datasets.download.DownloadListener;

/** Tells of downloads. */
public final class DownloadNotices implements DownloadListener, AutoCloseable {
  private final Console console;
  private ProgressDisplay bar = ProgressDisplay.NONE;

  public DownloadNotices(Console console) {
    this.console = console;
  }

  @Override
  public void started(String file, URI from) {
    console.notice("downloading " + file + " from " + from.getHost());
  }

  @Override
  public void progressed(String file, long bytes, long total) {
    if (bar == ProgressDisplay.NONE && total > 0) {
      bar = console.progress(file, "bytes", total);
    }
    bar.to(bytes, "");
  }

  @Override
  public void failed(String file, URI from, String reason) {
    close();
    console.notice("no " + file + " from " + from.getHost() + ": " + reason);
  }

  @Override
  public void finished(String file, Path path) {
    close();
    console.notice("kept as " + path);
  }

  @Override
  public void close() {
    bar.close();
    bar = ProgressDisplay.NONE;
  }
}
