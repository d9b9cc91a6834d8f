package fwlstm.statistics;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.apache.commons.math3.stat.StatUtils;
import org.apache.commons.math3.stat.inference.TTest;

/**
 * A paired t-test, two-sided: whether two samples, paired by seed, have different means. The t-test is used and not
 * Wilcoxon's signed-rank test, since the latter cannot reach 5 % with the usual five seeds: its smallest two-sided p
 * with five pairs is 2/2⁵ = 0.0625. The t-test assumes that differences are approximately normal; test errors are means
 * over thousands of sequences.
 *
 * @param n the number of seeds in both samples
 * @param difference mean of second minus first over these seeds, in the unit of the samples
 * @param p probability of a difference at least as large if there were none, 0 to 1
 */
public record PairedTest(int n, double difference, double p) {
    /** With fewer pairs hardly any difference is significant, and their distribution is unknown. */
    public static final int LEAST_PAIRS = 3;

    /**
     * Compares two samples of values by seed on the seeds that they share.
     *
     * @return empty if they share fewer than {@link #LEAST_PAIRS}
     */
    public static Optional<PairedTest> of(Map<Long, Double> first, Map<Long, Double> second) {
        TreeSet<Long> shared = new TreeSet<>(first.keySet());
        shared.retainAll(second.keySet());
        if (shared.size() < LEAST_PAIRS) {
            return Optional.empty();
        }
        double[] x = shared.stream().mapToDouble(first::get).toArray();
        double[] y = shared.stream().mapToDouble(second::get).toArray();
        double difference = StatUtils.meanDifference(y, x);
        double p = Arrays.equals(x, y) ? 1 : new TTest().pairedTTest(x, y); // for equal samples t would be 0/0
        return Optional.of(new PairedTest(x.length, difference, p));
    }
}
