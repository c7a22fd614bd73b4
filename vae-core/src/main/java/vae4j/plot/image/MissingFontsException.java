package vae4j.plot.image;

/** This Java can draw images but no text, so that nothing with axes can be drawn. */
public final class MissingFontsException extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  MissingFontsException(Throwable cause) {
    super(
        "this Java finds no fonts, which plots with axes need: install fontconfig and a font"
            + " (on Debian fontconfig and fonts-dejavu-core)",
        cause);
  }
}
