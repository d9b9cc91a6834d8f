package fwlstm.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fwlstm.config.ConfigException;
import fwlstm.sweep.Sweep;
import fwlstm.sweep.SweepFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResultsDirectoryTest {
    @TempDir
    Path folder;

    private final Sweep sweep = SweepFile.parse(
            "{name: small, task: {name: art, pairs: 2}, cell: {name: irnn, hidden: 5}, seeds: 1}", List.of());

    private ResultsDirectory directory() {
        return ResultsDirectory.at(folder.toString(), Records.HADOOP);
    }

    @Test
    void a_claimed_directory_holds_the_sweep() throws IOException {
        directory().claim(sweep);
        directory().claim(sweep);
        assertThat(directory().sweep()).isEqualTo(sweep);
        assertThat(folder).isDirectoryContaining("glob:**/sweep.yaml").isDirectoryNotContaining("glob:**/*.new");
    }

    @Test
    void what_is_no_results_directory_is_refused_with_what_is_missing() {
        String nothing = folder.resolve("nothing").toString();
        assertThatThrownBy(() -> ResultsDirectory.existing(nothing, Records.HADOOP))
                .hasMessage(nothing + ": found \"nothing there\", allowed: a results directory written by fw sweep");
        assertThatThrownBy(() -> ResultsDirectory.existing(folder.toString(), Records.HADOOP))
                .hasMessageStartingWith(folder + ": found \"no sweep.yaml in it\"");
    }

    @Test
    void rungs_are_found_in_ascending_order() throws IOException {
        assertThat(directory().rungUpdates()).isEmpty();
        for (int update : new int[] {1000, 400}) {
            directory().rung(update).publish(RecordedTrial.of("small", Records.record(0)));
        }
        Files.createDirectories(folder.resolve("rungs/notes"));
        assertThat(directory().rungUpdates()).containsExactly(400, 1000);
        assertThat(directory().rung(400).ids()).hasSize(1);
    }

    @Test
    void one_at_a_time_has_the_lock() {
        try (SweepLock lock = directory().lock("here")) {
            assertThat(lock.number()).isEqualTo(1);
            assertThatThrownBy(() -> directory().lock("here")).hasMessageStartingWith("--out here: ");
        }
    }

    @Test
    void settings_of_hadoop_are_those_of_this_program_and_of_spark_submit() {
        System.setProperty("spark.hadoop.fwlstm.test", "7");
        try {
            Configuration configuration = ResultsDirectory.hadoop();
            assertThat(configuration.get("fwlstm.test")).isEqualTo("7");
            assertThat(configuration.get("java.version")).isNull();
            ResultsDirectory.settings()
                    .forEach(
                            (name, value) -> assertThat(configuration.get(name)).isEqualTo(value));
        } finally {
            System.clearProperty("spark.hadoop.fwlstm.test");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"sweep.yaml", "sweep.yaml.new"})
    void a_claim_cut_off_at_any_step_can_be_made_again(String left) throws IOException {
        Files.createDirectories(folder.resolve("ledger"));
        Files.writeString(folder.resolve(left), left.endsWith("new") ? sweep.source() : "");
        directory().claim(sweep);
        assertThat(directory().sweep()).isEqualTo(sweep);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"a[1]", "a*", "a?", "{a,b}", "a:b", "a%20b", "a#b", "a b", "~", "a\\b", "a+b", "ä", "seed=3"})
    void every_character_of_a_local_name_stands_for_itself(String name) throws IOException {
        Path named = folder.resolve(name);
        ResultsDirectory results = ResultsDirectory.at(named.toString(), Records.HADOOP);
        results.claim(sweep);
        assertThat(results.name()).isEqualTo(named.toString());
        assertThat(named.resolve("sweep.yaml")).exists();
        assertThat(ResultsDirectory.existing(named.toString(), Records.HADOOP).sweep())
                .isEqualTo(sweep);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a:b", "a:b/c", "a b:c", "1:2"})
    void a_name_with_a_colon_is_no_address(String name) {
        ResultsDirectory results = ResultsDirectory.at(name, Records.HADOOP);
        assertThat(results.name()).isEqualTo(Path.of(name).toAbsolutePath().toString());
    }

    @ParameterizedTest
    @CsvSource({
        "s3a:bucket, Relative path in absolute URI",
        "nothing://host/x, no file system for nothing:",
        "hdfs://nowhere.invalid/x, nowhere.invalid"
    })
    void an_address_without_a_file_system_is_refused_in_one_line(String address, String found) {
        assertThatThrownBy(() -> ResultsDirectory.reachable(address, Records.HADOOP))
                .isInstanceOf(ConfigException.class)
                .hasMessageContainingAll(address, found)
                .message()
                .hasLineCount(1);
    }

    @Test
    void a_claim_killed_at_any_step_leaves_the_whole_old_or_the_whole_new_sweep() throws IOException {
        Sweep grown = SweepFile.parse(sweep.source().replace("seeds: 1", "seeds: 12"), List.of());
        assertThat(grown.trials()).hasSize(12);
        for (boolean halfWay : new boolean[] {false, true}) {
            boolean dead = true;
            for (int step = 1; dead; step++) {
                directory().claim(sweep);
                ResultsDirectory faulty = ResultsDirectory.at(
                        "faulty://" + folder,
                        FaultyFileSystem.configuration(Map.of(
                                FaultyFileSystem.DIE_AT, String.valueOf(step),
                                FaultyFileSystem.DIE_HALF_WAY, String.valueOf(halfWay))));
                try {
                    faulty.claim(grown);
                } catch (ConfigException e) {
                    assertThat(e).hasMessageContaining("the machine is down");
                }
                dead = ((FaultyFileSystem) faulty.fileSystem()).isDead();
                assertThat(ResultsDirectory.existing(folder.toString(), Records.HADOOP)
                                .sweep())
                        .as("step %d", step)
                        .isIn(sweep, grown);
            }
            assertThat(directory().sweep()).isEqualTo(grown);
        }
    }

    @Test
    void a_sweep_file_that_is_too_large_is_refused_before_it_is_read() throws IOException {
        directory().claim(sweep);
        try (FileChannel file = FileChannel.open(folder.resolve("sweep.yaml"), StandardOpenOption.WRITE)) {
            file.write(ByteBuffer.wrap(new byte[] {' '}), 8L << 30); // sparse: 8 GiB
        }
        assertThatThrownBy(() -> ResultsDirectory.existing(folder.toString(), Records.HADOOP))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("larger than 4 MiB");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ".DS_Store",
                "._sweep.yaml",
                ".nfs000000000012345600000001",
                ".sweep.yaml.swp",
                "sweep.yaml~",
                "#sweep.yaml#",
                "sweep.yaml.bak",
                "lost+found",
                "Thumbs.db",
                "desktop.ini",
                "@eaDir",
                ".snapshot",
                ".git",
                "_compaction.json.00000000000000000000000000000000"
            })
    void what_file_managers_and_editors_leave_does_not_matter(String name) throws IOException {
        Files.writeString(folder.resolve(name), "{");
        directory().claim(sweep);
        assertThat(directory().sweep()).isEqualTo(sweep);
    }

    @ParameterizedTest
    @ValueSource(strings = {"notes.txt", "_notes", "plot.png", "Bilder und mehr"})
    void beside_a_sweep_anything_may_lie_and_without_one_the_refusal_names_it(String name) throws IOException {
        Files.writeString(folder.resolve(name), "");
        assertThatThrownBy(() -> directory().claim(sweep))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("found \"" + name + ", not results of a sweep\"");
        assertThat(folder).isDirectoryNotContaining("glob:**/sweep.yaml");
        Files.delete(folder.resolve(name));
        directory().claim(sweep);
        Files.writeString(folder.resolve(name), "");
        Files.createDirectories(folder.resolve("ledger"));
        Files.writeString(folder.resolve("ledger").resolve(name), "");
        directory().claim(sweep);
        assertThat(Recovery.of(directory())).isEmpty();
        assertThat(folder.resolve("ledger").resolve(name)).exists();
    }

    @Test
    void a_refusal_names_the_first_and_counts_the_rest() throws IOException {
        for (String name : List.of("c", "a", "b", ".hidden")) {
            Files.writeString(folder.resolve(name), "");
        }
        assertThatThrownBy(() -> directory().require(sweep))
                .hasMessageContaining("a and 2 more, not results of a sweep");
    }

    @Test
    void a_directory_of_another_sweep_is_refused_before_anything_is_written() throws IOException {
        directory().claim(SweepFile.parse(sweep.source().replace("small", "other"), List.of()));
        assertThatThrownBy(() -> directory().require(sweep))
                .hasMessageStartingWith("--out " + folder + ": found \"results of the sweep other\"");
        assertThat(folder.resolve("lock")).doesNotExist();
    }
}
