package fwlstm.chart;

import java.awt.BasicStroke;
import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.AxisLocation;
import org.jfree.chart.plot.DatasetRenderingOrder;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYItemRenderer;
import org.jfree.chart.text.TextUtils;
import org.jfree.chart.title.PaintScaleLegend;
import org.jfree.chart.title.TextTitle;
import org.jfree.chart.ui.HorizontalAlignment;
import org.jfree.chart.ui.RectangleEdge;
import org.jfree.chart.ui.RectangleInsets;
import org.jfree.data.xy.XYDataset;

/** The common style of all charts: no frame, thin grid lines, a left-aligned title. */
final class Plots {
    static final int WIDTH = 320;
    static final int HEIGHT = 230;

    private static final BasicStroke HAIRLINE = new BasicStroke(0.8f);

    static {
        TextUtils.setUseDrawRotatedStringWorkaround(false); // it draws outlines, which are not searchable text in SVG
    }

    private Plots() {}

    static XYPlot plot(XYDataset data, Axis x, Axis y, XYItemRenderer renderer) {
        XYPlot plot = new XYPlot(data, new TickAxis(x), new TickAxis(y), renderer);
        plot.setBackgroundPaint(null);
        plot.setOutlineVisible(false);
        plot.setAxisOffset(new RectangleInsets(2, 4, 4, 2));
        plot.setInsets(new RectangleInsets(2, 2, 2, 10));
        plot.setDomainGridlinePaint(Palette.GRID);
        plot.setRangeGridlinePaint(Palette.GRID);
        plot.setDomainGridlineStroke(HAIRLINE);
        plot.setRangeGridlineStroke(HAIRLINE);
        plot.setDomainZeroBaselineVisible(false);
        plot.setRangeZeroBaselineVisible(false);
        plot.setDatasetRenderingOrder(DatasetRenderingOrder.FORWARD);
        return plot;
    }

    static JFreeChart chart(String title, XYPlot plot) {
        JFreeChart chart = new JFreeChart(null, Fonts.title(), plot, false);
        if (!title.isEmpty()) {
            TextTitle text = new TextTitle(title, Fonts.title());
            text.setPaint(Palette.TEXT);
            text.setHorizontalAlignment(HorizontalAlignment.LEFT);
            text.setPadding(new RectangleInsets(2, 6, 2, 2));
            chart.setTitle(text);
        }
        chart.setBackgroundPaint(null);
        chart.setBorderVisible(false);
        return chart;
    }

    /** Adds the colour scale at the right. */
    static void addScale(JFreeChart chart, ColorScale colors) {
        TickAxis axis = new TickAxis(Axis.linear(colors.label()).between(colors.low(), colors.high()));
        PaintScaleLegend legend = new PaintScaleLegend(colors.paintScale(), axis);
        legend.setPosition(RectangleEdge.RIGHT);
        legend.setAxisLocation(AxisLocation.TOP_OR_RIGHT);
        legend.setStripWidth(9);
        legend.setSubdivisionCount(48);
        legend.setStripOutlineVisible(false);
        legend.setBackgroundPaint(null);
        legend.setMargin(new RectangleInsets(24, 6, 40, 2));
        chart.addSubtitle(legend);
    }

    static void draw(JFreeChart chart, Graphics2D graphics, int width, int height) {
        chart.draw(graphics, new Rectangle2D.Double(0, 0, width, height));
    }
}
