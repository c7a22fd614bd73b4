package vae4j.cli;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Option;
import vae4j.plot.Png;

/** Where a command's drawing goes. */
final class DrawingFile {
  @Option(names = "--out", paramLabel = "FILE.png", required = true, description = "The drawing.")
  private Path out = Path.of("");

  /** Writes the drawing and prints where it is. */
  void write(BufferedImage drawing, Console console) {
    try {
      Png.write(drawing, out);
    } catch (IOException e) {
      throw Failure.unwritable(e);
    }
    console.out().println(out);
  }
}
