package vae4j.cli.option;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Option;
import vae4j.cli.console.Console;
import vae4j.cli.console.Failure;
import vae4j.cli.console.StandardStream;
import vae4j.io.AtomicFiles;
import vae4j.plot.image.Png;

/** Where a command's drawing goes. */
public final class DrawingFile {
  @Option(
      names = "--out",
      paramLabel = "FILE.png",
      required = true,
      description = "The drawing; replaces a file that is there.")
  private Path out = Path.of("");

  /** Refuses a file that could not be written, before anything is computed. */
  public void requireWritable() {
    try {
      AtomicFiles.requireWritable(out);
    } catch (IOException e) {
      throw Failure.unwritable(e);
    }
  }

  /** Writes the drawing and prints where it is. */
  public void write(BufferedImage drawing, Console console) {
    boolean toStandardOutput = AtomicFiles.isStandardOutput(out);
    try {
      Png.write(drawing, out);
    } catch (IOException e) {
      if (toStandardOutput && StandardStream.isReaderGone(e.getCause())) {
        return;
      }
      throw Failure.unwritable(e);
    }
    // Nothing may follow the drawing in a stream.
    if (toStandardOutput) {
      console.notice(out.toString());
    } else {
      console.out().println(out);
    }
  }
}
