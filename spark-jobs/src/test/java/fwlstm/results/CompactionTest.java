package fwlstm.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fwlstm.train.Status;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompactionTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    @TempDir
    Path folder;

    private ResultsDirectory results;

    @BeforeEach
    void open() {
        results = ResultsDirectory.at(folder.toString(), Records.HADOOP);
    }

    private ResultsDirectory faulty(String fault, int value) {
        return ResultsDirectory.at(
                "faulty://" + folder, FaultyFileSystem.configuration(Map.of(fault, String.valueOf(value))));
    }

    private static void publish(ResultsDirectory results, Status status, long... seeds) throws IOException {
        for (long seed : seeds) {
            results.ledger().publish(RecordedTrial.of("small", Records.record(2, seed, status)));
        }
    }

    /** Everything is in the tables, and nothing else is left. */
    private void assertThatTablesHold(long trials) throws IOException {
        TableFiles files = TableFiles.of(results);
        assertThat(rows(files, TableFiles.TRIALS)).isEqualTo(trials);
        assertThat(rows(files, TableFiles.CURVES)).isEqualTo(2 * trials); // each has two evaluations
        assertThat(files.damaged()).isEmpty();
        assertThat(results.ledger().ids()).isEmpty();
        assertThat(folder.resolve(Journal.NAME)).doesNotExist();
    }

    private static long rows(TableFiles files, String table) {
        return files.of(table).stream().mapToLong(files.whole()::get).sum();
    }

    @Test
    void batches_of_any_size_make_the_same_tables() throws IOException {
        publish(results, Status.DONE, 1, 2, 3);
        assertThat(new Compaction(results, 1, MINUTE).run()).isEmpty();
        assertThatTablesHold(3);
        publish(results, Status.DONE, 4, 5);
        assertThat(new Compaction(results, 2, MINUTE).run()).isEmpty();
        assertThatTablesHold(5);
    }

    @Test
    void a_record_takes_the_place_of_an_earlier_one_unless_that_was_final() throws IOException {
        publish(results, Status.STOPPED, 1);
        assertThat(new Compaction(results).run()).isEmpty();
        publish(results, Status.DONE, 1);
        assertThat(new Compaction(results).run()).isEmpty();
        assertThatTablesHold(1);
        publish(results, Status.DIVERGED, 1);
        assertThat(new Compaction(results).run()).isEmpty();
        assertThatTablesHold(1);
        String id = RecordedTrial.of("small", Records.record(1)).trialId();
        assertThat(RecordedTrials.find(results, id).map(RecordedTrial::status)).contains(Status.DONE);
    }

    @Test
    void what_listings_show_late_is_waited_for_and_left_to_the_next_sweep() throws IOException {
        publish(results, Status.DONE, 1);
        Optional<String> reason = new Compaction(faulty(FaultyFileSystem.LAG, 1000), 9, Duration.ZERO).run();
        assertThat(reason).get().asString().endsWith("nothing is lost, the next sweep cleans up");
        assertThat(results.ledger().ids()).hasSize(1);
        assertThat(new Compaction(results).run()).isEmpty();
        assertThatTablesHold(1);
        publish(results, Status.DONE, 2);
        assertThat(new Compaction(faulty(FaultyFileSystem.LAG, 8), 9, MINUTE).run())
                .isEmpty();
        assertThatTablesHold(2);
    }

    @Test
    void a_full_disk_leaves_everything_as_it_was() throws IOException {
        publish(results, Status.DONE, 1, 2);
        List<String> ids = results.ledger().ids().stream().sorted().toList();
        int enoughForTheJournal = 2000;
        assertThatThrownBy(() -> new Compaction(faulty(FaultyFileSystem.SPACE, enoughForTheJournal)).run())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("cannot record ")
                .hasMessageContaining("No space left on device");
        assertThat(folder.resolve(Journal.NAME)).doesNotExist();
        assertThat(TableFiles.of(results).whole()).isEmpty();
        assertThat(results.ledger().ids()).containsExactlyInAnyOrderElementsOf(ids);
        assertThat(new Compaction(results).run()).isEmpty();
        assertThatTablesHold(2);
    }
}
