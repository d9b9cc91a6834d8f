package fwlstm.statistics;

import java.util.Arrays;
import java.util.Collection;
import org.apache.commons.math3.stat.StatUtils;

/**
 * A multiset of numbers, without an order: every sum runs from the smallest to the largest. Results thus have the same
 * bits in whatever order the numbers were read, from any number of files, on any number of cores.
 */
public final class Values {
    private final double[] ascending;

    private Values(double[] ascending) {
        this.ascending = ascending;
    }

    /** Some numbers, none of them null. */
    public static Values of(Collection<? extends Number> numbers) {
        double[] ascending = numbers.stream().mapToDouble(Number::doubleValue).toArray();
        Arrays.sort(ascending);
        return new Values(ascending);
    }

    public int n() {
        return ascending.length;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Values values && Arrays.equals(ascending, values.ascending);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(ascending);
    }

    /** Their sum; 0 of none. */
    public double sum() {
        return StatUtils.sum(ascending);
    }

    /** Their mean; null of none. */
    public Double mean() {
        return n() == 0 ? null : Double.valueOf(StatUtils.mean(ascending));
    }

    /**
     * Their sample standard deviation, n − 1 in the denominator, computed in two passes; null if there are fewer than
     * two.
     */
    public Double std() {
        return n() < 2 ? null : Double.valueOf(Math.sqrt(StatUtils.variance(ascending)));
    }

    /** The smallest; null of none. */
    public Double least() {
        return n() == 0 ? null : Double.valueOf(ascending[0]);
    }

    /** The largest; null of none. */
    public Double most() {
        return n() == 0 ? null : Double.valueOf(ascending[n() - 1]);
    }

    /** The middle one, or the mean of the two in the middle; null of none. */
    public Double median() {
        int half = n() / 2;
        if (n() == 0) {
            return null;
        }
        return n() % 2 == 1 ? ascending[half] : (ascending[half - 1] + ascending[half]) / 2;
    }

    /**
     * Half the width of the 95 % confidence interval of the mean; null if there are fewer than two.
     *
     * @see ConfidenceInterval
     */
    public Double halfWidth() {
        return n() < 2 ? null : Double.valueOf(ConfidenceInterval.halfWidth(n(), std()));
    }
}
