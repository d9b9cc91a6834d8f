package fwlstm.chart;

import java.awt.BasicStroke;
import java.awt.Graphics2D;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jfree.chart.annotations.XYTextAnnotation;
import org.jfree.chart.axis.AxisLocation;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.chart.ui.TextAnchor;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;

/**
 * Several axes side by side, crossed by a line for each item. The last axis is the value that colours the items; the
 * item with the largest value is drawn on top, and thicker.
 *
 * @param axes all but the last
 */
public record ParallelCoordinates(
        String title, List<Axis> axes, List<Item> items, ColorScale colors, int width, int height) implements Drawing {
    private static final int AXIS_WIDTH = 150;

    public ParallelCoordinates {
        axes = List.copyOf(axes);
        for (Item item : items) {
            if (item.at.length != axes.size()) {
                throw new IllegalArgumentException(
                        "item with " + item.at.length + " values for " + axes.size() + " axes");
            }
        }
        items = items.stream().sorted(Comparator.comparingDouble(Item::value)).toList();
    }

    /** A chart of the usual size. */
    public ParallelCoordinates(String title, List<Axis> axes, List<Item> items, ColorScale colors) {
        this(title, axes, items, colors, Math.max(960, AXIS_WIDTH * (axes.size() + 1)), 340);
    }

    /**
     * An item.
     *
     * @param at its value on each axis; NaN if it has none
     * @param value the value of its colour, and its value on the last axis
     */
    public record Item(double[] at, double value) {
        private double at(int axis) {
            return axis < at.length ? at[axis] : value;
        }
    }

    @Override
    public void draw(Graphics2D graphics) {
        List<Axis> all = Stream.concat(
                        axes.stream(), Stream.of(Axis.linear(colors.label()).between(colors.low(), colors.high())))
                .toList();
        List<Axis> fitted = new ArrayList<>();
        for (int k = 0; k < all.size(); k++) {
            int axis = k;
            fitted.add(all.get(k).fitting(items.stream().mapToDouble(item -> item.at(axis))));
        }
        XYSeriesCollection data = new XYSeriesCollection();
        XYLineAndShapeRenderer renderer = new XYLineAndShapeRenderer(true, false);
        for (int n = 0; n < items.size(); n++) {
            Item item = items.get(n);
            XYSeries series = new XYSeries(n, false, true);
            for (int k = 0; k < fitted.size(); k++) {
                series.add(k, share(fitted.get(k), item.at(k)));
            }
            data.addSeries(series);
            renderer.setSeriesPaint(n, colors.color(item.value));
            renderer.setSeriesStroke(n, new BasicStroke(n == items.size() - 1 ? 2.8f : 1.2f));
        }
        Axis names = Axis.categories("", all.stream().map(Axis::label).toList()).between(-0.35, all.size() - 0.55);
        XYPlot plot = Plots.plot(data, names, Axis.linear("").between(-0.02, 1.02), renderer);
        plot.setDomainAxisLocation(AxisLocation.TOP_OR_LEFT);
        plot.getDomainAxis().setTickLabelPaint(Palette.TEXT);
        plot.getDomainAxis().setTickLabelFont(Fonts.title());
        plot.getRangeAxis().setVisible(false);
        plot.setRangeGridlinesVisible(false);
        plot.setDomainGridlinePaint(Palette.MUTED);
        for (int k = 0; k < fitted.size(); k++) {
            for (Axis.Tick tick : fitted.get(k).labels()) {
                plot.addAnnotation(label(tick.label(), k, share(fitted.get(k), tick.value())));
            }
        }
        Plots.draw(Plots.chart(title, plot), graphics, width, height);
    }

    private static XYTextAnnotation label(String text, int axis, double share) {
        XYTextAnnotation label = new XYTextAnnotation(text, axis - 0.03, share);
        label.setFont(Fonts.text());
        label.setPaint(Palette.TEXT);
        label.setBackgroundPaint(Palette.PAPER); // over the lines
        label.setTextAnchor(TextAnchor.CENTER_RIGHT);
        return label;
    }

    /** The position of a value between the ends of an axis, 0 to 1. */
    private static double share(Axis axis, double value) {
        double low = axis.position(axis.low());
        double at = (axis.position(value) - low) / (axis.position(axis.high()) - low);
        return Double.isFinite(at) ? at : Double.NaN;
    }
}
