package vae4j.plot.image;

import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Text in images, on machines without screen and perhaps without fonts. */
public final class Fonts {
  private Fonts() {}

  /** Makes sure that no window system is looked for, unless the program has set otherwise. */
  public static void headless() {
    if (System.getProperty("java.awt.headless") == null) {
      System.setProperty("java.awt.headless", "true");
    }
  }

  /** Whether this Java can draw text. */
  public static boolean available() {
    return Probe.FAILURE == null;
  }

  /**
   * Refuses to go on where there are no fonts.
   *
   * @throws MissingFontsException if this Java cannot draw text
   */
  public static void require() {
    if (Probe.FAILURE != null) {
      throw new MissingFontsException(Probe.FAILURE);
    }
  }

  /**
   * The font of all text in images.
   *
   * @param size in points
   */
  public static Font plain(int size) {
    return new Font(Font.SANS_SERIF, Font.PLAIN, size);
  }

  /**
   * The name of a latent dimension: z₁, or z1 where the font has no small digits.
   *
   * @param index from 0
   */
  public static String latentName(int index) {
    StringBuilder name = new StringBuilder("z");
    for (char digit : Integer.toString(index + 1).toCharArray()) {
      name.append((char) ('₀' + (digit - '0')));
    }
    String text = name.toString();
    return available() && plain(12).canDisplayUpTo(text) < 0 ? text : "z" + (index + 1);
  }

  /**
   * Makes text and shapes smooth.
   *
   * @param graphics that draws them
   */
  public static void smooth(Graphics2D graphics) {
    graphics.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    graphics.setRenderingHint(
        RenderingHints.KEY_FRACTIONALMETRICS, RenderingHints.VALUE_FRACTIONALMETRICS_ON);
  }

  /** Asked once, and only by those who have text to draw. */
  private static final class Probe {
    private static final Logger LOG = LoggerFactory.getLogger(Fonts.class);
    private static final @Nullable Throwable FAILURE;

    static {
      headless();
      FAILURE = failureOfText();
      if (FAILURE != null) {
        LOG.warn("this Java finds no fonts: images are drawn without captions");
      }
    }

    /**
     * Draws a text and gives what that failed with. A Java without fonts or without the libraries
     * to draw them fails in several ways, most of them errors of its own class loading.
     */
    private static @Nullable Throwable failureOfText() {
      Graphics2D graphics = new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB).createGraphics();
      try {
        graphics.setFont(plain(8));
        graphics.drawString("z", 0, 8);
        return null;
      } catch (RuntimeException | LinkageError | InternalError e) {
        return e;
      } finally {
        graphics.dispose();
      }
    }
  }
}
