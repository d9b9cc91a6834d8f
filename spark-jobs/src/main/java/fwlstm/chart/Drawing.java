package fwlstm.chart;

import java.awt.Graphics2D;
import java.awt.image.BufferedImage;

/**
 * Something that can be drawn: a chart, a legend, or a figure of several charts. Write it with {@link Svg} or {@link
 * Png}.
 */
public sealed interface Drawing
        permits LineChart,
                PointChart,
                ScatterChart,
                FrontChart,
                BarChart,
                HeatMap,
                ParallelCoordinates,
                Legend,
                Figure {
    /** Width in pixels at scale 1. */
    int width();

    /** Height in pixels at scale 1. */
    int height();

    /** Draws itself between (0, 0) and (width, height), without a background. */
    void draw(Graphics2D graphics);

    /** The drawing on white for notebooks, with two pixels of the image for one of the drawing. */
    default BufferedImage image() {
        return Png.image(this, 2);
    }
}
