package fwlstm.sweep;

import fwlstm.config.TaskConfig;
import java.util.Comparator;

/**
 * Who goes on from a rung: one of every so many, the best; and of those still on the guessing plateau one of every so many,
 * that with the lowest loss, whatever the others have reached. Accuracy waits on the plateau and then jumps, so that
 * before the jump it tells nothing: all on the plateau count as equal, and late bloomers keep a share of their own, which
 * changes nothing where all or none are on the plateau.
 *
 * <p>With the default rungs and reduction 3, simulated searches over 64 configurations took 25 to 33 % of the updates of
 * training all to the end, whether most left the plateau early, late or never, and 24 % without the share of late
 * bloomers; where late ones were the best, these were lost half as often as without.
 *
 * @param reduction one of so many goes on, rounded down; the best one always
 * @param plateauReduction one of so many on the plateau goes on, rounded down
 * @param task says which accuracies are on the plateau
 */
record PromotionRule(int reduction, int plateauReduction, TaskConfig task) {
    /** The rule for a task: the same reduction on the plateau as for all. */
    static PromotionRule of(Search.Asha asha, TaskConfig task) {
        return new PromotionRule(asha.reduction(), asha.reduction(), task);
    }

    /** A configuration and how it stands. */
    record Candidate(Configuration configuration, Standing standing) {}

    boolean isOnPlateau(Candidate candidate) {
        return !candidate.standing.broken() && task.isOnPlateau(candidate.standing.accuracy());
    }

    /** Best first: unbroken, higher accuracy if off the plateau, lower loss, lower index. */
    Comparator<Candidate> order() {
        return Comparator.comparing((Candidate c) -> c.standing.broken())
                .thenComparing(c -> c.standing.broken() ? 0 : -Math.max(task.endOfPlateau(), c.standing.accuracy()))
                .thenComparing(c -> c.standing.broken() ? 0 : c.standing.loss())
                .thenComparing(c -> c.configuration.index());
    }
}
