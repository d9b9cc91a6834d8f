package fwlstm.results;

import fwlstm.train.Status;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which trials a results directory holds, in tables and ledger, read without a Spark session. */
public final class RecordedTrials {
    private RecordedTrials() {}

    /** How each recorded trial ended, by trial id. A record in the ledger replaces one in a table that is not final. */
    public static Map<String, Status> of(ResultsDirectory results) throws IOException {
        List<Map.Entry<String, Status>> ledger = // before the tables, into which trials move
                results.ledger().entries(entry -> Map.entry(entry.trialId(), entry.status()));
        Map<String, Status> recorded = new HashMap<>();
        TrialIndex.of(results).rows().forEach((id, row) -> recorded.put(id, row.status()));
        for (Map.Entry<String, Status> entry : ledger) {
            recorded.merge(entry.getKey(), entry.getValue(), (old, fresh) -> old.isFinal() ? old : fresh);
        }
        return recorded;
    }
}
