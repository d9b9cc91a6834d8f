package fwlstm.chart;

import java.awt.Color;
import org.jfree.chart.annotations.XYBoxAnnotation;
import org.jfree.chart.renderer.xy.XYItemRenderer;
import org.jfree.chart.ui.Layer;

/**
 * A quantity over the plane of a chart, as coloured areas behind its points.
 *
 * @param values rows × columns in equal steps between the ends of both axes, the first row at the bottom; NaN leaves a
 *     place empty
 */
public record Surface(double[][] values) {
    /** Draws it behind the points of a renderer: a box for each run of cells of the same colour. */
    void addTo(XYItemRenderer renderer, Axis x, Axis y, ColorScale colors) {
        double left = x.position(x.low());
        double bottom = y.position(y.low());
        double height = (y.position(y.high()) - bottom) / values.length;
        for (int row = 0; row < values.length; row++) {
            double width = (x.position(x.high()) - left) / values[row].length;
            int start = 0;
            for (int column = 1; column <= values[row].length; column++) {
                Color color = color(row, start, colors);
                if (column == values[row].length || !same(color, color(row, column, colors))) {
                    if (color != null) {
                        // Half a cell wider and higher, under the ones that follow: else seams between boxes show.
                        double right = Math.min(values[row].length, column + 0.5);
                        double top = Math.min(values.length, row + 1.5);
                        renderer.addAnnotation(
                                new XYBoxAnnotation(
                                        left + start * width,
                                        bottom + row * height,
                                        left + right * width,
                                        bottom + top * height,
                                        null,
                                        null,
                                        color),
                                Layer.BACKGROUND);
                    }
                    start = column;
                }
            }
        }
    }

    private Color color(int row, int column, ColorScale colors) {
        return Double.isNaN(values[row][column]) ? null : colors.color(values[row][column]);
    }

    private static boolean same(Color a, Color b) {
        return a == null ? b == null : a.equals(b);
    }
}
