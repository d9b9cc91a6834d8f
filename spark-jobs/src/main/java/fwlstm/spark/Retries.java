package fwlstm.spark;

import fwlstm.sweep.Assignment;
import fwlstm.sweep.WorkQueue;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * Failed assignments and their retries: each in its own job, and suspects while no other suspect runs. A pack is
 * retried as a pack while none of its trials is to blame; a pack of suspects is halved until the trial at fault is
 * alone.
 */
final class Retries {
    private final Attempts attempts;
    private final WorkQueue queue;
    private final boolean packs;
    private final Deque<Assignment> again = new ArrayDeque<>();
    private final Deque<List<Assignment>> suspects = new ArrayDeque<>();

    /**
     * @param queue takes assignments that can be trained in a pack again
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
    Optional<Group> next(boolean suspectRuns) {
        if (!again.isEmpty()) {
            return Optional.of(new Group(List.of(again.poll()), false));
        } else if (!suspects.isEmpty() && !suspectRuns) {
            return Optional.of(new Group(suspects.poll(), true));
        }
        return Optional.empty();
    }

    /** The trial threw, alone. Returns whether its attempts are used up; otherwise it is retried. */
    boolean threw(Assignment assignment) {
        attempts.threw(assignment.id());
        return isSpentOrTriedAgain(assignment);
    }

    /** The trial ran out of memory, alone in its pack. Returns the same. */
    boolean outOfMemory(Assignment assignment) {
        attempts.lost(assignment.id());
        return isSpentOrTriedAgain(assignment);
    }

    /** Something that the trial needs was missing. Returns the same. */
    boolean missed(Assignment assignment) {
        attempts.threw(assignment.id());
        if (!packs || attempts.areSpent(assignment.id()) || attempts.isSuspect(assignment.id())) {
            return isSpentOrTriedAgain(assignment);
        }
        queue.add(assignment);
        return false;
    }

    /**
     * The executor of a group was lost, or its GPU while it trained some of the group. Returns the trials whose
     * attempts are used up; the others are retried.
     */
    List<Assignment> lost(Group group, List<Assignment> lost) {
        if (group.isSuspect() && group.assignments().size() > 1) {
            int half = (lost.size() + 1) / 2;
            suspects.add(lost.subList(0, half));
            if (half < lost.size()) {
                suspects.add(lost.subList(half, lost.size()));
            }
            return List.of();
        }
        lost.forEach(assignment -> attempts.lost(assignment.id()));
        if (!packs || lost.size() == 1) {
            return lost.stream().filter(this::isSpentOrTriedAgain).toList();
        }
        List<Assignment> suspected = new ArrayList<>();
        for (Assignment assignment : lost) {
            if (attempts.isSuspect(assignment.id())) {
                suspected.add(assignment);
            } else {
                queue.add(assignment);
            }
        }
        if (!suspected.isEmpty()) {
            suspects.add(suspected);
        }
        return List.of();
    }

    private boolean isSpentOrTriedAgain(Assignment assignment) {
        if (attempts.areSpent(assignment.id())) {
            return true;
        } else if (attempts.isSuspect(assignment.id())) {
            suspects.add(List.of(assignment));
        } else {
            again.add(assignment);
        }
        return false;
    }
}
