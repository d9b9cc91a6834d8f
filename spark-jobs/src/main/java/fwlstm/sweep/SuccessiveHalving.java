package fwlstm.sweep;

import fwlstm.config.Trial;
import fwlstm.sweep.PromotionRule.Candidate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Asynchronous successive halving (ASHA; Li et al. 2020, "A System for Massively Parallel Hyperparameter Tuning") of
 * one study: decides which configuration is trained how far. It has no threads and starts nothing; it is told completed
 * work and returns the work that is due.
 *
 * <p>All configurations enter rung 0, in the order of their indices. When an entrant and all entrants before it have
 * completed a rung, they are compared. The best of them by the {@link PromotionRule} that have not been promoted yet
 * enter the next rung, best first. A promotion thus depends only on the results of earlier entrants: whatever the
 * number of workers and the order in which results arrive, the same configurations are promoted as by one worker that
 * always prefers the highest rung. More configurations add promotions and withdraw none.
 *
 * <p>A configuration that has finished by itself completes all later rungs that it enters with the same score. A broken
 * one is never promoted.
 *
 * <p>To resume, create a new one and tell it all completed rungs again, in any order. Not thread-safe.
 */
public final class SuccessiveHalving {
    private final Study study;
    private final List<Integer> ladder;
    private final List<Rung> rungs = new ArrayList<>();

    public SuccessiveHalving(Study study, Search.Asha asha) {
        this.study = study;
        Trial any = study.configurations().get(0).trials().get(0);
        ladder = asha.ladder(any.train());
        PromotionRule rule = PromotionRule.of(asha, any.task());
        ladder.forEach(until -> rungs.add(new Rung(rule)));
        study.configurations().forEach(rungs.get(0)::enter);
    }

    /** The updates at which configurations are compared; the last is the end of training. */
    public List<Integer> ladder() {
        return ladder;
    }

    /** Rung runs that were not handed out before: higher rungs first, then by index. */
    public List<RungRun> due() {
        List<RungRun> due = new ArrayList<>();
        for (int k = rungs.size() - 1; k >= 0; k--) {
            int rung = k;
            rungs.get(k).due().stream()
                    .sorted(Comparator.comparing(Configuration::index))
                    .forEach(configuration -> due.add(new RungRun(configuration, rung, ladder.get(rung))));
        }
        return due;
    }

    /**
     * Records that a configuration has been trained up to a rung. Rungs may be reported in any order, before the
     * configuration has been promoted to them, and repeatedly.
     *
     * @param rung from 0
     */
    public void completed(Configuration configuration, int rung, RungScore standing) {
        rungs.get(rung).complete(configuration, standing);
        advance(rung);
    }

    private void advance(int k) {
        List<Candidate> promoted = new ArrayList<>();
        while (rungs.get(k).compareNext(promoted)) {
            // collects the configurations promoted by every comparison, in order
        }
        if (k + 1 == rungs.size() || promoted.isEmpty()) {
            return;
        }
        Rung next = rungs.get(k + 1);
        for (Candidate candidate : promoted) {
            if (candidate.standing().finished()) {
                next.enter(candidate.configuration(), candidate.standing());
            } else {
                next.enter(candidate.configuration());
            }
        }
        advance(k + 1);
    }

    /** Whether nothing is left to train. */
    public boolean isFinished() {
        return rungs.stream().allMatch(Rung::isCompared);
    }

    /** The configurations that have entered a rung so far, in that order. */
    public List<Configuration> entrants(int rung) {
        return List.copyOf(rungs.get(rung).entrants());
    }

    /**
     * The configurations that are not trained to the end, by index; some of them may have finished or broken before.
     *
     * @throws IllegalStateException before everything is finished, while a configuration may still be promoted
     */
    public Set<Configuration> stopped() {
        if (!isFinished()) {
            throw new IllegalStateException(study.label() + " is not finished");
        }
        Set<Configuration> stopped = new LinkedHashSet<>(study.configurations());
        rungs.get(rungs.size() - 1).entrants().forEach(stopped::remove);
        return stopped;
    }

    /** Upper bound on the updates of all trials for the completed rung runs: trials may have finished before. */
    public long completedUpdates() {
        long updates = 0;
        for (int k = 0; k < rungs.size(); k++) {
            long each = ladder.get(k) - (k == 0 ? 0 : ladder.get(k - 1));
            updates += each * rungs.get(k).completedTrials();
        }
        return updates;
    }
}
