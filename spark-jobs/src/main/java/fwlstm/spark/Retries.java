package fwlstm.spark;

import fwlstm.sweep.WorkItem;
import fwlstm.sweep.WorkQueue;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * Failed items and their retries: each in its own job, and suspects while no other suspect runs. A pack is
 * retried as a pack while none of its trials is to blame; a pack of suspects is halved until the trial at fault is
 * alone.
 */
final class Retries {
    private final Attempts attempts;
    private final WorkQueue queue;
    private final boolean packs;
    private final Deque<WorkItem> again = new ArrayDeque<>();
    private final Deque<List<WorkItem>> suspects = new ArrayDeque<>();

    /**
     * @param queue takes items that can be trained in a pack again
     * @param packs whether there are packs
     */
    Retries(Attempts attempts, WorkQueue queue, boolean packs) {
        this.attempts = attempts;
        this.queue = queue;
        this.packs = packs;
    }

    /**
     * The next retry, if there is one.
     *
     * @param suspectRuns whether a suspect is running
     */
    Optional<JobGroup> next(boolean suspectRuns) {
        if (!again.isEmpty()) {
            return Optional.of(new JobGroup(List.of(again.poll()), false));
        } else if (!suspects.isEmpty() && !suspectRuns) {
            return Optional.of(new JobGroup(suspects.poll(), true));
        }
        return Optional.empty();
    }

    /** The trial threw, alone. Returns whether its attempts are used up; otherwise it is retried. */
    boolean threw(WorkItem item) {
        attempts.threw(item.id());
        return isExhaustedOrRetried(item);
    }

    /** The trial ran out of memory, alone in its pack. Returns the same. */
    boolean outOfMemory(WorkItem item) {
        attempts.lost(item.id());
        return isExhaustedOrRetried(item);
    }

    /** Something that the trial needs was missing. Returns the same. */
    boolean missed(WorkItem item) {
        attempts.threw(item.id());
        if (!packs || attempts.areExhausted(item.id()) || attempts.isSuspect(item.id())) {
            return isExhaustedOrRetried(item);
        }
        queue.add(item);
        return false;
    }

    /**
     * The executor of a group was lost, or its GPU while it trained some of the group. Returns the trials whose
     * attempts are used up; the others are retried.
     */
    List<WorkItem> lost(JobGroup group, List<WorkItem> lost) {
        if (group.isSuspect() && group.items().size() > 1) {
            int half = (lost.size() + 1) / 2;
            suspects.add(lost.subList(0, half));
            if (half < lost.size()) {
                suspects.add(lost.subList(half, lost.size()));
            }
            return List.of();
        }
        lost.forEach(item -> attempts.lost(item.id()));
        if (!packs || lost.size() == 1) {
            return lost.stream().filter(this::isExhaustedOrRetried).toList();
        }
        List<WorkItem> suspected = new ArrayList<>();
        for (WorkItem item : lost) {
            if (attempts.isSuspect(item.id())) {
                suspected.add(item);
            } else {
                queue.add(item);
            }
        }
        if (!suspected.isEmpty()) {
            suspects.add(suspected);
        }
        return List.of();
    }

    private boolean isExhaustedOrRetried(WorkItem item) {
        if (attempts.areExhausted(item.id())) {
            return true;
        } else if (attempts.isSuspect(item.id())) {
            suspects.add(List.of(item));
        } else {
            again.add(item);
        }
        return false;
    }
}
