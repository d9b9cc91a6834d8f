package fwlstm.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fwlstm.config.CellConfig;
import fwlstm.config.ConfigException;
import fwlstm.results.Column.Group;
import fwlstm.train.Status;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Records of earlier and of later programs, of which the later have columns that the earlier have not. */
class RecordFormatTest {
    private static final Logger LOG = Logger.getLogger("fwlstm.results");
    private static final int RUNG = 100;

    @TempDir
    Path folder;

    private ResultsDirectory today;
    private ResultsDirectory later;

    @BeforeEach
    void open() {
        LOG.setLevel(Level.SEVERE); // damage is expected
        today = ResultsDirectory.at(folder.toString(), Records.HADOOP);
        later = today.in(grown(RecordFormat.VERSION + 1));
    }

    /** With a result, something about the execution, and a value of the learning curve more. */
    private static RecordFormat grown(int version) {
        List<Column> trials = new ArrayList<>(Column.TRIALS);
        trials.add(20, new Column("top3_error", ColumnType.DOUBLE, Group.RESULT));
        trials.add(new Column("joules", ColumnType.LONG, Group.EXECUTION));
        List<Column> curves = new ArrayList<>(Column.CURVES);
        curves.add(new Column("gradient_norm", ColumnType.DOUBLE, Group.RESULT));
        return new RecordFormat(version, trials, curves);
    }

    private static RecordedTrial entry(long seed, Status status) {
        return RecordedTrial.of("grows", Records.record(2, seed, status));
    }

    /** The entry as a later program writes it. */
    private static RecordedTrial later(RecordedTrial entry, int version) {
        Map<String, Object> trial = new LinkedHashMap<>(entry.trial());
        trial.put("format_version", version);
        trial.put("top3_error", 0.125);
        trial.put("joules", 7L);
        List<Map<String, Object>> curve = new ArrayList<>();
        entry.curve().forEach(point -> {
            Map<String, Object> values = new LinkedHashMap<>(point);
            values.put("gradient_norm", 0.5);
            curve.add(values);
        });
        return new RecordedTrial(trial, curve);
    }

    private static RecordedTrial later(long seed, Status status) {
        return later(entry(seed, status), RecordFormat.VERSION + 1);
    }

    private static void compact(ResultsDirectory results) throws IOException {
        assertThat(new Compaction(results).run()).isEmpty();
    }

    @Test
    void a_program_with_more_columns_goes_on_with_ledger_rungs_and_tables_of_an_earlier_one() throws IOException {
        today.ledger().publish(entry(1, Status.DONE));
        today.ledger().publish(entry(2, Status.FAILED));
        compact(today);
        today.ledger().publish(entry(3, Status.DONE));
        today.rung(RUNG).publish(entry(4, Status.STOPPED));

        assertThat(Recovery.of(later)).isEmpty();
        assertThat(RecordedTrials.of(later)).isEqualTo(RecordedTrials.of(today)).hasSize(3);
        assertThat(RecordedTrials.atRung(later, RUNG))
                .containsOnlyKeys(entry(4, Status.STOPPED).trialId());
        assertThat(StoredResults.of(later).entries())
                .singleElement()
                .matches(entry -> entry.trial().containsKey("top3_error")
                        && entry.trial().get("top3_error") == null
                        && entry.curve().get(0).get("gradient_norm") == null);

        later.ledger().publish(later(2, Status.DONE)); // replaces its row in the file that has that of 1 too
        compact(later);
        assertThat(ForeignReader.rows(folder, "trials")).hasSize(3);
        assertThat(ForeignReader.rows(folder, "curves")).hasSize(6);
        assertThat(RecordedTrials.of(later).values()).containsOnly(Status.DONE).hasSize(3);
        RecordedTrial fresh = find(later, 2);
        assertThat(fresh.trial()).containsEntry("top3_error", 0.125).containsEntry("joules", 7L);
        assertThat(fresh.curve())
                .hasSize(2)
                .allMatch(point -> point.get("gradient_norm").equals(0.5));
        for (long seed : new long[] {1, 3}) {
            RecordedTrial old = find(later, seed);
            assertThat(old.trial())
                    .containsEntry("top3_error", null)
                    .containsEntry("joules", null)
                    .containsEntry("format_version", RecordFormat.VERSION)
                    .containsEntry("test_error", 0.5);
            assertThat(old.curve()).hasSize(2).allMatch(point -> point.get("gradient_norm") == null);
        }
        assertThat(Recovery.of(later)).isEmpty();
    }

    private static RecordedTrial find(ResultsDirectory results, long seed) throws IOException {
        return RecordedTrials.find(results, entry(seed, Status.DONE).trialId()).orElseThrow();
    }

