package fwlstm.results;

import static org.assertj.core.api.Assertions.assertThat;

import fwlstm.train.Status;
import fwlstm.train.TrialRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordedTrialsTest {
    @TempDir
    Path folder;

    private ResultsDirectory results() {
        return ResultsDirectory.at(folder.toString(), Records.HADOOP);
    }

    @Test
    void a_trial_is_found_in_ledger_and_tables_as_it_was_recorded() throws IOException {
        List<TrialRecord> records = List.of(Records.record(2, 0, Status.DONE), Records.record(3, 1, Status.STOPPED));
        for (TrialRecord record : records) {
            results().ledger().publish(RecordedTrial.of("small", record));
        }
        for (TrialRecord record : records) {
            RecordedTrial entry = RecordedTrial.of("small", record);
            assertThat(RecordedTrials.find(results(), entry.trialId())).contains(entry);
        }
        assertThat(new Compaction(results()).run()).isEmpty();
        assertThat(results().ledger().ids()).isEmpty();
        for (TrialRecord record : records) {
            RecordedTrial entry = RecordedTrial.of("small", record);
            Map<String, Object> row = new HashMap<>(entry.trial());
            row.put("finished_at", Instant.parse("2026-01-02T03:04:05.123456Z")); // tables keep microseconds
            assertThat(RecordedTrials.find(results(), entry.trialId())).contains(new RecordedTrial(row, entry.curve()));
        }
        assertThat(RecordedTrials.find(results(), "../sweep")).isEqualTo(Optional.empty());
    }
}
