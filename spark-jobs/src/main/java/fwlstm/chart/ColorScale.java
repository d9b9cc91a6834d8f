package fwlstm.chart;

import java.awt.Color;
import java.awt.Paint;
import java.util.Arrays;
import java.util.stream.DoubleStream;
import org.jfree.chart.renderer.PaintScale;

/**
 * The meaning of colours.
 *
 * @param label the coloured quantity, with its unit
 * @param kind the colours
 * @param low the value of the first colour; lower values have it too
 * @param high the value of the last colour; higher values have it too
 */
public record ColorScale(String label, Kind kind, double low, double high) {
    /** The colours of a scale. */
    public enum Kind {
        /** For amounts: viridis, darker for more. */
        SEQUENTIAL,
        /** For deviations: blue below the middle, red above. */
        DIVERGING
    }

    public ColorScale {
        if (!(low < high)) {
            throw new IllegalArgumentException(
                    "colour scale from " + low + " to " + high + "; allowed: low below high");
        }
    }

    /** Amounts, from the smallest of these values to the largest; values that are not finite are ignored. */
    public static ColorScale amounts(String label, DoubleStream values) {
        double[] finite = values.filter(Double::isFinite).sorted().toArray();
        double low = finite.length == 0 ? 0 : finite[0];
        double high = finite.length == 0 ? 1 : finite[finite.length - 1];
        return new ColorScale(
                label, Kind.SEQUENTIAL, low, high > low ? high : low + Math.max(1e-6, Math.abs(low) * 0.01));
    }

    /** Deviations from 0, symmetric, that include all values of a matrix. */
    public static ColorScale deviations(String label, double[][] values) {
        double most = Arrays.stream(values)
                .flatMapToDouble(Arrays::stream)
                .filter(Double::isFinite)
                .map(Math::abs)
                .max()
                .orElse(1);
        return new ColorScale(label, Kind.DIVERGING, most > 0 ? -most : -1, most > 0 ? most : 1);
    }

    /** The colour of a value. */
    Color color(double value) {
        double share = (value - low) / (high - low);
        return kind == Kind.SEQUENTIAL ? Palette.amountOf(share) : Palette.deviationOf(share);
    }

    PaintScale paintScale() {
        return new PaintScale() {
            @Override
            public double getLowerBound() {
                return low;
            }

            @Override
            public double getUpperBound() {
                return high;
            }

            @Override
            public Paint getPaint(double value) {
                return color(value);
            }
        };
    }
}
