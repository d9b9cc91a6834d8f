package fwlstm.spark;

import fwlstm.sweep.Assignment;
import java.util.List;

/** Assignments of one Spark job: on GPUs those of a pack. Groups are compared by identity. */
final class Group {
    private final List<Assignment> assignments;
    private final boolean suspect;

    /** @param suspect whether this may be the group that kills executors */
    Group(List<Assignment> assignments, boolean suspect) {
        this.assignments = assignments;
        this.suspect = suspect;
    }

    List<Assignment> assignments() {
        return assignments;
    }

    boolean isSuspect() {
        return suspect;
    }

    /** For people. */
    String label() {
        String first = assignments.get(0).label();
        int more = assignments.size() - 1;
        return more == 0 ? first : first + " and " + more + " more";
    }
}
