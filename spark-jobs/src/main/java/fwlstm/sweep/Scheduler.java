package fwlstm.sweep;

import java.util.List;

/** The work of a sweep. Hands out items as they become possible, and is told the result of each. */
public interface Scheduler {
    /** Work items that may be trained now and were not handed out before. */
    List<WorkItem> due();

    /** An item has ended. */
    void ended(WorkItem item, RungScore standing);

    /**
     * The last items of trials that have not ended and will not resume; complete once nothing is left to train.
     */
    List<WorkItem> stopped();

    /** Floating-point operations of items that are likely to become due later; for the time left. */
    double operationsToCome();

    /** Trains every trial once, to its end. */
    static Scheduler of(List<WorkItem> items) {
        return new Scheduler() {
            private List<WorkItem> due = items;

            @Override
            public List<WorkItem> due() {
                List<WorkItem> now = due;
                due = List.of();
                return now;
            }

            @Override
            public void ended(WorkItem item, RungScore standing) {
                // It has no consequences.
            }

            @Override
            public List<WorkItem> stopped() {
                return List.of();
            }

            @Override
            public double operationsToCome() {
                return 0;
            }
        };
    }
}
