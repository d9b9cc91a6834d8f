package fwlstm.sweep;

import fwlstm.train.Status;
import java.util.Collection;

/**
 * The score of a trial, or of a configuration over its seeds, at a rung.
 *
 * @param finished whether there is nothing more to train: it has ended by itself, at its target accuracy or by early
 *     stopping, or is broken
 * @param broken whether it, or one of its seeds, has diverged or failed
 * @param accuracy best validation accuracy so far, 0 to 1; for a configuration the mean over its seeds; meaningless if
 *     broken
 * @param loss validation loss at that evaluation; for a configuration the mean over its seeds; meaningless if broken
 */
public record RungScore(boolean finished, boolean broken, double accuracy, double loss) {
    public RungScore {
        if (!broken && !(accuracy >= 0 && accuracy <= 1)) {
            throw new IllegalArgumentException("accuracy must be from 0 to 1, is " + accuracy);
        }
    }

    /** The score in a trial's record; accuracy and loss are null if it was never evaluated. */
    public static RungScore of(Status status, Double accuracy, Double loss) {
        boolean broken = status == Status.DIVERGED || status == Status.FAILED;
        return new RungScore(
                status != Status.STOPPED, broken, accuracy == null ? 0 : accuracy, loss == null ? 0 : loss);
    }

    /** The score of a configuration, from the scores of its seeds in a fixed order. */
    static RungScore mean(Collection<RungScore> seeds) {
        return new RungScore(
                seeds.stream().allMatch(RungScore::finished),
                seeds.stream().anyMatch(RungScore::broken),
                mean(seeds.stream().mapToDouble(RungScore::accuracy).toArray()),
                mean(seeds.stream().mapToDouble(RungScore::loss).toArray()));
    }

    private static double mean(double[] values) {
        double sum = 0; // a plain sum in the given order, which determines its bits
        for (double value : values) {
            sum += value;
        }
        return sum / values.length;
    }
}
