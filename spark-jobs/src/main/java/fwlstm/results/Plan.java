package fwlstm.results;

import fwlstm.config.Settings;
import fwlstm.config.Trial;
import fwlstm.results.RecordedTrials.RecordedStatus;
import fwlstm.sweep.Configuration;
import fwlstm.sweep.RungScore;
import fwlstm.sweep.Scheduler;
import fwlstm.sweep.Search;
import fwlstm.sweep.SearchScheduler;
import fwlstm.sweep.Study;
import fwlstm.sweep.Sweep;
import fwlstm.sweep.WorkItem;
import fwlstm.train.Status;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The trials of a sweep that are still to be trained, given the recorded ones.
 *
 * @param trials without a record that counts
 * @param scheduler the order in which to train them
 * @param recorded the status of recorded trials of the sweep, by id
 * @param takenUp ids of stopped trials that resume now, before any other result
 * @param mayGoOn ids of stopped trials that resume if they are promoted over the others
 */
public record Plan(
        List<Trial> trials,
        Scheduler scheduler,
        Map<String, Status> recorded,
        Set<String> takenUp,
        Set<String> mayGoOn) {
    /**
     * @param retryFailed whether records of failure do not count; the record of a stopped trial counts only in a search
     *     that stops trials
     */
    public static Plan of(Sweep sweep, ResultsDirectory results, boolean retryFailed) throws IOException {
        Map<String, RecordedStatus> all = RecordedTrials.withScores(results);
        Map<String, Status> statuses = new HashMap<>();
        sweep.trials().stream()
                .map(Trial::id)
                .filter(all::containsKey)
                .forEach(id -> statuses.put(id, all.get(id).status()));
        Map<String, RecordedStatus> counts = new HashMap<>(all);
        boolean stops = sweep.search() instanceof Search.Asha;
        counts.values()
                .removeIf(trial ->
                        retryFailed && trial.status() == Status.FAILED || !stops && trial.status() == Status.STOPPED);
        List<Trial> missing = sweep.trials().stream()
                .filter(trial -> !counts.containsKey(trial.id()))
                .toList();
        Set<String> stopped = statuses.keySet().stream()
                .filter(id -> statuses.get(id) == Status.STOPPED && stops)
                .collect(Collectors.toSet());
        if (!(sweep.search() instanceof Search.Asha asha) || missing.isEmpty() && stopped.isEmpty()) {
            Scheduler whole = Scheduler.of(missing.stream().map(WorkItem::whole).toList());
            return new Plan(missing, whole, statuses, Set.of(), Set.of());
        }
        SearchScheduler.History known = known(results, counts);
        SearchScheduler scheduler = new SearchScheduler(sweep.studies(), asha, known);
        List<WorkItem> due = scheduler.peek();
        if (missing.isEmpty() && due.stream().anyMatch(item -> item.rung() == 0)) {
            // The rungs that stopped trials were compared at no longer exist: they stay as they are.
            return new Plan(missing, Scheduler.of(List.of()), statuses, Set.of(), Set.of());
        }
        return new Plan(
                missing,
                scheduler,
                statuses,
                due.stream().map(WorkItem::id).filter(stopped::contains).collect(Collectors.toSet()),
                mayGoOn(sweep, stopped, missing));
    }

    /**
     * A search decides again, by the results of every trial at its rungs: a trial that an earlier, smaller search
     * stopped may be promoted.
     */
    private static SearchScheduler.History known(ResultsDirectory results, Map<String, RecordedStatus> recorded)
            throws IOException {
        Map<Integer, Map<String, RecordedStatus>> rungs = new HashMap<>();
        for (int update : results.rungUpdates()) {
            rungs.put(update, RecordedTrials.atRung(results, update));
        }
        return (trialId, until) -> {
            RecordedStatus atRung = rungs.getOrDefault(until, Map.of()).get(trialId);
            Optional<RecordedStatus> known = atRung != null
                    ? Optional.of(atRung)
                    : Optional.ofNullable(recorded.get(trialId)).filter(trial -> trial.status() != Status.STOPPED);
            return known.map(trial -> RungScore.of(trial.status(), trial.accuracy(), trial.loss()));
        };
    }

    /** The stopped trials of studies in which something is to be trained. */
    private static Set<String> mayGoOn(Sweep sweep, Set<String> stopped, List<Trial> missing) {
        Set<String> open = missing.stream().map(Trial::id).collect(Collectors.toSet());
        Set<String> mayGoOn = new HashSet<>();
        for (Study study : sweep.studies()) {
            List<String> ids = study.configurations().stream()
                    .map(Configuration::trials)
                    .flatMap(List::stream)
                    .map(Trial::id)
                    .toList();
            if (ids.stream().anyMatch(open::contains)) {
                ids.stream().filter(stopped::contains).forEach(mayGoOn::add);
            }
        }
        return mayGoOn;
    }

    /** The number of trials without a record that counts that have one that does not. */
    public int again() {
        return (int) trials.stream()
                .filter(trial -> recorded.containsKey(trial.id()))
                .count();
    }

    /** All trials that are trained for certain. */
    public List<Trial> work(Sweep sweep) {
        Set<String> ids = ids();
        return sweep.trials().stream()
                .filter(trial -> ids.contains(trial.id()) || takenUp.contains(trial.id()))
                .toList();
    }

    /** Whether there is nothing to train. */
    public boolean isEmpty() {
        return trials.isEmpty() && takenUp.isEmpty();
    }

    /** The ids of the trials without a record that counts. */
    public Set<String> ids() {
        return trials.stream().map(Trial::id).collect(Collectors.toSet());
    }

    /** The plan for a trial, in words. */
    public String status(Trial trial) {
        Status status = recorded.get(trial.id());
        if (status == null) {
            return "to train";
        } else if (takenUp.contains(trial.id())) {
            return Settings.key(status) + ", resumes";
        } else if (mayGoOn.contains(trial.id())) {
            return Settings.key(status) + ", may resume";
        }
        boolean again = !status.isFinal() && trials.contains(trial);
        return Settings.key(status) + (again ? ", to train again" : "");
    }
}
