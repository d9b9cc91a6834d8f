package fwlstm.sweep;

import fwlstm.config.TaskConfig;
import fwlstm.config.Trial;
import fwlstm.train.FlopCount;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Predicts the duration of items from their FLOPs and two measurements of the same sweep: the seconds per
 * operation, which include caches, slow machines and recording, and the share of their budgets that trials use before
 * they stop. It affects the order of work and the predicted time left, never a result.
 */
public final class CostModel {
    /** The properties by which trials are alike in speed. */
    record Shape(String cell, int hidden, int steps, int batch) {
        static Shape of(Trial trial) {
            return new Shape(
                    trial.cell().name(),
                    trial.cell().layers().hidden(),
                    trial.task().steps(),
                    trial.train().batch());
        }
    }

    /**
     * The properties by which trials are also alike in when they stop: everything that the model distinguishes except
     * costs.
     */
    record Problem(TaskConfig task, Shape shape) {
        static Problem of(Trial trial) {
            return new Problem(trial.task(), Shape.of(trial));
        }
    }

    private static final class Observed {
        private double operations;
        private double seconds;
        private int ended;
        private double shares;
    }

    /**
     * Seconds on one core.
     *
     * @param expected if it stops when similar ones did
     * @param most if it uses its whole budget
     */
    public record Prediction(double expected, double most) {}

    private static final String ALL = "";

    private final Map<Object, Observed> observed = new HashMap<>();
    private final double secondsPerOperation;

    /** @param typicalSpeed operations per second, before anything has been observed */
    public CostModel(double typicalSpeed) {
        secondsPerOperation = 1 / typicalSpeed;
    }

    /** The predicted duration of an item. */
    public Prediction predict(WorkItem item) {
        List<Object> keys = keys(item);
        double most = item.cost() * secondsPerOperation(keys);
        return new Prediction(most * share(keys), most);
    }

    /** The expected seconds of an item on one core. */
    public double expected(WorkItem item) {
        return predict(item).expected();
    }

    /** Seconds on one core for any number of operations. */
    public double seconds(double operations) {
        return operations * secondsPerOperation(List.of(ALL));
    }

    /** Whether any duration has been observed. */
    public boolean isCalibrated() {
        return observed.containsKey(ALL) && observed.get(ALL).operations > 0;
    }

    /**
     * Learns from a completed item.
     *
     * @param from updates of its trial when the clock started
     * @param its updates in total
     * @param seconds since then
     */
    public void observe(WorkItem item, int from, int updates, double seconds) {
        boolean trained = from < updates; // else its record existed already
        double operations = trained ? FlopCount.of(item.trial(), from, updates) : 0;
        double share = FlopCount.of(item.trial(), item.from(), updates) / item.cost();
        for (Object key : keys(item)) {
            Observed sum = observed.computeIfAbsent(key, k -> new Observed());
            sum.operations += operations;
            sum.seconds += trained ? seconds : 0;
            sum.ended++;
            sum.shares += share;
        }
    }

    /** The value of the most similar ones that have one. */
    private double secondsPerOperation(List<Object> keys) {
        return keys.stream()
                .map(observed::get)
                .filter(sum -> sum != null && sum.operations > 0)
                .mapToDouble(sum -> sum.seconds / sum.operations)
                .findFirst()
                .orElse(secondsPerOperation);
    }

    /**
     * The mean share of similar trials, with the mean of less similar ones as one more observation, and a whole budget
     * if there are none: trials that stop early are also the first to end, so a few say little about the others.
     */
    private double share(List<Object> keys) {
        double share = 1;
        for (int k = keys.size() - 1; k >= 0; k--) {
            Observed sum = observed.get(keys.get(k));
            if (sum != null) {
                share = (sum.shares + share) / (sum.ended + 1);
            }
        }
        return share;
    }

    /** From the most to the least similar. */
    private static List<Object> keys(WorkItem item) {
        Problem problem = Problem.of(item.trial());
        return List.of(problem, problem.shape, problem.shape.cell, ALL);
    }
}
