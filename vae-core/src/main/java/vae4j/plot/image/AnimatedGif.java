package vae4j.plot.image;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Makes GIFs that play for ever: GIF89a with Netscape's loop extension. */
public final class AnimatedGif {
  /** Browsers play a shorter delay as 100 ms. */
  private static final int SHORTEST_DELAY = 20;

  static {
    Fonts.headless();
  }

  private AnimatedGif() {}

  /**
   * The bytes of a GIF file. All frames share one table of 256 colours: grey images stay exactly
   * what they are, coloured ones lose some shades.
   *
   * @param frames at least one, all of one size
   * @param delay of each frame in milliseconds, at least {@value #SHORTEST_DELAY}; GIF counts in
   *     hundredths of a second, so it must be a multiple of 10
   * @return the file's content
   * @throws IllegalArgumentException if there are no frames, their sizes differ, or the delay is
   *     not as said
   */
  public static byte[] encode(List<BufferedImage> frames, int delay) {
    requireFrames(frames, delay);
    ColourTable colours = ColourTable.of(frames);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageWriter writer = ImageIO.getImageWritersByFormatName("gif").next();
    try (ImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
      writer.setOutput(out);
      // Interlaced, as the writer does by default, the last rows of low images would be lost.
      ImageWriteParam rowByRow = writer.getDefaultWriteParam();
      rowByRow.setProgressiveMode(ImageWriteParam.MODE_DISABLED);
      writer.prepareWriteSequence(null);
      for (BufferedImage frame : frames) {
        BufferedImage indexed = colours.apply(frame);
        writer.writeToSequence(
            new IIOImage(indexed, null, timing(writer, indexed, delay)), rowByRow);
      }
      writer.endWriteSequence();
    } catch (IOException e) {
      throw new UncheckedIOException("images cannot be written as GIF: " + e.getMessage(), e);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }

  private static IIOMetadata timing(ImageWriter writer, BufferedImage frame, int delay)
      throws IOException {
    IIOMetadataNode control = new IIOMetadataNode("GraphicControlExtension");
    control.setAttribute("disposalMethod", "doNotDispose");
    control.setAttribute("userInputFlag", "FALSE");
    control.setAttribute("transparentColorFlag", "FALSE");
    control.setAttribute("transparentColorIndex", "0");
    control.setAttribute("delayTime", Integer.toString(delay / 10));
    IIOMetadataNode loop = new IIOMetadataNode("ApplicationExtension");
    loop.setAttribute("applicationID", "NETSCAPE");
    loop.setAttribute("authenticationCode", "2.0");
    // Sub-block 1: how often to repeat, in two bytes, the lower first; 0 is for ever.
    loop.setUserObject(new byte[] {1, 0, 0});
    IIOMetadataNode loops = new IIOMetadataNode("ApplicationExtensions");
    loops.appendChild(loop);
    // Not createFromRenderedImage, which knows a table of its own for images with indices.
    IIOMetadata metadata = writer.getDefaultImageMetadata(new ImageTypeSpecifier(frame), null);
    IIOMetadataNode root = new IIOMetadataNode(metadata.getNativeMetadataFormatName());
    root.appendChild(control);
    root.appendChild(loops);
    metadata.mergeTree(metadata.getNativeMetadataFormatName(), root);
    return metadata;
  }

  private static void requireFrames(List<BufferedImage> frames, int delay) {
    if (frames.isEmpty()) {
      throw new IllegalArgumentException("an animation needs at least one frame, had none");
    }
    if (delay < SHORTEST_DELAY || delay % 10 != 0) {
      throw new IllegalArgumentException(
          "delay must be a multiple of 10 ms, at least "
              + SHORTEST_DELAY
              + " ms, was "
              + delay
              + " ms");
    }
    BufferedImage first = frames.get(0);
    for (BufferedImage frame : frames) {
      if (frame.getWidth() != first.getWidth() || frame.getHeight() != first.getHeight()) {
        throw new IllegalArgumentException(
            "frames must be of one size, were "
                + first.getWidth()
                + "×"
                + first.getHeight()
                + " and "
                + frame.getWidth()
                + "×"
                + frame.getHeight());
      }
    }
  }
}
