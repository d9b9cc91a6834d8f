package fwlstm.sweep;

import fwlstm.config.TaskConfig;
import fwlstm.config.Trial;
import fwlstm.train.Cost;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Predicts how long assignments take, from the operations that their shapes call for and two things that this very sweep
 * has shown so far: the seconds an operation takes, with caches, slow machines and the recording in it, and the share of
 * their budgets that trials use before they stop. Decides the order of work and the time left, never a result.
 */
public final class CostModel {
    /** What makes trials alike in speed. */
    record Shape(String cell, int hidden, int steps, int batch) {
        static Shape of(Trial trial) {
            return new Shape(
                    trial.cell().name(),
                    trial.cell().layers().hidden(),
                    trial.task().steps(),
                    trial.train().batch());
        }
    }

    /** What makes trials alike in when they stop, too: all that the model tells apart but their costs. */
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
     * @param expected if it stops when others did
     * @param most if it goes on to the end of its budget
     */
    public record Prediction(double expected, double most) {}

    private static final String ALL = "";

    private final Map<Object, Observed> observed = new HashMap<>();
    private final double secondsPerOperation;

    /** @param typicalSpeed operations per second, before anything has been observed */
    public CostModel(double typicalSpeed) {
        secondsPerOperation = 1 / typicalSpeed;
    }

    /** How long an assignment will take. */
    public Prediction predict(Assignment assignment) {
        List<Object> keys = keys(assignment);
        double most = assignment.cost() * secondsPerOperation(keys);
        return new Prediction(most * share(keys), most);
    }

    /** Seconds on one core that an assignment is expected to take. */
    public double expected(Assignment assignment) {
        return predict(assignment).expected();
    }

    /** Seconds on one core for any number of operations. */
    public double seconds(double operations) {
        return operations * secondsPerOperation(List.of(ALL));
    }

    /** Whether it has been observed how long anything takes. */
    public boolean isCalibrated() {
        return observed.containsKey(ALL) && observed.get(ALL).operations > 0;
    }

    /**
     * Learns from an assignment that has ended.
     *
     * @param from updates that its trial had done when the clock started
     * @param updates that it has done in all
     * @param seconds since then
     */
    public void observe(Assignment assignment, int from, int updates, double seconds) {
        boolean trained = from < updates; // else its record was there
        double operations = trained ? Cost.of(assignment.trial(), from, updates) : 0;
        double share = Cost.of(assignment.trial(), assignment.from(), updates) / assignment.cost();
        for (Object key : keys(assignment)) {
            Observed sum = observed.computeIfAbsent(key, k -> new Observed());
            sum.operations += operations;
            sum.seconds += trained ? seconds : 0;
            sum.ended++;
            sum.shares += share;
        }
    }

    /** That of the most similar of which there is one. */
    private double secondsPerOperation(List<Object> keys) {
        return keys.stream()
                .map(observed::get)
                .filter(sum -> sum != null && sum.operations > 0)
                .mapToDouble(sum -> sum.seconds / sum.operations)
                .findFirst()
                .orElse(secondsPerOperation);
    }

    /**
     * The mean share of the similar, with that of the less similar as one more observation, and a whole budget as that of
     * no similarity: those that stop early are also the first to end, so a few say little of the others.
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
    private static List<Object> keys(Assignment assignment) {
        Problem problem = Problem.of(assignment.trial());
        return List.of(problem, problem.shape, problem.shape.cell, ALL);
    }
}
