package fwlstm.statistics;

import org.apache.commons.math3.distribution.TDistribution;

/** The 95 % confidence interval of a mean, by Student's t: mean ± t(0.975, n − 1) · std / √n. */
public final class ConfidenceInterval {
    private static final double UPPER_QUANTILE = 0.975;

    private ConfidenceInterval() {}

    /**
     * Half the width of the interval.
     *
     * @param n the number of values, at least 2
     * @param std their sample standard deviation (n − 1 in the denominator), at least 0
     * @return in the unit of {@code std}
     * @throws IllegalArgumentException if {@code n} or {@code std} is too small
     */
    public static double halfWidth(long n, double std) {
        if (n < 2 || !(std >= 0)) {
            throw new IllegalArgumentException("no interval of " + n + " values with standard deviation " + std);
        }
        // No random generator, since nothing is drawn from the distribution.
        return new TDistribution(null, n - 1).inverseCumulativeProbability(UPPER_QUANTILE) * std / Math.sqrt(n);
    }
}
