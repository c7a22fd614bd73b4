package vae4j.plot;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.style.AxesChartStyler.TextAlignment;
import org.knowm.xchart.style.Styler.ChartTheme;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.XYStyler;
import vae4j.plot.image.Fonts;

/** The look that all charts share. */
final class Charts {
  /** Pixels of the drawing per pixel of the layout: sharp on screens of high density. */
  static final int DENSITY = 2;

  static final Color INK = new Color(0x333333);
  private static final int TICK_SPACING = 64;
  private static final Color GRID = new Color(0xe4e4e4);

  private Charts() {}

  static XYChart chart(int width, int height, String title, String xTitle, String yTitle) {
    Fonts.require();
    XYChart chart = new XYChart(width, height, ChartTheme.XChart);
    chart.setTitle(title);
    chart.setXAxisTitle(xTitle);
    chart.setYAxisTitle(yTitle);
    XYStyler style = chart.getStyler();
    style.setChartBackgroundColor(Color.WHITE);
    style.setPlotBackgroundColor(Color.WHITE);
    style.setPlotBorderColor(INK);
    style.setPlotGridLinesColor(GRID);
    style.setChartFontColor(INK);
    style.setAxisTickLabelsColor(INK);
    style.setAxisTickMarksColor(INK);
    style.setChartTitleBoxVisible(false);
    style.setChartTitleVisible(!title.isEmpty());
    style.setChartTitleFont(Fonts.plain(15));
    style.setAxisTitleFont(Fonts.plain(13));
    style.setAxisTickLabelsFont(Fonts.plain(11));
    style.setLegendFont(Fonts.plain(12));
    style.setLegendBorderColor(Color.WHITE);
    style.setLegendPosition(LegendPosition.OutsideE);
    style.setAxisTicksLineVisible(false);
    style.setAxisTickPadding(6);
    style.setXAxisTickMarkSpacingHint(TICK_SPACING);
    style.setYAxisTickMarkSpacingHint(TICK_SPACING);
    style.setYAxisLabelAlignment(TextAlignment.Right);
    style.setAntiAlias(true);
    return chart;
  }

  static BufferedImage paint(XYChart chart, int width, int height) {
    BufferedImage image =
        new BufferedImage(width * DENSITY, height * DENSITY, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    try {
      Fonts.smooth(graphics);
      graphics.scale(DENSITY, DENSITY);
      chart.paint(graphics, width, height);
    } finally {
      graphics.dispose();
    }
    return image;
  }
}
