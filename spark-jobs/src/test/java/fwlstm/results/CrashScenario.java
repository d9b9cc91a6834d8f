package fwlstm.results;

import fwlstm.train.Status;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.apache.hadoop.conf.Configuration;

/**
 * A sweep as the storage sees it: records are published and compacted, one that a search had stopped is replaced, and
 * compacted again. Run again after a crash, it does what is missing.
 */
final class CrashScenario {
    private CrashScenario() {}

    /** Runs in a process of its own: directory, operation at which to die, whether half way. */
    public static void main(String[] arguments) throws IOException {
        Configuration configuration = FaultyFileSystem.configuration(Map.of(
                FaultyFileSystem.HALT, "true",
                FaultyFileSystem.DIE_AT, arguments[1],
                FaultyFileSystem.DIE_HALF_WAY, arguments[2]));
        run(ResultsDirectory.at(Path.of(arguments[0]).toUri().toString(), configuration), (id, status) -> {
            System.out.println(id + " " + status);
            System.out.flush();
        });
    }

    /** @param acknowledged hears of every record that is published */
    static void run(ResultsDirectory results, BiConsumer<String, Status> acknowledged) throws IOException {
        Recovery.of(results);
        publish(results, acknowledged, 1, Status.STOPPED);
        publish(results, acknowledged, 2, Status.DONE);
        compact(results);
        publish(results, acknowledged, 1, Status.DONE);
        compact(results);
    }

    private static void publish(
            ResultsDirectory results, BiConsumer<String, Status> acknowledged, long seed, Status status)
            throws IOException {
        RecordedTrial entry = RecordedTrial.of("crash", Records.record(2, seed, status));
        Status recorded = RecordedTrials.of(results).get(entry.trialId());
        if (recorded == null || status.isFinal() && !recorded.isFinal()) {
            results.ledger().publish(entry);
            acknowledged.accept(entry.trialId(), status);
        }
    }

    private static void compact(ResultsDirectory results) throws IOException {
        Optional<String> unfinished = new Compaction(results, 2, Duration.ofSeconds(10)).run();
        if (unfinished.isPresent()) {
            throw new IOException(unfinished.get());
        }
    }

    /** All that is to be there in the end. */
    static List<RecordedTrial> entries() {
        return List.of(
                RecordedTrial.of("crash", Records.record(2, 1, Status.DONE)),
                RecordedTrial.of("crash", Records.record(2, 2, Status.DONE)));
    }
}
