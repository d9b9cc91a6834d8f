package fwlstm.spark;

import java.util.HashMap;
import java.util.Map;

/**
 * Counts failed attempts at trials and decides who may try again. A trial that throws is to blame itself. A trial whose
 * executor is lost may be the one that killed it, or may only have run beside that one: from the second loss on it is a
 * suspect, to be tried while no other suspect is, and only then a further loss counts against it.
 */
final class Attempts {
    private static final int LOSSES_OF_A_SUSPECT = 2;

    private final int most;
    private final Map<String, Integer> failures = new HashMap<>();
    private final Map<String, Integer> losses = new HashMap<>();

    /** @param most failures after which a trial is given up */
    Attempts(int most) {
        this.most = most;
    }

    /** The attempt at this trial threw. */
    void threw(String trialId) {
        failures.merge(trialId, 1, Integer::sum);
    }

    /** The executor was lost, or its memory spent, under an attempt at this trial. */
    void lost(String trialId) {
        if (isSuspect(trialId)) {
            failures.merge(trialId, 1, Integer::sum);
        }
        losses.merge(trialId, 1, Integer::sum);
    }

    boolean isSuspect(String trialId) {
        return losses.getOrDefault(trialId, 0) >= LOSSES_OF_A_SUSPECT;
    }

    /** Whether this trial has failed as often as it may. */
    boolean areSpent(String trialId) {
        return failures.getOrDefault(trialId, 0) >= most;
    }

    /** Attempts that were made before the next one. */
    int before(String trialId) {
        return failures.getOrDefault(trialId, 0) + Math.min(losses.getOrDefault(trialId, 0), LOSSES_OF_A_SUSPECT);
    }
}
