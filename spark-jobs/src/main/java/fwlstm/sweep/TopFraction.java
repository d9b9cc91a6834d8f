package fwlstm.sweep;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;

/** The best fraction of a growing set, rounded down but at least a minimum. */
final class TopFraction<T> {
    private final int reduction;
    private final int atLeast;
    private final TreeSet<T> top;
    private final TreeSet<T> others;

    /** An empty set; the order has the best first, and no ties. */
    TopFraction(int reduction, int atLeast, Comparator<T> order) {
        this.reduction = reduction;
        this.atLeast = atLeast;
        top = new TreeSet<>(order);
        others = new TreeSet<>(order);
    }

    /** Adds one more; returns those that have become members of the best, best first. */
    List<T> add(T element) {
        List<T> risen = new ArrayList<>();
        T last = top.isEmpty() ? null : top.last();
        if (last != null && top.comparator().compare(element, last) < 0) {
            top.pollLast();
            others.add(last);
            top.add(element);
            risen.add(element);
        } else {
            others.add(element);
        }
        int size = top.size() + others.size();
        while (top.size() < Math.max(atLeast, size / reduction) && !others.isEmpty()) {
            T next = others.pollFirst();
            top.add(next);
            risen.add(next);
        }
        return risen;
    }
}
