package fwlstm.results;

import static org.assertj.core.api.Assertions.assertThat;

import fwlstm.config.Settings;
import fwlstm.config.TaskName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.schema.MessageType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TableFilesTest {
    private enum TasksToCome {
        NOISY_ART,
        COPY2
    }

    private static final String PARTITION = "task=art/pairs=2/";
    private static final String COPY = "f".repeat(32) + ".parquet";

    @TempDir
    Path folder;

    private ResultsDirectory results;
    private String original;

    /** One partition, with one file of each table and its copy. */
    @BeforeEach
    void compact() throws IOException {
        results = ResultsDirectory.at(folder.toString(), Records.HADOOP);
        results.ledger().publish(RecordedTrial.of("small", Records.record(0)));
        assertThat(new Compaction(results).run()).isEmpty();
        VerifiedTables.forget(results);
        original = folder.resolve(TableFiles.TRIALS + PARTITION).toFile().list()[0];
        for (String table : List.of(TableFiles.TRIALS, TableFiles.CURVES)) {
            Files.copy(file(table, original), file(table, COPY));
        }
    }

    private Path file(String table, String name) {
        return folder.resolve(table + PARTITION + name);
    }

    private static List<String> both(String name) {
        return List.of(TableFiles.CURVES + PARTITION + name, TableFiles.TRIALS + PARTITION + name);
    }

    private void publishJournal(long trials, long evaluations) throws IOException {
        Journal journal = new Journal(
                List.of(
                        new Journal.Added(TableFiles.TRIALS + PARTITION + COPY, trials),
                        new Journal.Added(TableFiles.CURVES + PARTITION + COPY, evaluations)),
                both(original));
        assertThat(journal.publish(results.fileSystem(), results.path())).isTrue();
    }

    @Test
    void new_files_that_are_all_complete_take_the_place_of_the_old() throws IOException {
        publishJournal(1, 2);
        TableFiles files = TableFiles.of(results);
        assertThat(files.whole().keySet()).containsExactlyElementsOf(both(COPY));
        assertThat(files.whole().values()).containsExactly(2L, 1L);
        assertThat(files.damaged()).isEmpty();
    }

    @Test
    void new_files_of_which_one_has_other_rows_or_does_not_exist_do_not_count() throws IOException {
        publishJournal(1, 3);
        assertThat(TableFiles.of(results).whole().keySet()).containsExactlyElementsOf(both(original));
        Files.delete(folder.resolve(Journal.NAME));
        publishJournal(1, 2);
        Files.delete(file(TableFiles.CURVES, COPY));
        assertThat(TableFiles.of(results).whole().keySet()).containsExactlyElementsOf(both(original));
    }

    @Test
    void nothing_was_changed_after_a_journal_that_is_not_complete() throws IOException {
        publishJournal(1, 2);
        Files.writeString(folder.resolve(Journal.NAME), "{");
        assertThat(TableFiles.of(results).whole()).hasSize(4);
    }

    @Test
    void a_file_counts_only_if_its_partner_does_and_may_have_no_rows() throws IOException {
        Files.writeString(file(TableFiles.TRIALS, COPY), "cut short");
        TableFiles files = TableFiles.of(results);
        assertThat(files.whole().keySet()).containsExactlyElementsOf(both(original));
        assertThat(files.damaged())
                .containsOnlyKeys(both(COPY))
                .containsEntry(both(COPY).get(0), both(COPY).get(1) + " is missing or damaged");

        Files.delete(file(TableFiles.TRIALS, COPY));
        assertThat(TableFiles.of(results).damaged()).containsOnlyKeys(both(COPY).get(0));

        Files.copy(file(TableFiles.TRIALS, original), file(TableFiles.TRIALS, COPY));
        Files.delete(file(TableFiles.CURVES, COPY));
        MessageType schema = TableFile.schema(results.format().columns(TableFiles.CURVES));
        String curves = file(TableFiles.CURVES, COPY).toString();
        TableFile.create(results.fileSystem(), new org.apache.hadoop.fs.Path(curves), schema)
                .close();
        assertThat(TableFiles.of(results).damaged()).isEmpty();
        assertThat(TableFiles.of(results).whole())
                .containsEntry(both(COPY).get(0), 0L)
                .hasSize(4);
    }

    @Test
    void the_tables_of_every_task_are_seen_however_it_is_named() {
        List<Enum<?>> tasks = new ArrayList<>(List.of(TaskName.values()));
        tasks.addAll(List.of(TasksToCome.values()));
        for (Enum<?> task : tasks) {
            for (String table : List.of(TableFiles.TRIALS, TableFiles.CURVES)) {
                String file = table + "task=" + Settings.key(task) + "/pairs=2/" + "0".repeat(32) + ".parquet";
                assertThat(TableFiles.isTableFile(file)).as(file).isTrue();
            }
        }
        for (String other : List.of(
                "trials/_verified.json",
                "trials/task=art/x.parquet",
                "trials/task=../pairs=2/x.parquet",
                "x.parquet")) {
            assertThat(TableFiles.isTableFile(other)).as(other).isFalse();
        }
    }
}
