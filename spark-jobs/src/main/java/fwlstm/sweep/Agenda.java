package fwlstm.sweep;

import java.util.List;

/** The work of a sweep. Hands out assignments as they become possible, and is told the result of each. */
public interface Agenda {
    /** Assignments that may be trained now and were not handed out before. */
    List<Assignment> due();

    /** An assignment has ended. */
    void ended(Assignment assignment, Standing standing);

    /**
     * The last assignments of trials that have not ended and will not resume; complete once nothing is left to train.
     */
    List<Assignment> stopped();

    /** Floating-point operations of assignments that are likely to become due later; for the time left. */
    double operationsToCome();

    /** Trains every trial once, to its end. */
    static Agenda of(List<Assignment> assignments) {
        return new Agenda() {
            private List<Assignment> due = assignments;

            @Override
            public List<Assignment> due() {
                List<Assignment> now = due;
                due = List.of();
                return now;
            }

            @Override
            public void ended(Assignment assignment, Standing standing) {
                // It has no consequences.
            }

            @Override
            public List<Assignment> stopped() {
                return List.of();
            }

            @Override
            public double operationsToCome() {
                return 0;
            }
        };
    }
}
