package fwlstm.chart;

import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;
import org.jfree.chart.axis.AxisState;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.NumberTick;
import org.jfree.chart.ui.RectangleEdge;
import org.jfree.chart.ui.TextAnchor;

/** An {@link Axis} for JFreeChart: data are at {@link Axis#position}, and labels at the axis's ticks. */
final class TickAxis extends NumberAxis {
    private static final long serialVersionUID = 1;
    private static final double ROOM = 8;

    private final transient Axis axis;

    /** An axis whose ends are known. */
    TickAxis(Axis axis) {
        super(axis.label().isEmpty() ? null : axis.label());
        this.axis = axis;
        setRange(axis.position(axis.low()), axis.position(axis.high()));
        setLabelFont(Fonts.text());
        setLabelPaint(Palette.TEXT);
        setTickLabelFont(Fonts.text());
        setTickLabelPaint(Palette.MUTED);
        setAxisLineVisible(false);
        setTickMarksVisible(false);
    }

    @Override
    public List<NumberTick> refreshTicks(Graphics2D graphics, AxisState state, Rectangle2D area, RectangleEdge edge) {
        boolean horizontal = RectangleEdge.isTopOrBottom(edge);
        FontMetrics metrics = graphics.getFontMetrics(getTickLabelFont());
        TextAnchor anchor = edge == RectangleEdge.BOTTOM
                ? TextAnchor.TOP_CENTER
                : edge == RectangleEdge.TOP
                        ? TextAnchor.BOTTOM_CENTER
                        : edge == RectangleEdge.LEFT ? TextAnchor.CENTER_RIGHT : TextAnchor.CENTER_LEFT;
        List<Axis.Tick> labels = axis.labels().stream()
                .filter(tick -> getRange().contains(axis.position(tick.value())))
                .toList();
        double extent = horizontal
                ? labels.stream()
                                .mapToInt(tick -> metrics.stringWidth(tick.label()))
                                .max()
                                .orElse(0)
                        + ROOM
                : 1.4 * metrics.getAscent();
        int every = 1;
        while (every < labels.size() && tooClose(labels, every, extent, area, edge)) {
            every++;
        }
        List<NumberTick> ticks = new ArrayList<>();
        for (int k = 0; k < labels.size(); k += every) {
            Axis.Tick tick = labels.get(k);
            ticks.add(new NumberTick(axis.position(tick.value()), tick.label(), anchor, TextAnchor.CENTER, 0));
        }
        return ticks;
    }

    private boolean tooClose(List<Axis.Tick> labels, int every, double extent, Rectangle2D area, RectangleEdge edge) {
        for (int k = every; k < labels.size(); k += every) {
            double before = valueToJava2D(axis.position(labels.get(k - every).value()), area, edge);
            double here = valueToJava2D(axis.position(labels.get(k).value()), area, edge);
            if (Math.abs(here - before) < extent) {
                return true;
            }
        }
        return false;
    }
}
