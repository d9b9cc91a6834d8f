package fwlstm.spark;

import fwlstm.sweep.WorkItem;
import java.util.List;

/** Work items of one Spark job: on GPUs those of a pack. Groups are compared by identity. */
final class JobGroup {
    private final List<WorkItem> items;
    private final boolean suspect;

    /** @param suspect whether this may be the group that kills executors */
    JobGroup(List<WorkItem> items, boolean suspect) {
        this.items = items;
        this.suspect = suspect;
    }

    List<WorkItem> items() {
        return items;
    }

    boolean isSuspect() {
        return suspect;
    }

    /** For people. */
    String label() {
        String first = items.get(0).label();
        int more = items.size() - 1;
        return more == 0 ? first : first + " and " + more + " more";
    }
}
