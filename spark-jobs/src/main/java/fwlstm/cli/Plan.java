package fwlstm.cli;

import fwlstm.config.Trial;
import fwlstm.results.RecordedTrials;
import fwlstm.results.RecordedTrials.Recorded;
import fwlstm.results.ResultsDirectory;
import fwlstm.sweep.Agenda;
import fwlstm.sweep.Assignment;
import fwlstm.sweep.Search;
import fwlstm.sweep.SearchAgenda;
import fwlstm.sweep.Standing;
import fwlstm.sweep.Sweep;
import fwlstm.train.Status;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What of a sweep is still to be trained, given what is recorded.
 *
 * @param trials without a record that counts
 * @param agenda the way to train them
 */
record Plan(List<Trial> trials, Agenda agenda) {
    /** @param retryFailed whether a record of failure does not count */
    static Plan of(Sweep sweep, ResultsDirectory results, boolean retryFailed) throws IOException {
        Map<String, Recorded> recorded = new HashMap<>(RecordedTrials.withScores(results));
        if (retryFailed) {
            recorded.values().removeIf(trial -> trial.status() == Status.FAILED);
        }
        List<Trial> missing = sweep.trials().stream()
                .filter(trial -> !recorded.containsKey(trial.id()))
                .toList();
        return new Plan(
                missing,
                sweep.search() instanceof Search.Asha asha && !missing.isEmpty()
                        ? search(sweep, asha, results, recorded)
                        : Agenda.of(missing.stream().map(Assignment::whole).toList()));
    }

    /**
     * A search decides anew, by what every trial had reached at its rungs: a trial that an earlier, smaller search stopped
     * may have to go on.
     */
    private static Agenda search(
            Sweep sweep, Search.Asha search, ResultsDirectory results, Map<String, Recorded> recorded)
            throws IOException {
        Map<Integer, Map<String, Recorded>> rungs = new HashMap<>();
        for (int update : results.rungUpdates()) {
            rungs.put(update, RecordedTrials.atRung(results, update));
        }
        return new SearchAgenda(sweep.studies(), search, (trialId, until) -> {
            Recorded atRung = rungs.getOrDefault(until, Map.of()).get(trialId);
            Optional<Recorded> known = atRung != null
                    ? Optional.of(atRung)
                    : Optional.ofNullable(recorded.get(trialId)).filter(trial -> trial.status() != Status.STOPPED);
            return known.map(trial -> Standing.of(trial.status(), trial.accuracy(), trial.loss()));
        });
    }
}
