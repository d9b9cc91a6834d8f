package fwlstm.results;

import fwlstm.config.CellConfig;
import fwlstm.config.DataConfig;
import fwlstm.config.Settings;
import fwlstm.config.TaskConfig;
import fwlstm.config.TaskName;
import fwlstm.config.TrainConfig;
import fwlstm.config.Trial;
import fwlstm.train.CurvePoint;
import fwlstm.train.Execution;
import fwlstm.train.Status;
import fwlstm.train.TrialRecord;
import fwlstm.train.TrialResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;

/** Made-up records, for tests. */
public final class Records {
    /** Of this machine. Reading it anew takes thirty times as long as reading a record. */
    static final Configuration HADOOP = ResultsDirectory.hadoop();

    private Records() {}

    public static TrialRecord record(long seed) {
        return record(2, seed, Status.DONE);
    }

    /** The record of a trial with two evaluations. */
    public static TrialRecord record(int pairs, long seed, Status status) {
        return record(pairs, Map.of(), seed, status);
    }

    /** The record of a trial with two pairs that was tested at another number. */
    public static TrialRecord testedAt(int testPairs, long seed) {
        return record(2, Map.of("test_pairs", testPairs), seed, Status.DONE);
    }

    private static TrialRecord record(int pairs, Map<String, ?> data, long seed, Status status) {
        Trial trial = new Trial(
                new TaskConfig(TaskName.ART, pairs),
                CellConfig.of("irnn", Map.of("hidden", 5)),
                Settings.bind(TrainConfig.class, Map.of()),
                Settings.bind(DataConfig.class, data),
                seed);
        TrialResult result =
                new TrialResult(status, 7000, 100, 0.1 + 0.2, 100, 1e-17, 0.5, 0.5, 1.0, 100, null, null, null, null);
        Execution execution = new Execution(
                "cpu",
                "ejml",
                "a processor",
                1,
                "host",
                0,
                "17",
                "development",
                1.5,
                1.25,
                Instant.EPOCH,
                Instant.parse("2026-01-02T03:04:05.123456789Z"));
        List<CurvePoint> curve = List.of(
                new CurvePoint(50, 0.5, 2.0, 1.5, 0.25, 0.7),
                new CurvePoint(100, 1.0, null, 1.0, 0.30000000000000004, 1.4));
        return new TrialRecord(trial, result, execution, curve);
    }

    /** Writes many records, not all of which would survive a power failure: that would take a hundred times as long. */
    public static void write(ResultsDirectory results, List<RecordedTrial> entries) throws IOException {
        Path ledger = Files.createDirectories(Path.of(results.name(), "ledger"));
        for (RecordedTrial entry : entries) {
            Files.write(ledger.resolve(entry.trialId() + ".json"), Checksummed.seal(entry.toJson()));
        }
    }
}
