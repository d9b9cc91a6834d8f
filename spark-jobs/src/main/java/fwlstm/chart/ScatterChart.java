package fwlstm.chart;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Paint;
import java.awt.geom.Ellipse2D;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;

/**
 * Dots in a plane, which may be coloured by a third number.
 *
 * @param colors the meaning of the colours; empty if all dots have the same
 * @param surface the third number over the plane, behind the dots; then there are colours, and both axes have ends
 */
public record ScatterChart(
        String title,
        Axis x,
        Axis y,
        List<Dot> dots,
        Optional<ColorScale> colors,
        Optional<Surface> surface,
        int width,
        int height)
        implements Drawing {
    public ScatterChart {
        // The largest on top.
        dots = dots.stream().sorted(Comparator.comparingDouble(Dot::value)).toList();
    }

    /** A chart of the usual size. */
    public ScatterChart(String title, Axis x, Axis y, List<Dot> dots, Optional<ColorScale> colors) {
        this(title, x, y, dots, colors, Optional.empty(), Plots.WIDTH, Plots.HEIGHT);
    }

    /** A chart of the usual size, of dots on a surface of the same number. */
    public ScatterChart(String title, Axis x, Axis y, List<Dot> dots, ColorScale colors, Surface surface) {
        this(title, x, y, dots, Optional.of(colors), Optional.of(surface), Plots.WIDTH, Plots.HEIGHT);
    }

    /**
     * A dot.
     *
     * @param value the value of its colour
     */
    public record Dot(double x, double y, double value) {}

    @Override
    public void draw(Graphics2D graphics) {
        Axis across = x.fitting(dots.stream().mapToDouble(Dot::x));
        Axis up = y.fitting(dots.stream().mapToDouble(Dot::y));
        XYSeries series = new XYSeries(0, false, true);
        dots.forEach(dot -> series.add(across.position(dot.x), up.position(dot.y)));
        Dots renderer = new Dots();
        surface.ifPresent(behind -> behind.addTo(renderer, across, up, colors.orElseThrow()));
        JFreeChart chart = Plots.chart(title, Plots.plot(new XYSeriesCollection(series), across, up, renderer));
        colors.ifPresent(scale -> Plots.addScale(chart, scale));
        Plots.draw(chart, graphics, width, height);
    }

    /** Dots with a thin rim, so that overlapping ones can be counted. */
    private final class Dots extends XYLineAndShapeRenderer {
        private static final long serialVersionUID = 1;

        Dots() {
            super(false, true);
            setDefaultShape(new Ellipse2D.Double(-3.5, -3.5, 7, 7));
            setAutoPopulateSeriesShape(false);
            setDrawOutlines(true);
            setUseOutlinePaint(true);
            setAutoPopulateSeriesOutlinePaint(false);
            setDefaultOutlinePaint(Palette.PAPER);
            setAutoPopulateSeriesOutlineStroke(false);
            setDefaultOutlineStroke(new BasicStroke(0.8f));
        }

        @Override
        public Paint getItemPaint(int row, int item) {
            Color same = Palette.series(0);
            return colors.map(scale -> scale.color(dots.get(item).value)).orElse(same);
        }
    }
}
