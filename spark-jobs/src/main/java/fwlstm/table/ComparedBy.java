package fwlstm.table;

import java.util.Collection;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.function.IntUnaryOperator;

/** The property by which networks count as the same size and are compared with each other. */
public enum ComparedBy {
    HIDDEN("hidden"),
    PARAMETERS("parameters (at most " + ComparedBy.TOLERANCE_PERCENT + " % apart)");

    private static final int TOLERANCE_PERCENT = 10;

    private final String text;

    ComparedBy(String text) {
        this.text = text;
    }

    /** For people. */
    String text() {
        return text;
    }

    /**
     * Maps numbers of parameters that count as the same to the smallest of them. The first class starts at the smallest
     * number of all, and each class contains the numbers at most a tenth larger than its first.
     */
    static IntUnaryOperator classes(Collection<Integer> parameters) {
        NavigableSet<Integer> first = new TreeSet<>();
        new TreeSet<>(parameters).forEach(count -> {
            if (first.isEmpty() || 100L * count > (100L + TOLERANCE_PERCENT) * first.last()) {
                first.add(count);
            }
        });
        return first::floor;
    }
}
