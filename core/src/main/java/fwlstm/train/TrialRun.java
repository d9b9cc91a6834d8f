package fwlstm.train;

import fwlstm.config.TrainConfig;
import fwlstm.config.Trial;
import fwlstm.model.ParameterSpec;
import fwlstm.model.Score;
import fwlstm.task.Dataset;
import java.util.ArrayList;
import java.util.List;

/** The course of one trial so far, and the decision whether it continues. */
final class TrialRun {
    private static final double[] MILESTONES = {0.50, 0.90, 0.95, 0.99};

    final Trial trial;
    final List<CurvePoint> curve = new ArrayList<>();
    final Integer[] milestones = new Integer[MILESTONES.length];
    int update; // those up to the last evaluation
    double bestAccuracy = -1;
    int bestUpdate;
    double bestLoss;
    int evaluationsSinceBest;
    private int updatesSince; // the last evaluation
    private double lossSum; // of these updates
    private boolean diverged;

    TrialRun(Trial trial) {
        this.trial = trial;
    }

    /** Whether there is more to train. */
    boolean isLive() {
        TrainConfig train = trial.train();
        boolean target = train.stopAccuracy() != null && bestAccuracy >= train.stopAccuracy();
        return !diverged && update < train.updates() && !target && !isOutOfPatience();
    }

    /** Whether there is more to train before {@code until} updates. */
    boolean isLive(int until) {
        return isLive() && update < until;
    }

    /** Updates from the last evaluation to the next. */
    private int interval() {
        TrainConfig train = trial.train();
        return Math.min(train.evaluateEvery() - update % train.evaluateEvery(), train.updates() - update);
    }

    /** Updates until the next evaluation. */
    int untilEvaluation() {
        return interval() - updatesSince;
    }

    /** Updates done, including those since the last evaluation. */
    int updatesDone() {
        return update + updatesSince;
    }

    /** The sum of the training losses since the last evaluation, in nats. */
    double lossSum() {
        return lossSum;
    }

    /**
     * Adds updates, at most up to the next evaluation.
     *
     * @param lossSum that of all updates since the last evaluation
     */
    void trained(int updates, double lossSum) {
        updatesSince += updates;
        this.lossSum = lossSum;
    }

    /** Adds the evaluation that is due; returns whether it is the best so far. */
    boolean evaluated(Score validation, double seconds) {
        return evaluated(updatesSince, lossSum / updatesSince, validation, seconds);
    }

    /**
     * Ends the trial: its training loss became NaN or infinite, which a trial alone would report at its next
     * evaluation.
     */
    void diverged(double seconds) {
        diverged(interval(), Double.NaN, seconds);
    }

    /** Adds an evaluation after {@code updates} more updates; returns whether it is the best so far. */
    boolean evaluated(int updates, double trainLoss, Score validation, double seconds) {
        double loss = validation.loss();
        if (!Double.isFinite(loss)) {
            diverged(updates, trainLoss, seconds);
            return false;
        }
        double accuracy = validation.accuracy();
        passed(updates);
        curve.add(new CurvePoint(update, epoch(), finite(trainLoss), loss, accuracy, seconds));
        for (int k = 0; k < MILESTONES.length; k++) {
            if (milestones[k] == null && accuracy >= MILESTONES[k]) {
                milestones[k] = update;
            }
        }
        evaluationsSinceBest++;
        if (accuracy <= bestAccuracy) {
            return false;
        }
        bestAccuracy = accuracy;
        bestUpdate = update;
        bestLoss = loss;
        evaluationsSinceBest = 0;
        return true;
    }

    private void passed(int updates) {
        update += updates;
        updatesSince = 0;
        lossSum = 0;
    }

    /** Ends the trial: its loss became NaN or infinite. */
    private void diverged(int updates, double trainLoss, double seconds) {
        passed(updates);
        diverged = true;
        curve.add(new CurvePoint(update, epoch(), finite(trainLoss), null, null, seconds));
    }

    /** The result if training stops here, without using the test set. */
    TrialResult stopped() {
        return result(Status.STOPPED, null);
    }

    /**
     * The result, given the test score of the best parameters, or null for a diverged trial. A test loss that is NaN or
     * infinite is divergence too, on sequences that validation did not have.
     */
    TrialResult result(Score score) {
        Score test = score != null && Double.isFinite(score.loss()) ? score : null;
        return result(test == null ? Status.DIVERGED : Status.DONE, test);
    }

    private TrialResult result(Status status, Score test) {
        boolean evaluated = bestAccuracy >= 0;
        return new TrialResult(
                status,
                ParameterSpec.count(trial.cell()),
                update,
                evaluated ? bestAccuracy : null,
                evaluated ? bestUpdate : null,
                evaluated ? bestLoss : null,
                test == null ? null : test.accuracy(),
                test == null ? null : test.error(),
                test == null ? null : test.loss(),
                milestones[0],
                milestones[1],
                milestones[2],
                milestones[3],
                null);
    }

    boolean hasDiverged() {
        return diverged;
    }

    private boolean isOutOfPatience() {
        TrainConfig train = trial.train();
        if (train.patience() == null || evaluationsSinceBest < train.patience()) {
            return false;
        }
        return train.patienceOnPlateau() || !trial.task().isOnPlateau(bestAccuracy);
    }

    private double epoch() {
        return (double) update
                / Dataset.updatesPerEpoch(trial.data(), trial.train().batch());
    }

    private static Double finite(double x) {
        return Double.isFinite(x) ? x : null;
    }
}
