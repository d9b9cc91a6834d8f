package fwlstm.statistics;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;

/**
 * The importance of each setting of a search for being among the best: PED-ANOVA (Watanabe, Bansal, Hutter: PED-ANOVA:
 * Efficiently Quantifying Hyperparameter Importance in Arbitrary Subspaces, IJCAI 2023, <a
 * href="https://arxiv.org/abs/2304.10255">arXiv:2304.10255</a>). A setting is important if its values among the best
 * configurations are distributed unlike its values among all: the importance is proportional to the Pearson divergence
 * Σ q (p / q − 1)² of the probabilities p of its values among the best from those among all, q, both from a {@link
 * ParzenEstimator}. It depends on the order of the scores only, and not on the order of the configurations. The choices
 * that the paper leaves open are Optuna's, but for the number of the best, which Optuna advises to be at least five.
 */
public final class PedAnova {
    /** The number of cells of the grid for real numbers. */
    public static final int CELLS = 50;

    private static final double BEST_SHARE = 0.1;
    private static final int LEAST_BEST = 5;

    private PedAnova() {}

    /** The values of a setting, one for each configuration. */
    public sealed interface Setting {
        /** The cell of each value, from 0. */
        int[] at();

        /** The number of cells. */
        int cells();

        /** The probability of each cell, from the number of values in each. */
        double[] density(int[] counts);
    }

    /**
     * Numbers.
     *
     * @param positions linear in the number, or in its logarithm; at least two different ones
     * @param cells the number of cells from the least to the largest, at least 2: each number is in the nearest
     */
    public record Ordered(double[] positions, int cells) implements Setting {
        @Override
        public int[] at() {
            double least = DoubleStream.of(positions).min().orElseThrow();
            double most = DoubleStream.of(positions).max().orElseThrow();
            double step = (most - least) / (cells - 1);
            return Arrays.stream(positions)
                    .mapToInt(position -> (int) Math.max(0, Math.ceil((position - least) / step - 0.5)))
                    .toArray();
        }

        @Override
        public double[] density(int[] counts) {
            return ParzenEstimator.ordered(counts);
        }
    }

    /**
     * Values without an order.
     *
     * @param at the number of each value, from 0
     * @param cells the number of different values, at least 2
     */
    public record Choices(int[] at, int cells) implements Setting {
        @Override
        public double[] density(int[] counts) {
            return ParzenEstimator.choices(counts);
        }
    }

    /**
     * Which configurations are the best: a tenth of them, rounded up, and at least five; more if the last of these has
     * the same score as others.
     *
     * @param scores the higher the better, at least five, none NaN
     */
    public static boolean[] best(double[] scores) {
        double[] ascending = scores.clone();
        Arrays.sort(ascending);
        int number = Math.max(LEAST_BEST, (int) Math.ceil(BEST_SHARE * scores.length));
        double lowest = ascending[scores.length - number];
        boolean[] best = new boolean[scores.length];
        for (int k = 0; k < scores.length; k++) {
            best[k] = scores[k] >= lowest;
        }
        return best;
    }

    /**
     * The importance of each setting.
     *
     * @param scores one for each configuration, the higher the better, at least five, none NaN
     * @param settings with a value for each configuration
     * @return shares, their sum is 1; empty if the best do not differ from all, as when all have the same score
     */
    public static Optional<double[]> importances(double[] scores, List<? extends Setting> settings) {
        boolean[] best = best(scores);
        double[] divergences = settings.stream()
                .mapToDouble(setting -> divergence(best, setting))
                .toArray();
        double sum = Arrays.stream(divergences).sum();
        return sum > 0
                ? Optional.of(Arrays.stream(divergences)
                        .map(divergence -> divergence / sum)
                        .toArray())
                : Optional.empty();
    }

    private static double divergence(boolean[] best, Setting setting) {
        int[] at = setting.at();
        int[] ofBest = new int[setting.cells()];
        int[] ofAll = new int[setting.cells()];
        for (int k = 0; k < at.length; k++) {
            ofAll[at[k]]++;
            if (best[k]) {
                ofBest[at[k]]++;
            }
        }
        double[] p = setting.density(ofBest);
        double[] q = setting.density(ofAll);
        double divergence = 0;
        for (int cell = 0; cell < p.length; cell++) {
            divergence += q[cell] * Math.pow(p[cell] / q[cell] - 1, 2);
        }
        return divergence;
    }
}
