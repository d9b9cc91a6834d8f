package fwlstm.sweep;

import fwlstm.config.Trial;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Predicts how long assignments take: operations counted from shapes, times the seconds per operation that this very
 * sweep has shown so far, of the same shape if there are any, else of the same cell, else of all. Whatever makes trials
 * shorter or longer than the count says is learnt with it: caches, early stops, slow machines, the cost of recording.
 * Decides the order of work and the time left, never a result.
 */
public final class CostModel {
    /** What makes trials alike in speed. */
    private record Shape(String cell, int hidden, int steps, int batch) {
        static Shape of(Trial trial) {
            return new Shape(
                    trial.cell().name(),
                    trial.cell().layers().hidden(),
                    trial.task().steps(),
                    trial.train().batch());
        }
    }

    private static final class Observed {
        private double operations;
        private double seconds;
    }

    private static final String ALL = "";

    private final Map<Object, Observed> observed = new HashMap<>();
    private final double secondsPerOperation;

    /** @param typicalSpeed operations per second, before anything has been observed */
    public CostModel(double typicalSpeed) {
        secondsPerOperation = 1 / typicalSpeed;
    }

    /** Seconds on one core that an assignment will take, as far as is known. */
    public double seconds(Assignment assignment) {
        return secondsPerOperation(assignment) * assignment.cost();
    }

    /** The same of any number of operations. */
    public double seconds(double operations) {
        Observed all = observed.get(ALL);
        return operations * (all == null ? secondsPerOperation : all.seconds / all.operations);
    }

    /** Whether anything has been observed. */
    public boolean isCalibrated() {
        return observed.containsKey(ALL);
    }

    /** Learns from an assignment that took so many seconds. */
    public void observe(Assignment assignment, double seconds) {
        for (Object key : keys(assignment)) {
            Observed sum = observed.computeIfAbsent(key, k -> new Observed());
            sum.operations += assignment.cost();
            sum.seconds += seconds;
        }
    }

    private double secondsPerOperation(Assignment assignment) {
        return keys(assignment).stream()
                .filter(observed::containsKey)
                .map(observed::get)
                .mapToDouble(sum -> sum.seconds / sum.operations)
                .findFirst()
                .orElse(secondsPerOperation);
    }

    /** From the most to the least similar. */
    private static List<Object> keys(Assignment assignment) {
        Shape shape = Shape.of(assignment.trial());
        return List.of(shape, shape.cell, ALL);
    }
}
