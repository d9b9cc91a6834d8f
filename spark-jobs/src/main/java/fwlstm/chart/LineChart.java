package fwlstm.chart;

import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.plot.CrosshairState;
import org.jfree.chart.plot.PlotRenderingInfo;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.DeviationRenderer;
import org.jfree.chart.renderer.xy.XYItemRendererState;
import org.jfree.data.xy.XYDataset;
import org.jfree.data.xy.YIntervalSeries;
import org.jfree.data.xy.YIntervalSeriesCollection;

/** Lines, each with a band around it and a marker at its end. */
public record LineChart(String title, Axis x, Axis y, List<Line> lines, int width, int height) implements Drawing {
    private static final float BAND = 0.16f;

    public LineChart {
        lines = List.copyOf(lines);
    }

    /** A chart of the usual size. */
    public LineChart(String title, Axis x, Axis y, List<Line> lines) {
        this(title, x, y, lines, Plots.WIDTH, Plots.HEIGHT);
    }

    /**
     * A line. All arrays are equally long; NaN breaks it.
     *
     * @param x ascending
     * @param low lower edge of the band; {@code y} itself for none
     * @param high upper edge of the band
     */
    public record Line(String name, Style style, double[] x, double[] y, double[] low, double[] high) {
        public Line {
            if (y.length != x.length || low.length != x.length || high.length != x.length) {
                throw new IllegalArgumentException("line " + name + " has " + x.length + " x, " + y.length + " y, "
                        + low.length + " low and " + high.length + " high");
            }
        }

        private boolean hasBand() {
            return !Arrays.equals(low, high);
        }

        /** A line without a band. */
        public Line(String name, Style style, double[] x, double[] y) {
            this(name, style, x, y, y, y);
        }
    }

    @Override
    public void draw(Graphics2D graphics) {
        Axis across = x.fitting(lines.stream().flatMapToDouble(line -> Arrays.stream(line.x)));
        Axis up = y.fitting(lines.stream()
                .flatMapToDouble(line -> DoubleStream.concat(Arrays.stream(line.low), Arrays.stream(line.high))));
        YIntervalSeriesCollection data = new YIntervalSeriesCollection();
        DeviationRenderer renderer = new DeviationRenderer(true, true) {
            private static final long serialVersionUID = 1;

            @Override
            public void drawItem(
                    Graphics2D on,
                    XYItemRendererState state,
                    Rectangle2D area,
                    PlotRenderingInfo info,
                    XYPlot plot,
                    ValueAxis domain,
                    ValueAxis range,
                    XYDataset dataset,
                    int line,
                    int item,
                    CrosshairState crosshair,
                    int pass) {
                boolean band = pass == 0;
                if (!band || lines.get(line).hasBand()) {
                    super.drawItem(on, state, area, info, plot, domain, range, dataset, line, item, crosshair, pass);
                }
            }

            @Override
            public boolean getItemShapeVisible(int line, int item) {
                return item == lines.get(line).x.length - 1;
            }
        };
        renderer.setAlpha(BAND);
        for (int n = 0; n < lines.size(); n++) {
            Line line = lines.get(n);
            YIntervalSeries series = new YIntervalSeries(n, false, true);
            for (int k = 0; k < line.x.length; k++) {
                series.add(
                        across.position(line.x[k]),
                        up.position(line.y[k]),
                        up.position(line.low[k]),
                        up.position(line.high[k]));
            }
            data.addSeries(series);
            renderer.setSeriesPaint(n, line.style.color());
            renderer.setSeriesFillPaint(n, line.style.color());
            renderer.setSeriesStroke(n, line.style.stroke(1.7f));
            renderer.setSeriesShape(n, line.style.marker());
        }
        XYPlot plot = Plots.plot(data, across, up, renderer);
        Plots.draw(Plots.chart(title, plot), graphics, width, height);
    }
}
