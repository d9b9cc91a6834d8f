package fwlstm.serve;

import fwlstm.results.RunningTrial.Point;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A learning curve that is drawn with a few strokes, for pages with many: accuracy against updates, without axes. */
final class SmallCurve {
    private static final int WIDTH = 240;
    private static final int HEIGHT = 60;
    private static final int MARGIN = 3;

    /** More points cannot be distinguished. */
    private static final int MOST_POINTS = 120;

    private SmallCurve() {}

    /**
     * The curve as an SVG element.
     *
     * @param until the updates at the right edge
     */
    static String svg(List<Point> curve, int until) {
        int stride = (curve.size() + MOST_POINTS - 1) / MOST_POINTS;
        String points = IntStream.range(0, curve.size())
                .filter(k -> (curve.size() - 1 - k) % stride == 0)
                .mapToObj(k -> at(curve.get(k), until))
                .collect(Collectors.joining(" "));
        String line = points.isEmpty() ? "" : "<polyline points=\"" + points + "\"/>";
        String end = points.isEmpty() ? "" : circle(curve.get(curve.size() - 1), until);
        return String.format(
                Locale.ROOT,
                "<svg viewBox=\"0 0 %d %d\" aria-hidden=\"true\"><path d=\"M%d %dH%dM%d %dH%d\"/>%s%s</svg>",
                WIDTH,
                HEIGHT,
                MARGIN,
                MARGIN,
                WIDTH - MARGIN,
                MARGIN,
                HEIGHT - MARGIN,
                WIDTH - MARGIN,
                line,
                end);
    }

    private static String at(Point point, int until) {
        return String.format(Locale.ROOT, "%.1f,%.1f", x(point, until), y(point));
    }

    private static String circle(Point point, int until) {
        return String.format(Locale.ROOT, "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"2.5\"/>", x(point, until), y(point));
    }

    private static double x(Point point, int until) {
        return MARGIN + (WIDTH - 2.0 * MARGIN) * Math.min(1, point.update() / (double) Math.max(1, until));
    }

    private static double y(Point point) {
        return HEIGHT - MARGIN - (HEIGHT - 2.0 * MARGIN) * point.accuracy();
    }
}
