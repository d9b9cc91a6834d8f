package fwlstm.statistics;

import java.util.Arrays;
import org.apache.commons.math3.special.Erf;

/**
 * The probability of each cell of a grid, estimated from the number of observations in each: a mixture of one kernel
 * for each observation, and a wide one with the weight of a single observation, so that no cell has probability 0.
 * Kernels and bandwidths are the ones of {@link PedAnova}.
 */
final class ParzenEstimator {
    /** The smallest bandwidth, in cells: 90 % of a kernel then lie in its cell. */
    private static final double LEAST_BANDWIDTH = 0.5 / 1.64;

    /** The quartiles of a normal distribution are this many standard deviations apart. */
    private static final double QUARTILES_APART = 1.34;

    private ParzenEstimator() {}

    /**
     * For cells in order: normal kernels around the observed cells, cut at both ends of the grid, and summed up over
     * each cell. The bandwidth follows Scott's rule, 1.059 · min(s, IQR / 1.34) · n^(−1/5).
     *
     * @param counts observations in each cell, at least one in total
     * @return probabilities; their sum is 1
     */
    static double[] ordered(int[] counts) {
        double[] mixture = new double[counts.length];
        double bandwidth = bandwidth(counts);
        for (int cell = 0; cell < counts.length; cell++) {
            if (counts[cell] > 0) {
                addNormal(mixture, counts[cell], cell, bandwidth);
            }
        }
        addNormal(mixture, 1, (counts.length - 1) / 2.0, counts.length);
        return shares(mixture);
    }

    /**
     * For cells without an order: the kernel of an observation has the weight 1 + 1/m at its own cell and 1/m at every
     * other one, where m is the number of different observed cells plus 1.
     *
     * @param counts observations of each choice, at least one in total
     * @return probabilities; their sum is 1
     */
    static double[] choices(int[] counts) {
        int n = Arrays.stream(counts).sum();
        double everywhere =
                1.0 / (1 + Arrays.stream(counts).filter(count -> count > 0).count());
        double kernel = 1 + counts.length * everywhere;
        return shares(Arrays.stream(counts)
                .mapToDouble(count -> (count + n * everywhere) / kernel + 1.0 / counts.length)
                .toArray());
    }

    private static void addNormal(double[] mixture, double weight, double mean, double bandwidth) {
        double[] below = new double[mixture.length + 1];
        for (int edge = 0; edge < below.length; edge++) {
            below[edge] = Erf.erf((edge - 0.5 - mean) / (bandwidth * Math.sqrt(2)));
        }
        double all = below[mixture.length] - below[0];
        for (int cell = 0; cell < mixture.length; cell++) {
            mixture[cell] += weight * (below[cell + 1] - below[cell]) / all;
        }
    }

    private static double bandwidth(int[] counts) {
        int n = Arrays.stream(counts).sum();
        double mean = 0;
        for (int cell = 0; cell < counts.length; cell++) {
            mean += (double) counts[cell] * cell / n;
        }
        double squares = 0;
        for (int cell = 0; cell < counts.length; cell++) {
            squares += counts[cell] * (cell - mean) * (cell - mean);
        }
        double deviation = Math.sqrt(squares / Math.max(1, n - 1));
        int quartiles = cellOf(counts, 3 * n / 4 + 1) - cellOf(counts, Math.max(1, n / 4));
        return Math.max(LEAST_BANDWIDTH, 1.059 * Math.min(deviation, quartiles / QUARTILES_APART) * Math.pow(n, -0.2));
    }

    /** The cell of the observation with this number, from 1, counted from the first cell on. */
    private static int cellOf(int[] counts, int number) {
        int cell = 0;
        for (int before = counts[0]; before < number; before += counts[cell]) {
            cell++;
        }
        return cell;
    }

    private static double[] shares(double[] weights) {
        double sum = Arrays.stream(weights).sum();
        return Arrays.stream(weights).map(weight -> weight / sum).toArray();
    }
}
