package fwlstm.spark;

import java.util.HashMap;
import java.util.Map;

/**
 * Counts failed attempts at trials and decides which trials are retried. A trial that throws is at fault itself. A
 * trial whose executor is lost may have killed it, or may only have run beside the one that did: from the second loss
 * on it is a suspect and runs while no other suspect does, and only then a further loss counts against it.
 */
final class Attempts {
    private static final int LOSSES_OF_A_SUSPECT = 2;

    private final int most;
    private final Map<String, Integer> failures = new HashMap<>();
    private final Map<String, Integer> losses = new HashMap<>();

    /** @param most the number of failures after which a trial is given up */
    Attempts(int most) {
        this.most = most;
    }

    /** The attempt at this trial threw. */
    void threw(String trialId) {
        failures.merge(trialId, 1, Integer::sum);
    }

    /** The executor was lost, or ran out of memory, during an attempt at this trial. */
    void lost(String trialId) {
        if (isSuspect(trialId)) {
            failures.merge(trialId, 1, Integer::sum);
        }
        losses.merge(trialId, 1, Integer::sum);
    }

    boolean isSuspect(String trialId) {
        return losses.getOrDefault(trialId, 0) >= LOSSES_OF_A_SUSPECT;
    }

    /** Whether this trial has used up its attempts. */
    boolean areExhausted(String trialId) {
        return failures.getOrDefault(trialId, 0) >= most;
    }

    /** The number of attempts before the next one. */
    int before(String trialId) {
        return failures.getOrDefault(trialId, 0) + Math.min(losses.getOrDefault(trialId, 0), LOSSES_OF_A_SUSPECT);
    }
}
