package fwlstm.statistics;

import java.util.Arrays;
import java.util.List;
import org.apache.commons.math3.stat.ranking.NaNStrategy;
import org.apache.commons.math3.stat.ranking.NaturalRanking;
import org.apache.commons.math3.stat.ranking.TiesStrategy;

/**
 * Ranks of alternatives that were measured under several conditions: 1 is the lowest; equal values share their mean.
 */
public final class MeanRanks {
    private MeanRanks() {}

    /**
     * The ranks under one condition.
     *
     * @param values one for each alternative, none NaN
     */
    public static double[] ranks(double[] values) {
        return new NaturalRanking(NaNStrategy.FAILED, TiesStrategy.AVERAGE).rank(values);
    }

    /**
     * The mean over conditions, for each alternative.
     *
     * @param ranks of all alternatives, for each condition; at least one
     */
    public static double[] of(List<double[]> ranks) {
        double[] means = new double[ranks.get(0).length];
        ranks.forEach(condition -> {
            for (int k = 0; k < means.length; k++) {
                means[k] += condition[k];
            }
        });
        return Arrays.stream(means).map(sum -> sum / ranks.size()).toArray();
    }
}
