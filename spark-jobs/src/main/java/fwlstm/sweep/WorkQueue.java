package fwlstm.sweep;

import fwlstm.config.Trial;
import fwlstm.train.PackShape;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;

/**
 * Waiting items: promoted ones first, then the longest, so that no long trial remains at the end while other
 * cores are idle. The order follows the cost model as it learns.
 */
public final class WorkQueue {
    /**
     * Work items that the cost model cannot distinguish.
     *
     * @param pack what the trials of a pack must have in common; null if trials are trained one by one
     */
    private record Kind(int rung, double cost, CostModel.Problem problem, Lockstep pack) {}

    /** What items must have in common to be trained in one pack. */
    private record Lockstep(PackShape shape, int from, int until) {}

    private final CostModel model;
    private final ToIntFunction<Trial> packWidth;
    private final Map<Kind, ArrayDeque<WorkItem>> waiting = new LinkedHashMap<>();
    private int size;

    /** A queue of trials that are trained one by one. */
    public WorkQueue(CostModel model) {
        this(model, null);
    }

    /**
     * A queue of trials that are trained in packs.
     *
     * @param packWidth the largest number of trials of the same {@link PackShape} in a pack, from 1
     */
    public WorkQueue(CostModel model, ToIntFunction<Trial> packWidth) {
        this.model = model;
        this.packWidth = packWidth;
    }

    public void add(WorkItem item) {
        waiting.computeIfAbsent(kind(item), kind -> new ArrayDeque<>()).add(item);
        size++;
    }

    private Kind kind(WorkItem a) {
        Trial trial = a.trial();
        return new Kind(
                a.rung(),
                a.cost(),
                CostModel.Problem.of(trial),
                packWidth == null ? null : new Lockstep(PackShape.of(trial), a.from(), a.until()));
    }

    public boolean isEmpty() {
        return size == 0;
    }

    public int size() {
        return size;
    }

    /** Predicted seconds of all waiting items, on one core. */
    public double seconds() {
        return waiting.values().stream()
                .mapToDouble(kind -> kind.size() * model.expected(kind.peek()))
                .sum();
    }

    /**
     * Takes at least one item, and more while they are predicted to take no longer than {@code seconds} together.
     */
    public List<WorkItem> take(double seconds, int most) {
        List<WorkItem> taken = new ArrayList<>();
        double sum = 0;
        while (size > 0 && taken.size() < most) {
            Map.Entry<Kind, ArrayDeque<WorkItem>> next = next();
            double each = model.expected(next.getValue().peek());
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

    /**
     * Takes items for one pack: as many as it can hold, but leaving some for the other free slots.
     *
     * @param free idle slots
     */
    public List<WorkItem> takePack(int free) {
        Map.Entry<Kind, ArrayDeque<WorkItem>> next = next();
        ArrayDeque<WorkItem> alike = next.getValue();
        int others = waiting.values().stream()
                .filter(queue -> queue != alike)
                .mapToInt(this::packs)
                .sum();
        int share = Math.max(1, free - others);
        int count = Math.min(width(alike), ceiling(alike.size(), share));
        List<WorkItem> taken = new ArrayList<>();
        for (int k = 0; k < count; k++) {
            taken.add(alike.poll());
        }
        size -= count;
        if (alike.isEmpty()) {
            waiting.remove(next.getKey());
        }
        return taken;
    }

    private int packs(ArrayDeque<WorkItem> alike) {
        return ceiling(alike.size(), width(alike));
    }

    private int width(ArrayDeque<WorkItem> alike) {
        return packWidth.applyAsInt(alike.peek().trial());
    }

    private static int ceiling(int number, int divisor) {
        return (number + divisor - 1) / divisor;
    }

    private Map.Entry<Kind, ArrayDeque<WorkItem>> next() {
        return waiting.entrySet().stream()
                .max(Comparator.comparingInt((Map.Entry<Kind, ArrayDeque<WorkItem>> e) -> e.getKey().rung)
                        .thenComparingDouble(e -> model.expected(e.getValue().peek())))
                .orElseThrow();
    }
}
