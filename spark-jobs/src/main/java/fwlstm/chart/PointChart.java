package fwlstm.chart;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Paint;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.jfree.chart.labels.ItemLabelAnchor;
import org.jfree.chart.labels.ItemLabelPosition;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYErrorRenderer;
import org.jfree.chart.ui.TextAnchor;
import org.jfree.data.Range;
import org.jfree.data.xy.YIntervalSeries;
import org.jfree.data.xy.YIntervalSeriesCollection;

/**
 * Points with error bars; a thin line joins the points of a series. Points of different series at the same x are side
 * by side.
 *
 * @param joined whether the points of a series are joined
 */
public record PointChart(String title, Axis x, Axis y, List<Series> series, boolean joined, int width, int height)
        implements Drawing {
    private static final String SPACE = "\u2002";
    private static final double LABEL_WIDTH = 0.08;
    private static final double APART = 0.03;

    public PointChart {
        series = List.copyOf(series);
    }

    /** A chart of the usual size. */
    public PointChart(String title, Axis x, Axis y, List<Series> series, boolean joined) {
        this(title, x, y, series, joined, Plots.WIDTH, Plots.HEIGHT);
    }

    /** Points that belong together, in the order in which they are joined. */
    public record Series(String name, Style style, List<Point> points) {
        public Series {
            points = List.copyOf(points);
        }
    }

    /**
     * A point.
     *
     * @param low lower end of its error bar, {@code y} for none
     * @param high upper end of its error bar, {@code y} for none
     * @param open whether its marker is open, for example because it is a bound and not a value
     * @param label the text to the right of it, empty for none
     */
    public record Point(double x, double y, double low, double high, boolean open, String label) {
        /** A point without error bar and label. */
        public Point(double x, double y) {
            this(x, y, y, y, false, "");
        }
    }

    @Override
    public void draw(Graphics2D graphics) {
        Axis across = x.fitting(points().mapToDouble(Point::x));
        Axis up = y.fitting(points().flatMapToDouble(point -> DoubleStream.of(point.low, point.high)));
        double apart = sharesX() ? APART * (across.position(across.high()) - across.position(across.low())) : 0;
        double most = apart * (series.size() - 1) / 2.0;
        YIntervalSeriesCollection data = new YIntervalSeriesCollection();
        XYErrorRenderer renderer = new Markers();
        for (int n = 0; n < series.size(); n++) {
            Style style = series.get(n).style;
            double shift = n * apart - most;
            YIntervalSeries drawn = new YIntervalSeries(n, false, true);
            for (Point point : series.get(n).points) {
                drawn.add(
                        across.position(point.x) + shift,
                        up.position(point.y),
                        up.position(point.low),
                        up.position(point.high));
            }
            data.addSeries(drawn);
            renderer.setSeriesPaint(n, style.color());
            renderer.setSeriesShape(n, style.marker());
            renderer.setSeriesStroke(n, style.stroke(1.1f));
            renderer.setSeriesOutlineStroke(n, new BasicStroke(1.3f));
        }
        XYPlot plot = Plots.plot(data, across, up, renderer);
        Range range = plot.getDomainAxis().getRange();
        double label = points().allMatch(point -> point.label.isEmpty()) ? 0 : LABEL_WIDTH * range.getLength();
        plot.getDomainAxis().setRange(range.getLowerBound() - most, range.getUpperBound() + most + label);
        Plots.draw(Plots.chart(title, plot), graphics, width, height);
    }

    private Stream<Point> points() {
        return series.stream().flatMap(one -> one.points.stream());
    }

    private boolean sharesX() {
        return points().mapToDouble(Point::x).distinct().count() < points().count();
    }

    /** Bars without caps, lines in the background, and markers that may be open. */
    private final class Markers extends XYErrorRenderer {
        private static final long serialVersionUID = 1;

        Markers() {
            setDrawXError(false);
            setCapLength(0);
            setErrorStroke(new BasicStroke(1.3f));
            setDefaultLinesVisible(joined);
            setUseFillPaint(true);
            setDrawOutlines(true);
            setDefaultItemLabelsVisible(true);
            setDefaultItemLabelFont(Fonts.text());
            setDefaultItemLabelPaint(Palette.MUTED);
            setDefaultItemLabelGenerator((data, row, item) -> SPACE + point(row, item).label);
            setDefaultPositiveItemLabelPosition(
                    new ItemLabelPosition(ItemLabelAnchor.OUTSIDE3, TextAnchor.CENTER_LEFT));
        }

        @Override
        public Paint getItemFillPaint(int row, int item) {
            return point(row, item).open ? Palette.PAPER : (Color) getItemPaint(row, item);
        }

        private Point point(int row, int item) {
            return series.get(row).points.get(item);
        }
    }
}
