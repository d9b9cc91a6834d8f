package fwlstm.results;

import fwlstm.train.Status;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/** Which trials a results directory holds, in tables and ledger, read without a Spark session. */
public final class RecordedTrials {
    /**
     * What is known of a recorded trial.
     *
     * @param accuracy best validation accuracy, 0 to 1; null if there was no evaluation
     * @param loss validation loss then
     */
    public record Recorded(Status status, Double accuracy, Double loss) {
        static Recorded of(Entry entry) {
            return new Recorded(entry.status(), (Double) entry.trial().get("best_validation_accuracy"), (Double)
                    entry.trial().get("validation_loss"));
        }
    }

    private RecordedTrials() {}

    /** How each recorded trial ended, by trial id. */
    public static Map<String, Status> of(ResultsDirectory results) throws IOException {
        Map<String, Status> statuses = new HashMap<>();
        withScores(results).forEach((id, recorded) -> statuses.put(id, recorded.status()));
        return statuses;
    }

    /** The recorded trials by id. A record in the ledger replaces one in a table that is not final. */
    public static Map<String, Recorded> withScores(ResultsDirectory results) throws IOException {
        Map<String, Recorded> ledger = withScores(results.ledger()); // before the tables, into which trials move
        Map<String, Recorded> recorded = new HashMap<>();
        TrialIndex.of(results).rows().forEach((id, row) -> recorded.put(id, row.recorded()));
        ledger.forEach((id, fresh) ->
                recorded.merge(id, fresh, (old, entry) -> old.status().isFinal() ? old : entry));
        return recorded;
    }

    /** The trials of a search as they stood after so many updates, by id. */
    public static Map<String, Recorded> atRung(ResultsDirectory results, int update) throws IOException {
        return withScores(results.rung(update));
    }

    private static Map<String, Recorded> withScores(Ledger ledger) throws IOException {
        Map<String, Recorded> recorded = new HashMap<>();
        ledger.entries(entry -> Map.entry(entry.trialId(), Recorded.of(entry)))
                .forEach(entry -> recorded.put(entry.getKey(), entry.getValue()));
        return recorded;
    }
}
