package fwlstm.results;

import static org.assertj.core.api.Assertions.assertThat;

import fwlstm.train.Status;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whatever happened to the bytes of a file: it is what was written, or it is refused, in words. */
@Timeout(120)
class FuzzIT {
    private static final Logger LOG = Logger.getLogger("fwlstm.results");

    @TempDir
    Path folder;

    private final RecordedTrial entry = RecordedTrial.of("fuzz", Records.record(1));
    private Ledger ledger;

    @BeforeEach
    void open() {
        LOG.setLevel(Level.SEVERE); // damage is expected
        ledger = ResultsDirectory.at(folder.toString(), Records.HADOOP).ledger();
    }

    @Test
    void no_mutation_of_a_ledger_file_is_taken_for_a_record() throws IOException {
        ledger.publish(entry);
        Path file = folder.resolve("ledger/" + entry.trialId() + ".json");
        byte[] whole = Files.readAllBytes(file);
        for (int seed = 0; seed < 3000; seed++) {
            byte[] mutated = Mutations.of(whole, seed);
            Files.write(file, mutated);
            boolean same = Arrays.equals(mutated, whole);
            assertThat(ledger.entries()).as("mutation %d", seed).hasSize(same ? 1 : 0);
        }
        Files.write(file, Mutations.of(whole, 1));
        assertThat(ledger.quarantineDamaged()).hasSize(1);
    }

    /** As by someone who knows how to make checksums: only a row of the same trial can come out. */
    @Test
    void no_mutation_under_a_right_checksum_changes_which_trial_it_is() throws IOException {
        byte[] json = entry.toJson();
        int accepted = 0;
        for (int seed = 0; seed < 20_000; seed++) {
            RecordedTrial mutated;
            try {
                mutated = RecordedTrial.fromJson(Mutations.of(json, seed), entry.trialId());
            } catch (IOException e) { // refused
                assertThat(e.getMessage()).isNotNull();
                continue;
            }
            accepted++;
            for (Column column : Column.TRIALS) {
                if (column.group() == Column.Group.CONFIGURATION
                        || column.name().endsWith("_id")) {
                    assertThat(mutated.trial().get(column.name()))
                            .as("mutation %d, %s", seed, column.name())
                            .isEqualTo(entry.trial().get(column.name()));
                }
            }
            assertThat(mutated.curve())
                    .allSatisfy(point -> assertThat(point)
                            .containsEntry("trial_id", entry.trialId())
                            .containsEntry("task", "art")
                            .containsEntry("pairs", 2));
        }
        assertThat(accepted).isPositive(); // digits of results
    }

    @Test
    void rows_that_lead_out_of_the_tables_are_refused() {
        String json = new String(entry.toJson(), StandardCharsets.UTF_8);
        for (String task : new String[] {"../../etc", "art/..", "ART", "", "art\\u0000"}) {
            byte[] forged = json.replace("\"task\":\"art\"", "\"task\":\"" + task + "\"")
                    .getBytes(StandardCharsets.UTF_8);
            assertThat(forged).isNotEqualTo(entry.toJson());
            assertThat(org.assertj.core.api.Assertions.catchThrowable(
                            () -> RecordedTrial.fromJson(forged, entry.trialId())))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("its configuration is invalid: name");
        }
    }

    @Test
    void no_mutation_of_a_table_is_read_as_another_one() throws IOException {
        ResultsDirectory results = ResultsDirectory.at(folder.toString(), Records.HADOOP);
        for (long seed = 0; seed < 20; seed++) {
            results.ledger().publish(RecordedTrial.of("fuzz", Records.record(seed)));
        }
        assertThat(new Compaction(results).run()).isEmpty();
        Path file = ForeignReader.files(folder.resolve("trials")).get(0);
        byte[] whole = Files.readAllBytes(file);
        for (int seed = 0; seed < 150; seed++) {
            byte[] mutated = Mutations.of(whole, seed);
            Files.write(file, mutated);
            assertThat(RecordedTrials.of(results).values())
                    .as("mutation %d", seed)
                    .allMatch(status -> status == Status.DONE)
                    .hasSizeLessThanOrEqualTo(20);
        }
    }

    @Test
    void a_file_that_is_too_large_is_refused_before_it_is_read() throws IOException {
        ledger.publish(entry);
        Path file = folder.resolve("ledger/" + entry.trialId() + ".json");
        try (java.nio.channels.FileChannel channel =
                java.nio.channels.FileChannel.open(file, java.nio.file.StandardOpenOption.WRITE)) {
            channel.write(java.nio.ByteBuffer.wrap(new byte[] {0}), 8L << 30); // sparse: 8 GiB
        }
        assertThat(ledger.entries()).isEmpty();
        assertThat(ledger.quarantineDamaged()).singleElement().asString().contains("larger than 64 MiB");
    }
}
