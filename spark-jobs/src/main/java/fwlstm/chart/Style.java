package fwlstm.chart;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Polygon;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Rectangle2D;

/**
 * The style of a series: a colour, a marker and a dash, so that series can be distinguished even in grey.
 *
 * @param look the number of colour and marker, from 0; the same number looks the same in every chart
 * @param dash the number of the line's dash, from 0, a solid line
 */
public record Style(int look, int dash) {
    private static final float[][] DASHES = {null, {6, 3}, {1.5f, 2.5f}, {8, 3, 1.5f, 3}, {3, 2}};

    public Style {
        if (look < 0 || dash < 0) {
            throw new IllegalArgumentException("style is " + look + ", " + dash + "; allowed: 0 and more");
        }
    }

    /** One of several styles that differ as much as possible. */
    public Style(int number) {
        this(number, number);
    }

    Color color() {
        return Palette.series(look);
    }

    BasicStroke stroke(float width) {
        float[] dashes = DASHES[dash % DASHES.length];
        return dashes == null
                ? new BasicStroke(width, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND)
                : new BasicStroke(width, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 10, dashes, 0);
    }

    /** The marker around (0, 0). */
    Shape marker() {
        return switch (look % 5) {
            case 0 -> new Ellipse2D.Double(-3.4, -3.4, 6.8, 6.8);
            case 1 -> new Rectangle2D.Double(-3, -3, 6, 6);
            case 2 -> triangle();
            case 3 ->
                AffineTransform.getRotateInstance(Math.PI / 4)
                        .createTransformedShape(new Rectangle2D.Double(-2.9, -2.9, 5.8, 5.8));
            default -> AffineTransform.getRotateInstance(Math.PI).createTransformedShape(triangle());
        };
    }

    private static Shape triangle() {
        return AffineTransform.getScaleInstance(0.1, 0.1)
                .createTransformedShape(new Polygon(new int[] {-38, 38, 0}, new int[] {30, 30, -38}, 3));
    }
}
