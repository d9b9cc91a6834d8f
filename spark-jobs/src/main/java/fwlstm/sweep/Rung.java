package fwlstm.sweep;

import fwlstm.sweep.PromotionRule.Candidate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * One rung of a {@link SuccessiveHalving}: its entrants in order of entry, and those compared so far, the longest prefix of
 * entrants that have all completed the rung.
 */
final class Rung {
    private final PromotionRule rule;
    private final List<Configuration> entrants = new ArrayList<>();
    private final Map<Integer, RungScore> standings = new HashMap<>();
    private final Set<Integer> finishedBefore = new HashSet<>();
    private final Set<Integer> promoted = new HashSet<>();
    private final TopFraction<Candidate> best;
    private final TopFraction<Candidate> bestOnPlateau;
    private int compared;
    private int handedOut;

    Rung(PromotionRule rule) {
        this.rule = rule;
        best = new TopFraction<>(rule.reduction(), 1, rule.order());
        bestOnPlateau = new TopFraction<>(rule.plateauReduction(), 0, rule.order());
    }

    void enter(Configuration configuration) {
        entrants.add(configuration);
    }

    /** Enters a configuration that finished before this rung, with its score at that time. */
    void enter(Configuration configuration, RungScore standing) {
        finishedBefore.add(configuration.index());
        standings.put(configuration.index(), standing);
        entrants.add(configuration);
    }

    /** Records a score, also of a configuration that has not entered yet. The first one counts. */
    void complete(Configuration configuration, RungScore standing) {
        standings.putIfAbsent(configuration.index(), standing);
    }

    /** Compares the next entrant with those before it if it has completed the rung; else returns false. */
    boolean compareNext(List<Candidate> newlyPromoted) {
        if (isCompared() || !standings.containsKey(entrants.get(compared).index())) {
            return false;
        }
        Configuration next = entrants.get(compared++);
        Candidate candidate = new Candidate(next, standings.get(next.index()));
        List<Candidate> risen = best.add(candidate);
        List<Candidate> risenOnPlateau = rule.isOnPlateau(candidate) ? bestOnPlateau.add(candidate) : List.of();
        // Still best first: a better one than a newly promoted one has been promoted before.
        Stream.concat(risen.stream(), risenOnPlateau.stream())
                .filter(c -> !c.standing().broken())
                .filter(c -> promoted.add(c.configuration().index()))
                .forEach(newlyPromoted::add);
        return true;
    }

    /** Whether all entrants so far have been compared. */
    boolean isCompared() {
        return compared == entrants.size();
    }

    /** Entrants to train that were not returned before. */
    List<Configuration> due() {
        List<Configuration> due = entrants.subList(handedOut, entrants.size()).stream()
                .filter(entrant -> !standings.containsKey(entrant.index()))
                .toList();
        handedOut = entrants.size();
        return due;
    }

    List<Configuration> entrants() {
        return entrants;
    }

    /** The number of trials that were trained for this rung. */
    long completedTrials() {
        return entrants.stream()
                .filter(entrant -> !finishedBefore.contains(entrant.index()))
                .filter(entrant -> standings.containsKey(entrant.index()))
                .mapToLong(entrant -> entrant.trials().size())
                .sum();
    }
}
