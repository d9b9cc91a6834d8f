package fwlstm.results;

import static org.assertj.core.api.Assertions.assertThat;

import fwlstm.train.Status;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StoredModelsTest {
    private static final RecordedTrial ENTRY = RecordedTrial.of("models", Records.record(2, 1, Status.DONE));
    private static final byte[] MODEL =
            "the parameters of a network, as far as storage can tell".getBytes(StandardCharsets.UTF_8);

    @TempDir
    Path folder;

    private ResultsDirectory results;

    @BeforeEach
    void open() {
        results = clean(folder);
    }

    private static ResultsDirectory clean(Path directory) {
        return ResultsDirectory.at(directory.toString(), Records.HADOOP);
    }

    private static void record(ResultsDirectory results) throws IOException {
        results.models().publish(ENTRY, MODEL);
        results.ledger().publish(ENTRY);
        results.models().settle(ENTRY);
    }

    /** Of the same trial, by a processor that computes other last bits. */
    private static RecordedTrial other() {
        RecordedTrial other = RecordedTrial.of("models", Records.record(2, 1, Status.DONE));
        other.trial().put("test_loss", Math.nextUp(1.0));
        return other;
    }

    /** With a model of an attempt before, or without. */
    @ParameterizedTest
    @CsvSource({"file, false, false", "file, false, true", "faulty, true, false", "faulty, true, true"})
    void whichever_step_a_machine_dies_at_a_recorded_trial_has_its_model(String scheme, boolean copies, boolean before)
            throws IOException {
        int step = 1;
        for (boolean crashed = true; crashed; step++) {
            Path directory = folder.resolve(String.valueOf(step));
            if (before) {
                Files.createDirectories(directory.resolve("models"));
                Files.write(directory.resolve("models/" + ENTRY.trialId() + ".safetensors"), new byte[] {1});
            }
            ResultsDirectory faulty = ResultsDirectory.at(
                    scheme + "://" + directory,
                    FaultyFileSystem.configuration(Map.of(
                            FaultyFileSystem.DIE_AT, String.valueOf(step),
                            FaultyFileSystem.DIE_HALF_WAY, "true",
                            FaultyFileSystem.COPYING_RENAME, String.valueOf(copies))));
            try {
                record(faulty);
            } catch (IOException e) {
                assertThat(e).as("step %d", step).hasStackTraceContaining("the machine is down");
            }
            crashed = ((FaultyFileSystem) faulty.fileSystem()).isDead();
            if (clean(directory).ledger().entry(ENTRY.trialId()).isPresent()) {
                assertThatModelIsThere(directory);
            }
            Recovery.of(clean(directory));
            record(clean(directory));
            assertThatModelIsThere(directory);
            try (Stream<Path> files = Files.list(directory.resolve("models"))) {
                assertThat(files).hasSize(1);
            }
        }
        assertThat(step).isGreaterThan(4); // in both publications
    }

    private static void assertThatModelIsThere(Path directory) throws IOException {
        assertThat(clean(directory).models().read(ENTRY)).contains(MODEL);
    }

    @Test
    void the_same_model_is_not_written_again() throws IOException {
        record(results);
        Path file = folder.resolve("models").resolve(ENTRY.trialId() + ".safetensors");
        Object key = Files.readAttributes(file, BasicFileAttributes.class).fileKey();
        results.models().publish(ENTRY, MODEL.clone());
        results.models().settle(ENTRY);
        assertThat(Files.readAttributes(file, BasicFileAttributes.class).fileKey())
                .isEqualTo(key);
        assertThat(results.models().ids()).containsExactly(ENTRY.trialId());
        assertThat(results.models().read(ENTRY.trialId())).contains(MODEL);
        assertThat(results.models().read("0123456789abcdef")).isEmpty();
    }

    /** Whenever a second attempt comes: before the record of the first, after it, or once that is in the tables. */
    @Test
    void the_model_of_a_recorded_trial_is_that_of_the_recorded_numbers() throws IOException {
        byte[] othersModel = {1, 2, 3};
        results.models().publish(ENTRY, MODEL);
        results.models().publish(other(), othersModel);
        assertThat(results.ledger().publish(ENTRY)).isTrue();
        assertThat(results.ledger().publish(other())).isFalse();
        results.models().settle(ENTRY);
        assertThat(results.models().read(ENTRY)).contains(MODEL);
        assertThat(results.models().read(ENTRY.trialId())).contains(MODEL);

        results.models().publish(other(), othersModel);
        assertThat(results.models().read(ENTRY)).contains(MODEL);

        assertThat(new Compaction(results).run()).isEmpty();
        results.models().publish(other(), othersModel);
        assertThat(results.ledger().publish(other())).isTrue(); // only the tables have one
        results.models().settle(other());
        RecordedTrial recorded = RecordedTrials.find(results, ENTRY.trialId()).orElseThrow();
        assertThat(results.models().read(recorded)).contains(MODEL);
        assertThat(Recovery.of(results)).isEmpty();
        assertThat(results.models().read(recorded)).contains(MODEL);
        try (Stream<Path> files = Files.list(folder.resolve("models"))) {
            assertThat(files).hasSize(1);
        }
    }

    @Test
    void a_model_of_which_the_record_came_but_not_the_name_gets_it_with_the_next_sweep() throws IOException {
        results.models().publish(ENTRY, MODEL);
        results.ledger().publish(ENTRY);
        assertThat(results.models().read(ENTRY)).contains(MODEL);
        assertThat(results.models().ids()).isEmpty();
        assertThat(Recovery.of(results)).isEmpty();
        assertThat(results.models().ids()).containsExactly(ENTRY.trialId());
        assertThat(results.models().read(ENTRY)).contains(MODEL);
    }
}
