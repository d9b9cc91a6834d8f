package fwlstm.chart;

import java.awt.Graphics2D;
import java.util.List;
import org.jfree.chart.axis.AxisLocation;
import org.jfree.chart.labels.ItemLabelAnchor;
import org.jfree.chart.labels.ItemLabelPosition;
import org.jfree.chart.plot.PlotOrientation;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.StandardXYBarPainter;
import org.jfree.chart.renderer.xy.XYBarRenderer;
import org.jfree.chart.ui.TextAnchor;
import org.jfree.data.xy.XYBarDataset;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;

/**
 * Horizontal bars from 0, the first at the top, each with its name at the left and its value in words at its end.
 *
 * @param axis of the values; its ends are chosen so that all bars and labels are on it
 */
public record BarChart(String title, Axis axis, List<Bar> bars, int width, int height) implements Drawing {
    private static final double THICKNESS = 0.6;
    private static final double LABEL_WIDTH = 0.2;
    private static final int AROUND = 84;
    private static final int BAR = 22;
    /** Room for at least so many, so that bars are equally thick in all charts. */
    private static final int LEAST_BARS = 3;

    private static final String SPACE = "\u2002";

    public BarChart {
        bars = List.copyOf(bars);
    }

    /** A chart of the usual width, as high as its bars require. */
    public BarChart(String title, Axis axis, List<Bar> bars) {
        this(title, axis, bars, Plots.WIDTH, AROUND + BAR * Math.max(LEAST_BARS, bars.size()));
    }

    /**
     * A bar.
     *
     * @param value at least 0
     * @param label the value as text
     */
    public record Bar(String name, double value, String label) {}

    @Override
    public void draw(Graphics2D graphics) {
        double most = bars.stream().mapToDouble(Bar::value).max().orElse(1);
        XYSeries series = new XYSeries(0, false, true);
        for (int k = 0; k < bars.size(); k++) {
            series.add(k, bars.get(k).value);
        }
        XYPlot plot = Plots.plot(
                new XYBarDataset(new XYSeriesCollection(series), THICKNESS),
                Axis.categories("", bars.stream().map(Bar::name).toList())
                        .between(-0.5, Math.max(LEAST_BARS, bars.size()) - 0.5),
                axis.between(0, (1 + LABEL_WIDTH) * (most > 0 ? most : 1)),
                new Bars());
        plot.setOrientation(PlotOrientation.HORIZONTAL);
        plot.setRangeAxisLocation(AxisLocation.BOTTOM_OR_LEFT);
        plot.setDomainGridlinesVisible(false);
        plot.getDomainAxis().setInverted(true);
        plot.getDomainAxis().setTickLabelPaint(Palette.TEXT);
        Plots.draw(Plots.chart(title, plot), graphics, width, height);
    }

    /** Plain bars of one colour. */
    private final class Bars extends XYBarRenderer {
        private static final long serialVersionUID = 1;

        Bars() {
            setBarPainter(new StandardXYBarPainter());
            setShadowVisible(false);
            setSeriesPaint(0, Palette.series(0));
            setDefaultItemLabelsVisible(true);
            setDefaultItemLabelFont(Fonts.text());
            setDefaultItemLabelPaint(Palette.MUTED);
            setDefaultItemLabelGenerator((data, row, item) -> SPACE + bars.get(item).label);
            setDefaultPositiveItemLabelPosition(
                    new ItemLabelPosition(ItemLabelAnchor.OUTSIDE3, TextAnchor.CENTER_LEFT));
        }
    }
}
