package fwlstm.statistics;

import org.apache.commons.math3.stat.StatUtils;

/**
 * A quantity over a plane, from its values at some points: at any place their mean, with weights that fall with the
 * distance like a normal density (Nadaraya 1964, Watson 1964). The bandwidth along each axis follows Scott's rule in
 * two dimensions, s · n^(−1/6) with the standard deviation s of the points along it, so that the units of the axes do
 * not matter. The mean smooths over all that differs between the points but not in the plane.
 */
public final class KernelMean {
    /** Where all points are farther than this many bandwidths there is no mean. */
    private static final double REACH = 3;

    private final double[] x;
    private final double[] y;
    private final double[] values;
    private final double acrossBandwidth;
    private final double upBandwidth;

    /**
     * A mean of the values at points.
     *
     * @param x positions along one axis, at least two different ones
     * @param y positions along the other one, at least two different ones
     * @param values at these points
     */
    public KernelMean(double[] x, double[] y, double[] values) {
        this.x = x.clone();
        this.y = y.clone();
        this.values = values.clone();
        acrossBandwidth = bandwidth(x);
        upBandwidth = bandwidth(y);
    }

    private static double bandwidth(double[] at) {
        return Math.sqrt(StatUtils.variance(at)) * Math.pow(at.length, -1.0 / 6);
    }

    /** The mean at a place, NaN if it is far from all points. */
    public double at(double across, double up) {
        double sum = 0;
        double weights = 0;
        double nearest = Double.POSITIVE_INFINITY;
        for (int k = 0; k < values.length; k++) {
            double square = Math.pow((across - x[k]) / acrossBandwidth, 2) + Math.pow((up - y[k]) / upBandwidth, 2);
            double weight = Math.exp(-square / 2);
            sum += weight * values[k];
            weights += weight;
            nearest = Math.min(nearest, square);
        }
        return nearest > REACH * REACH ? Double.NaN : sum / weights;
    }
}
