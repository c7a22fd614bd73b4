package vae4j.plot;

import java.awt.Color;
import java.util.List;

/**
 * Colours that people with any kind of colour vision tell apart, on white: six of Okabe and Ito
 * (2008, "Color Universal Design"), then four of Tol's "muted" scheme (2021, SRON/EPS/TN/09-002)
 * and two greys.
 */
final class Palette {
  /** For those without label. */
  static final Color GREY = new Color(0x777777);

  static final List<Color> COLOURS =
      List.of(
          new Color(0x0072b2), // blue
          new Color(0xe69f00), // orange
          new Color(0x009e73), // bluish green
          new Color(0xd55e00), // vermilion
          new Color(0x56b4e9), // sky blue
          new Color(0xcc79a7), // reddish purple
          new Color(0x882255), // wine
          new Color(0x999933), // olive
          new Color(0x332288), // indigo
          new Color(0xddcc77), // sand
          new Color(0x333333),
          new Color(0xaaaaaa));

  private Palette() {}

  /** The colour of a class; beyond the twelfth they come again, darker each time. */
  static Color of(int index) {
    Color colour = COLOURS.get(index % COLOURS.size());
    for (int round = index / COLOURS.size(); round > 0; round--) {
      colour = colour.darker();
    }
    return colour;
  }

  static Color translucent(Color colour, double opacity) {
    return new Color(
        colour.getRed(), colour.getGreen(), colour.getBlue(), (int) Math.round(255 * opacity));
  }
}
