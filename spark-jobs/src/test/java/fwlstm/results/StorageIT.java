package fwlstm.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fwlstm.train.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** Ledger, tables and compaction together, where something goes wrong. */
class StorageIT {
    private static final Logger LOG = Logger.getLogger("fwlstm.results");

    @TempDir
    Path folder;

    private ResultsDirectory results;

    @BeforeEach
    void open() {
        LOG.setLevel(Level.SEVERE); // damage is expected
        results = ResultsDirectory.at(folder.toString(), Records.HADOOP);
    }

    private ResultsDirectory with(Map<String, String> faults) {
        return ResultsDirectory.at("faulty://" + folder, FaultyFileSystem.configuration(faults));
    }

    private static RecordedTrial entry(long seed, Status status) {
        return RecordedTrial.of("small", Records.record(2, seed, status));
    }

    private void publish(long... seeds) throws IOException {
        for (long seed : seeds) {
            results.ledger().publish(entry(seed, Status.DONE));
        }
    }

    @Test
    void a_full_disk_is_said_in_one_line_and_costs_no_record() throws IOException {
        publish(1, 2);
        for (int space : new int[] {0, 10, 500}) {
            ResultsDirectory full = with(Map.of(FaultyFileSystem.SPACE, String.valueOf(space)));
            assertThatThrownBy(() -> full.ledger().publish(entry(3, Status.DONE)))
                    .hasMessageMatching("cannot record .*/ledger/[0-9a-f]{16}\\.json: No space left on device");
        }
        for (int space = 0; space < 40_000; space += 1000) {
            ResultsDirectory full = with(Map.of(FaultyFileSystem.SPACE, String.valueOf(space)));
            try {
                assertThat(new Compaction(full).run()).isEmpty();
            } catch (IOException e) {
                assertThat(e).hasMessageContaining("cannot record").hasMessageContaining("No space left on device");
                assertThat(results.ledger().ids()).hasSize(2);
                assertThat(ForeignReader.rows(folder, "trials")).isEmpty();
            }
            assertThat(RecordedTrials.of(results)).hasSize(2);
        }
        assertThat(results.ledger().ids()).isEmpty();
        try (var files = Files.walk(folder)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .noneMatch(name -> name.startsWith("_") && !name.equals(VerifiedTables.NAME));
        }
    }

    @Test
    void a_final_record_replaces_one_that_is_not_and_none_else() throws IOException {
        Ledger ledger = results.ledger();
        assertThat(ledger.publish(entry(1, Status.FAILED))).isTrue();
        assertThat(ledger.publish(entry(1, Status.STOPPED))).isFalse();
        assertThat(ledger.publish(entry(1, Status.DONE))).isTrue();
        assertThat(ledger.publish(entry(1, Status.DIVERGED))).isFalse();
        assertThat(ledger.entries()).containsExactly(entry(1, Status.DONE));
    }

    @Test
    void a_record_of_more_updates_replaces_one_that_is_not_final() throws IOException {
        Ledger ledger = results.ledger();
        RecordedTrial failed = entry(1, Status.FAILED);
        failed.trial().put("updates_run", 0);
        RecordedTrial further = entry(1, Status.STOPPED);
        further.trial().put("updates_run", 1000);
        assertThat(ledger.publish(failed)).isTrue();
        assertThat(ledger.publish(entry(1, Status.STOPPED))).isTrue();
        assertThat(ledger.publish(further)).isTrue();
        assertThat(ledger.publish(entry(1, Status.STOPPED))).isFalse();
        assertThat(ledger.entries()).containsExactly(further);
        assertThat(folder.resolve("ledger")).isDirectoryNotContaining("glob:**/_*");
    }

    /** By a task that was taken for lost: its record is there when the one that was compacted is removed. */
    @Test
    void a_record_that_is_published_while_the_one_before_is_compacted_stays() throws IOException {
        Ledger ledger = results.ledger();
        ledger.publish(entry(1, Status.DONE));
        ledger.removeUnlessReplaced(entry(1, Status.FAILED));
        assertThat(ledger.entries()).containsExactly(entry(1, Status.DONE));
        ledger.removeUnlessReplaced(entry(1, Status.DONE));
        ledger.removeUnlessReplaced(entry(1, Status.DONE));
        assertThat(folder.resolve("ledger")).isEmptyDirectory();
    }

    @Test
    void a_record_that_is_published_while_the_one_before_is_removed_survives_death_at_every_step() throws IOException {
        for (String copies : new String[] {"false", "true"}) {
            boolean dead = true;
            for (int step = 1; dead; step++) {
                results.ledger().publish(entry(1, Status.DONE));
                ResultsDirectory faulty = with(Map.of(
                        FaultyFileSystem.DIE_AT,
                        String.valueOf(step),
                        FaultyFileSystem.DIE_HALF_WAY,
                        "true",
                        FaultyFileSystem.COPYING_RENAME,
                        copies));
                try {
                    faulty.ledger().removeUnlessReplaced(entry(1, Status.FAILED));
                } catch (IOException e) {
                    assertThat(e).hasStackTraceContaining("the machine is down");
                }
                dead = ((FaultyFileSystem) faulty.fileSystem()).isDead();
                assertThat(Recovery.of(results)).as("step %d", step).allMatch(line -> line.contains(".damaged"));
                assertThat(results.ledger().entries()).as("step %d", step).containsExactly(entry(1, Status.DONE));
            }
        }
    }

