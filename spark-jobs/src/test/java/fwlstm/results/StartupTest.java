package fwlstm.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fwlstm.train.CurvePoint;
import fwlstm.train.Status;
import fwlstm.train.TrialRecord;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** What a sweep does before its first trial, where many are recorded already. */
class StartupTest {
    @TempDir
    Path folder;

    private static RecordedTrial entry(long seed, int points) {
        TrialRecord record = Records.record(2, seed, Status.DONE);
        List<CurvePoint> curve = IntStream.rangeClosed(1, points)
                .mapToObj(k -> new CurvePoint(50 * k, 0.1 * k, 1.0 / k, 1.0 / (k + seed + 1), 1 - 1.0 / k, 0.7 * k))
                .toList();
        return RecordedTrial.of("small", new TrialRecord(record.trial(), record.result(), record.execution(), curve));
    }

    /** As {@code fw sweep} does. */
    private static void start(ResultsDirectory results) throws IOException {
        assertThat(Recovery.of(results)).isEmpty();
        assertThat(new Compaction(results).run()).isEmpty();
        RecordedTrials.withScores(results);
    }

    private ResultsDirectory counting() {
        return ResultsDirectory.at("file://" + folder, FaultyFileSystem.configuration(Map.of()));
    }

    private static List<String> tablesOpened(ResultsDirectory results) {
        return ((FaultyFileSystem) results.fileSystem())
                .opened().stream().filter(file -> file.endsWith(".parquet")).toList();
    }

    private void makeTables() throws IOException {
        ResultsDirectory results = ResultsDirectory.at(folder.toString(), Records.HADOOP);
        for (long seed = 1; seed <= 4; seed++) {
            results.ledger().publish(entry(seed, 3));
            if (seed % 2 == 0) {
                assertThat(new Compaction(results).run()).isEmpty();
            }
        }
    }

    @Test
    void a_start_opens_no_table_that_was_verified_before() throws IOException {
        makeTables();
        for (int start = 1; start <= 2; start++) { // compaction verifies what it writes
            ResultsDirectory results = counting();
            start(results);
            assertThat(StoredResults.of(results).trials()).hasSize(2);
            assertThat(RecordedTrials.of(results)).hasSize(4).containsValue(Status.DONE);
            assertThat(tablesOpened(results)).as("start %d", start).isEmpty();
        }
        ResultsDirectory results = ResultsDirectory.at(folder.toString(), Records.HADOOP);
        List<String> before = new ArrayList<>();
        for (String table : List.of("trials", "curves")) {
            ForeignReader.files(folder.resolve(table)).forEach(file -> before.add(file.toString()));
        }
        results.ledger().publish(entry(5, 3));
        ResultsDirectory more = counting();
        start(more);
        assertThat(tablesOpened(more)).isNotEmpty().doesNotContainAnyElementsOf(before);
        ResultsDirectory last = counting();
        start(last);
        assertThat(tablesOpened(last)).isEmpty();
        assertThat(RecordedTrials.of(last)).hasSize(5);
    }

    /** Lost, cut off at any length, of another format, or of files that were changed since. */
    @Test
    void what_is_remembered_of_tables_is_not_trusted_where_anything_differs() throws IOException {
        makeTables();
        Path remembered = folder.resolve("trials/_verified.json");
        byte[] whole = Files.readAllBytes(remembered);
        byte[] otherFormat = Checksummed.seal(new String(Checksummed.open(whole), StandardCharsets.UTF_8)
                .replaceFirst("\"format\":\"1-", "\"format\":\"2-")
                .getBytes(StandardCharsets.UTF_8));
        byte[] flipped = whole.clone();
        flipped[whole.length / 2] ^= 1;
        for (byte[] content : List.of(
                new byte[0], Arrays.copyOf(whole, whole.length - 1), Arrays.copyOf(whole, 9), otherFormat, flipped)) {
            Files.write(remembered, content);
            ResultsDirectory results = counting();
            start(results);
            assertThat(new HashSet<>(tablesOpened(results))).hasSize(4); // all of both tables
            assertThat(Files.readAllBytes(remembered)).isEqualTo(whole);
        }
        Files.delete(remembered);
        start(counting());
        assertThat(Files.readAllBytes(remembered)).isEqualTo(whole);

        Path table = ForeignReader.files(folder.resolve("curves")).get(0);
        Files.setLastModifiedTime(table, FileTime.fromMillis(1));
        ResultsDirectory touched = counting();
        start(touched);
        assertThat(new HashSet<>(tablesOpened(touched))).hasSize(1);
    }

