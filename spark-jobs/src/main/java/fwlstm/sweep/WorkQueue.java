package fwlstm.sweep;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Assignments that wait: what a search has promoted first, then the longest, so that no long trial is left over at the
 * end while other cores idle. The order follows the cost model as it learns.
 */
public final class WorkQueue {
    /** Assignments that the cost model cannot tell apart. */
    private record Kind(int rung, double cost, String cell, int hidden) {
        static Kind of(Assignment a) {
            return new Kind(
                    a.rung(),
                    a.cost(),
                    a.trial().cell().name(),
                    a.trial().cell().layers().hidden());
        }
    }

    private final CostModel model;
    private final Map<Kind, ArrayDeque<Assignment>> waiting = new LinkedHashMap<>();
    private int size;

    public WorkQueue(CostModel model) {
        this.model = model;
    }

    public void add(Assignment assignment) {
        waiting.computeIfAbsent(Kind.of(assignment), kind -> new ArrayDeque<>()).add(assignment);
        size++;
    }

    public boolean isEmpty() {
        return size == 0;
    }

    public int size() {
        return size;
    }

    /** Predicted seconds of all that waits, on one core. */
    public double seconds() {
        return waiting.values().stream()
                .mapToDouble(kind -> kind.size() * model.seconds(kind.peek()))
                .sum();
    }

    /** Takes at least one assignment, and more while they are predicted to take no longer than {@code seconds} together. */
    public List<Assignment> take(double seconds, int most) {
        List<Assignment> taken = new ArrayList<>();
        double sum = 0;
        while (size > 0 && taken.size() < most) {
            Map.Entry<Kind, ArrayDeque<Assignment>> next = waiting.entrySet().stream()
                    .max(Comparator.comparingInt((Map.Entry<Kind, ArrayDeque<Assignment>> e) -> e.getKey().rung)
                            .thenComparingDouble(e -> model.seconds(e.getValue().peek())))
                    .orElseThrow();
            double each = model.seconds(next.getValue().peek());
            if (!taken.isEmpty() && sum + each > seconds) {
                break;
            }
            do {
                taken.add(next.getValue().poll());
                size--;
                sum += each;
            } while (!next.getValue().isEmpty() && taken.size() < most && sum + each <= seconds);
            if (next.getValue().isEmpty()) {
                waiting.remove(next.getKey());
            }
        }
        return taken;
    }
}