    @Test
    void a_damaged_table_is_passed_over_and_set_aside_by_the_next_sweep_and_its_trials_run_again() throws IOException {
        publish(1, 2);
        assertThat(new Compaction(results).run()).isEmpty();
        publish(3);
        assertThat(new Compaction(results).run()).isEmpty();
        for (String table : new String[] {"curves", "trials"}) {
            Path file = ForeignReader.files(folder.resolve(table)).get(0);
            byte[] whole = Files.readAllBytes(file);
            Files.write(file, Arrays.copyOf(whole, whole.length / 2));
            int before = RecordedTrials.of(results).size();
            assertThat(before).isIn(1, 2, 0);
            assertThat(StoredResults.of(results).trials())
                    .hasSameSizeAs(StoredResults.of(results).curves());
            assertThat(Recovery.of(results))
                    .singleElement()
                    .asString()
                    .contains(".damaged is quarantined, its trials run");
            assertThat(RecordedTrials.of(results)).hasSize(before);
            assertThat(Recovery.of(results)).isEmpty();
        }
        publish(1, 2, 3);
        assertThat(new Compaction(results).run()).isEmpty();
        assertThat(ForeignReader.rows(folder, "trials")).hasSize(3);
        assertThat(ForeignReader.rows(folder, "curves")).hasSize(6);
    }

    @Test
    void a_flipped_bit_in_a_table_is_found_by_the_next_sweep() throws IOException {
        publish(1, 2);
        assertThat(new Compaction(results).run()).isEmpty();
        Path file = ForeignReader.files(folder.resolve("curves")).get(0);
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 4] ^= 1; // in a page
        Files.write(file, bytes);
        assertThat(Recovery.of(results)).hasSize(1);
        assertThat(RecordedTrials.of(results)).isEmpty();
    }

    @Test
    void while_listings_do_not_show_new_files_readers_see_them_and_nothing_is_deleted() throws IOException {
        publish(1, 2);
        ResultsDirectory lagging = with(Map.of(FaultyFileSystem.LAG, "1000000"));
        assertThat(new Compaction(lagging, 10, Duration.ofMillis(50)).run())
                .hasValueSatisfying(warning -> assertThat(warning).contains("does not list new files yet"));
        assertThat(results.ledger().ids()).hasSize(2);
        assertThat(StoredResults.of(lagging).trials()).hasSize(1);
        assertThat(StoredResults.of(lagging).entries()).isEmpty();
        assertThat(new Compaction(results).run()).isEmpty();
        assertThat(results.ledger().ids()).isEmpty();
        assertThat(folder.resolve("compaction.json")).doesNotExist();
        assertThat(ForeignReader.rows(folder, "trials")).hasSize(2);
    }

    @Test
    void leftovers_are_put_out_of_the_way_and_files_of_others_left_alone() throws IOException {
        publish(1);
        Files.writeString(folder.resolve("ledger/_0123456789abcdef.json." + "a".repeat(32)), "{");
        Files.writeString(folder.resolve("ledger/notes.txt"), "x");
        Files.createDirectories(folder.resolve("rungs/100/0123456789abcdef.json"));
        assertThat(Recovery.of(results)).hasSize(1);
        try (var files = Files.list(folder.resolve("ledger"))) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder(entry(1, Status.DONE).trialId() + ".json", "notes.txt");
        }
        assertThat(results.rungUpdates()).containsExactly(100);
        assertThat(results.rung(100).ids()).isEmpty();
    }

    /** Prints how fast the storage is: {@code -Dfwlstm.scale=20000}. */
    @Test
    @Tag("scale")
    @EnabledIfSystemProperty(named = "fwlstm.scale", matches = "[0-9]+")
    void many_records_are_published_and_compacted_in_bounded_memory() throws IOException {
        long count = Long.getLong("fwlstm.scale");
        long start = System.nanoTime();
        Parallel.map(
                LongStream.range(0, count).boxed().toList(),
                seed -> results.ledger().publish(entry(seed, Status.DONE)));
        say("published", count, start);
        start = System.nanoTime();
        assertThat(RecordedTrials.of(results)).hasSize((int) count);
        say("read from the ledger", count, start);
        start = System.nanoTime();
        assertThat(new Compaction(results).run()).isEmpty();
        say("compacted", count, start);
        start = System.nanoTime();
        assertThat(RecordedTrials.of(results)).hasSize((int) count);
        say("read from the tables", count, start);
    }

    private static void say(String what, long count, long start) {
        Runtime runtime = Runtime.getRuntime();
        System.gc();
        double seconds = (System.nanoTime() - start) * 1e-9;
        System.out.printf(
                Locale.ROOT,
                "%s: %,d records, %.1f s, %,.0f/s, %d MiB live, %d MiB heap%n",
                what,
                count,
                seconds,
                count / seconds,
                (runtime.totalMemory() - runtime.freeMemory()) >> 20,
                runtime.totalMemory() >> 20);
    }
}
