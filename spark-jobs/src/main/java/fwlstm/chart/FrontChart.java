package fwlstm.chart;

import java.awt.BasicStroke;
import java.awt.Graphics2D;
import java.awt.Paint;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;

/**
 * Points of which the lower left ones are the better, with a stepped line along the front of the best: no point is left
 * of and below it. Points on the front have a filled marker, others an open one.
 */
public record FrontChart(String title, Axis x, Axis y, List<Series> series, int width, int height) implements Drawing {
    public FrontChart {
        series = List.copyOf(series);
    }

    /** A chart of the usual size. */
    public FrontChart(String title, Axis x, Axis y, List<Series> series) {
        this(title, x, y, series, Plots.WIDTH, Plots.HEIGHT);
    }

    /** Points with the same look. */
    public record Series(String name, Style style, List<Point> points) {
        public Series {
            points = List.copyOf(points);
        }
    }

    /** A point, and whether it is on the front. */
    public record Point(double x, double y, boolean front) {}

    @Override
    public void draw(Graphics2D graphics) {
        Axis across = x.fitting(points().mapToDouble(Point::x));
        Axis up = y.fitting(points().mapToDouble(Point::y));
        XYLineAndShapeRenderer line = new XYLineAndShapeRenderer(true, false);
        line.setSeriesPaint(0, Palette.MUTED);
        line.setSeriesStroke(0, new BasicStroke(1.1f));
        XYPlot plot = Plots.plot(new XYSeriesCollection(front(across, up)), across, up, line);
        for (boolean front : new boolean[] {false, true}) { // those on the front on top
            XYSeriesCollection markers = new XYSeriesCollection();
            for (int n = 0; n < series.size(); n++) {
                XYSeries drawn = new XYSeries(n, false, true);
                series.get(n).points.stream()
                        .filter(point -> point.front == front)
                        .forEach(point -> drawn.add(across.position(point.x), up.position(point.y)));
                markers.addSeries(drawn);
            }
            int dataset = plot.getDatasetCount();
            plot.setDataset(dataset, markers);
            plot.setRenderer(dataset, new Markers(front));
        }
        Plots.draw(Plots.chart(title, plot), graphics, width, height);
    }

    private Stream<Point> points() {
        return series.stream().flatMap(one -> one.points.stream());
    }

    /** The stepped line, from the upper end of the plane to its right end. */
    private XYSeries front(Axis across, Axis up) {
        XYSeries line = new XYSeries(0, false, true);
        List<Point> front = points().filter(Point::front)
                .sorted(Comparator.comparingDouble(Point::x))
                .toList();
        double height = up.high();
        for (Point point : front) {
            line.add(across.position(point.x), up.position(height));
            line.add(across.position(point.x), up.position(point.y));
            height = point.y;
        }
        line.add(across.position(across.high()), up.position(height));
        return line;
    }

    private final class Markers extends XYLineAndShapeRenderer {
        private static final long serialVersionUID = 1;

        private final boolean filled;

        Markers(boolean filled) {
            super(false, true);
            this.filled = filled;
            setUseFillPaint(true);
            setDrawOutlines(true);
            for (int n = 0; n < series.size(); n++) {
                Style style = series.get(n).style;
                setSeriesPaint(n, style.color());
                setSeriesShape(n, style.marker());
                setSeriesOutlineStroke(n, new BasicStroke(1.3f));
            }
        }

        @Override
        public Paint getItemFillPaint(int row, int item) {
            return filled ? getItemPaint(row, item) : Palette.PAPER;
        }
    }
}