    /** Also if whoever added the columns forgot that the version goes up with them. */
    @ParameterizedTest
    @ValueSource(ints = {RecordFormat.VERSION, RecordFormat.VERSION + 1})
    void a_program_with_fewer_columns_refuses_what_a_later_one_wrote_and_leaves_it_as_it_is(int version)
            throws IOException {
        ResultsDirectory grown = today.in(grown(version));
        for (String place : List.of("trials", "ledger", "rungs")) {
            ResultsDirectory here = ResultsDirectory.at(folder.resolve(place).toString(), Records.HADOOP);
            here.ledger().publish(entry(1, Status.DONE));
            compact(here);
            ResultsDirectory there = here.in(grown.format());
            if (place.equals("rungs")) {
                there.rung(RUNG).publish(later(entry(2, Status.STOPPED), version));
            } else {
                there.ledger().publish(later(entry(2, Status.DONE), version));
            }
            if (place.equals("trials")) {
                compact(there);
            }
            String refused =
                    folder.resolve(place) + "/(trials|curves|ledger|rungs)/.*: (columns|format_version): found .*"
                            + ", since a newer fw-lstm wrote this; use that one";
            assertRefused(refused, place, () -> Recovery.of(here));
            if (place.equals("rungs")) {
                assertRefused(refused, place, () -> RecordedTrials.atRung(here, RUNG));
                continue;
            }
            assertRefused(refused, place, () -> RecordedTrials.of(here));
            assertRefused(refused, place, () -> StoredResults.of(here));
            assertRefused(
                    refused,
                    place,
                    () -> RecordedTrials.find(here, entry(2, Status.DONE).trialId()));
            here.ledger().publish(entry(3, Status.DONE));
            assertRefused(refused, place, () -> new Compaction(here).run());
        }
    }

    private void assertRefused(String message, String place, ThrowingCallable action) throws IOException {
        Map<String, String> before = content();
        assertThatThrownBy(action).as(place).isInstanceOf(ConfigException.class).hasMessageMatching(message);
        assertThat(content()).as(place).isEqualTo(before);
    }

    private Map<String, String> content() throws IOException {
        Map<String, String> content = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile)
                    .filter(file -> !file.endsWith(VerifiedTables.NAME))
                    .toList()) {
                content.put(file.toString(), new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
            }
        }
        return content;
    }

    /** Whole, since the checksum is right, but of a program that knows more. */
    @ParameterizedTest
    @ValueSource(strings = {"status", "cell", "task"})
    void a_value_that_is_not_known_is_refused_and_left_as_it_is(String column) throws IOException {
        RecordedTrial entry = entry(1, Status.DONE);
        entry.trial().put(column, "something_new");
        today.ledger().publish(entry);
        String refused = ".*/ledger/" + entry.trialId() + "\\.json: .*something_new.* a newer fw-lstm wrote this.*";
        assertRefused(refused, column, () -> Recovery.of(today));
        assertRefused(refused, column, () -> RecordedTrials.of(today));
    }

    @Test
    void a_journal_of_a_later_program_is_refused_and_left_as_it_is() throws IOException {
        String journal = "{\"add\":[],\"remove\":[],\"rename\":[]}";
        Files.write(folder.resolve("compaction.json"), Checksummed.seal(journal.getBytes(StandardCharsets.UTF_8)));
        String refused = ".*/compaction\\.json: content: .*rename.* a newer fw-lstm wrote this; use that one";
        assertRefused(refused, "journal", () -> Recovery.of(today));
        assertRefused(refused, "journal", () -> RecordedTrials.of(today));
    }

    @Test
    void a_checkpoint_of_a_later_program_is_refused_and_left_as_it_is() throws IOException {
        Path file = folder.resolve("checkpoints/0123456789abcdef.0");
        Files.createDirectories(file.getParent());
        Files.write(file.resolveSibling("0123456789abcdef.1"), new byte[] {1, 2, 3}); // cut off
        try (DataOutputStream out = new DataOutputStream(Files.newOutputStream(file))) {
            out.writeLong(0x46574C53544D434BL);
            out.writeInt(99);
        }
        String refused = ".*0123456789abcdef\\.0: version: found 99, allowed: at most 3, since a newer .* use that one";
        assertRefused(refused, "checkpoint", () -> Recovery.of(today));
    }

    @Test
    void what_a_later_program_remembers_of_the_tables_is_not_believed_by_an_earlier_one() throws IOException {
        later.ledger().publish(later(1, Status.DONE));
        compact(later);
        assertThat(Recovery.of(later)).isEmpty();
        assertThat(folder.resolve("trials/_verified.json")).exists();
        assertThatThrownBy(() -> RecordedTrials.of(today)).hasMessageContaining("a newer fw-lstm wrote this");
    }

    @Test
    void every_column_and_every_cell_came_with_a_version() {
        assertThat(Stream.of(Column.TRIALS, Column.CURVES)
                        .map(table -> String.join(
                                " ", table.stream().map(Column::name).toList())))
                .as("columns of version 1: whoever adds one raises RecordFormat.VERSION, and says so here")
                .containsExactly(
                        "trial_id config_id sweep format_version task pairs cell hidden embedding readout lambda eta"
                                + " write_rule forget_bias norm cell_norm carry inner_steps optimizer learning_rate"
                                + " schedule clip_norm batch updates evaluate_every stop_accuracy patience"
                                + " patience_on_plateau data_train data_validation data_test data_test_pairs seed status"
                                + " parameters updates_run best_validation_accuracy best_validation_update"
                                + " validation_loss test_accuracy test_error test_loss updates_to_50 updates_to_90"
                                + " updates_to_95 updates_to_99 error backend provider device pack_width host attempt"
                                + " java_version fwlstm_version train_seconds cpu_seconds started_at finished_at",
                        "trial_id task pairs update epoch train_loss validation_loss validation_accuracy seconds");
        assertThat(CellConfig.names())
                .as("cells of version 1: likewise")
                .containsExactly("fw-lstm", "fw-rnn", "ln-lstm", "lstm", "irnn");
        assertThat(RecordFormat.VERSION).isEqualTo(1);
    }
}
