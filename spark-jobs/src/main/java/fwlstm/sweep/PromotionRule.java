package fwlstm.sweep;

import fwlstm.config.TaskConfig;
import java.util.Comparator;

/**
 * The configurations that are promoted from a rung: the best fraction of all, and the same or another fraction of those
 * still at chance level, ranked by loss, whatever the others have reached. Accuracy stays at chance level and then
 * jumps, so that it is uninformative before the jump: all configurations at chance level count as equal, and slow
 * starters have their own share. That share changes nothing if all or none are at chance level.
 *
 * <p>With the default rungs and reduction 3, simulated searches over 64 configurations took 25 to 33 % of the updates
 * of training all to the end, whether most left chance level early, late or never, and 24 % without the share of slow
 * starters. Where slow starters were the best, they were lost half as often with that share.
 *
 * @param reduction the best 1/{@code reduction} are promoted, rounded down, but at least one
 * @param plateauReduction the best 1/{@code plateauReduction} of those at chance level are promoted, rounded down
 * @param task tells which accuracies are at chance level
 */
record PromotionRule(int reduction, int plateauReduction, TaskConfig task) {
    /** The rule for a task, with the same reduction at chance level as for all. */
    static PromotionRule of(Search.Asha asha, TaskConfig task) {
        return new PromotionRule(asha.reduction(), asha.reduction(), task);
    }

    /** A configuration and its score. */
    record Candidate(Configuration configuration, RungScore standing) {}

    boolean isOnPlateau(Candidate candidate) {
        return !candidate.standing.broken() && task.isOnPlateau(candidate.standing.accuracy());
    }

    /** Best first: not broken, higher accuracy above chance level, lower loss, lower index. */
    Comparator<Candidate> order() {
        return Comparator.comparing((Candidate c) ->
                        c.standing.broken() ? 0 : -Math.max(task.endOfPlateau(), c.standing.accuracy()))
                .thenComparing(c -> c.standing.broken() ? 0 : c.standing.loss())
                .thenComparing(c -> c.configuration.index());
    }
}