    /** Of a search, whose rungs are decided anew at each start. */
    @Test
    void a_start_reads_no_record_at_a_rung_that_was_read_before() throws IOException {
        ResultsDirectory results = ResultsDirectory.at(folder.toString(), Records.HADOOP);
        for (long seed = 1; seed <= 3; seed++) {
            results.rung(100).publish(RecordedTrial.of("small", Records.record(2, seed, Status.STOPPED)));
        }
        start(counting());
        results.rung(100).publish(RecordedTrial.of("small", Records.record(2, 4, Status.STOPPED)));
        ResultsDirectory again = counting();
        start(again);
        assertThat(RecordedTrials.atRung(again, 100))
                .hasSize(4)
                .containsEntry(
                        entry(4, 1).trialId(),
                        new RecordedTrials.RecordedStatus(Status.STOPPED, 100, 0.1 + 0.2, 1e-17));
        String fresh =
                folder.resolve("rungs/100/" + entry(4, 1).trialId() + ".json").toString();
        assertThat(recordsOpened(again)).isNotEmpty().containsOnly(fresh);
        ResultsDirectory last = counting();
        start(last);
        assertThat(RecordedTrials.atRung(last, 100)).hasSize(4);
        assertThat(recordsOpened(last)).isEmpty();

        Files.write(Path.of(fresh), new byte[] {1, 2, 3});
        assertThat(RecordedTrials.atRung(results, 100)).hasSize(3);
        assertThat(Recovery.of(results)).hasSize(1);
        assertThat(RecordedTrials.atRung(results, 100)).hasSize(3);
    }

    private static List<String> recordsOpened(ResultsDirectory results) {
        return ((FaultyFileSystem) results.fileSystem())
                .opened().stream()
                        .filter(file -> file.matches(".*/[0-9a-f]{16}\\.json"))
                        .toList();
    }

    /** Bits that turn on a disk change no time of modification: whoever reads them finds out, and the next sweep does. */
    @Test
    void damage_that_comes_later_is_found_by_readers_and_then_by_the_next_sweep() throws IOException {
        makeTables();
        for (Path table : ForeignReader.files(folder.resolve("trials"))) {
            FileTime time = Files.getLastModifiedTime(table);
            byte[] bytes = Files.readAllBytes(table);
            bytes[8] ^= 1; // in the first page
            Files.write(table, bytes);
            Files.setLastModifiedTime(table, time);
        }
        ResultsDirectory results = counting();
        assertThat(RecordedTrials.of(results)).hasSize(4);
        assertThatThrownBy(() -> RecordedTrials.find(results, entry(1, 3).trialId()))
                .isInstanceOf(DamagedException.class);
        assertThat(Recovery.of(results)).hasSize(2).allMatch(line -> line.contains("its trials run again"));
        assertThat(RecordedTrials.of(results)).isEmpty();
    }

    /**
     * Prints how long starts take: {@code -Dfwlstm.scale=100000}, of trials with 60 evaluations; with
     * {@code -Dfwlstm.scale.folder=FOLDER} the results are made there, or taken if they are there.
     */
    @Test
    @Tag("scale")
    @EnabledIfSystemProperty(named = "fwlstm.scale", matches = "[0-9]+")
    void a_second_start_takes_no_time() throws IOException {
        long count = Long.getLong("fwlstm.scale");
        Path made = Path.of(System.getProperty("fwlstm.scale.folder", folder.toString()));
        ResultsDirectory results = ResultsDirectory.at(made.toString(), Records.HADOOP);
        TrialIndex none = TrialIndex.of(results);
        for (long first = 0; first < count && none.rows().isEmpty(); first += 2000) {
            List<RecordedTrial> batch = LongStream.range(first, Math.min(count, first + 2000))
                    .mapToObj(seed -> entry(seed, 60))
                    .toList();
            new CompactionBatch(results, batch, none).write();
        }
        for (int start = 1; start <= 3; start++) {
            long begin = System.nanoTime();
            start(results);
            System.out.printf(Locale.ROOT, "start %d: %.2f s%n", start, (System.nanoTime() - begin) * 1e-9);
        }
        assertThat(RecordedTrials.of(results)).hasSize((int) count);
    }
}
