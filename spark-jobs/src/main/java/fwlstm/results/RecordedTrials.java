package fwlstm.results;

import fwlstm.config.ConfigException;
import fwlstm.config.Trial;
import fwlstm.train.Status;
import java.io.IOException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.fs.Path;

/** The trials that a results directory holds, in tables and ledger, read without a Spark session. */
public final class RecordedTrials {
    /**
     * The state of a recorded trial.
     *
     * @param updates done before it ended
     * @param accuracy best validation accuracy, 0 to 1; null if there was no evaluation
     * @param loss validation loss then
     */
    public record RecordedStatus(Status status, int updates, Double accuracy, Double loss) {
        static RecordedStatus of(RecordedTrial entry) {
            return new RecordedStatus(
                    entry.status(), entry.updates(), (Double) entry.trial().get("best_validation_accuracy"), (Double)
                            entry.trial().get("validation_loss"));
        }
    }

    private RecordedTrials() {}

    /** The status of each recorded trial, by trial id. */
    public static Map<String, Status> of(ResultsDirectory results) throws IOException {
        Map<String, Status> statuses = new HashMap<>();
        withScores(results).forEach((id, recorded) -> statuses.put(id, recorded.status()));
        return statuses;
    }

    /** The recorded trials by id. A record in the ledger replaces one in a table that is not final. */
    public static Map<String, RecordedStatus> withScores(ResultsDirectory results) throws IOException {
        Map<String, RecordedStatus> ledger = results.ledger().recorded(); // before the tables, into which trials move
        Map<String, RecordedStatus> recorded = new HashMap<>();
        TrialIndex.of(results).rows().forEach((id, row) -> recorded.put(id, row.recorded()));
        ledger.forEach((id, fresh) ->
                recorded.merge(id, fresh, (old, entry) -> old.status().isFinal() ? old : entry));
        return recorded;
    }

    /**
     * Everything recorded about a trial, with its curve in order.
     *
     * @throws IOException if the record is damaged, or of another version of fw-lstm
     */
    public static Optional<RecordedTrial> find(ResultsDirectory results, String trialId) throws IOException {
        Optional<RecordedTrial> fresh = // before the tables, into which trials move
                results.ledger().ids().contains(trialId) ? results.ledger().entry(trialId) : Optional.empty();
        TrialIndex.Row row = TrialIndex.of(results).rows().get(trialId);
        if (row == null || fresh.isPresent() && !row.status().isFinal()) {
            return fresh;
        }
        List<Map<String, Object>> trial =
                rows(results, row.file(), results.format().trials(), trialId);
        List<Map<String, Object>> curve =
                rows(results, TableFiles.partner(row.file()), results.format().curves(), trialId);
        curve.sort(Comparator.comparing(point -> (Integer) point.get("update")));
        try {
            if (!Trial.of(trial.get(0)).id().equals(trialId)) {
                throw new DamagedException("the id of trial " + trialId + " does not match its configuration");
            }
        } catch (ConfigException e) {
            throw new DamagedException("the configuration of trial " + trialId + " is invalid: " + e.getMessage());
        }
        return Optional.of(new RecordedTrial(trial.get(0), curve));
    }

    private static List<Map<String, Object>> rows(
            ResultsDirectory results, String file, List<Column> table, String trialId) throws IOException {
        try {
            return RecordedRows.ofTrial(results, new Path(results.path(), file), table, trialId);
        } catch (DamagedException e) {
            VerifiedTables.forget(results);
            throw e;
        }
    }

    /** The trials of a search as they stood at a rung, by id. */
    public static Map<String, RecordedStatus> atRung(ResultsDirectory results, int update) throws IOException {
        return results.rung(update).recorded();
    }
}
