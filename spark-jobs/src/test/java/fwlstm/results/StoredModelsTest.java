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
    private static final Entry ENTRY = Entry.of("models", Records.record(2, 1, Status.DONE));
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
        return ResultsDirectory.at(directory.toString(), ResultsDirectory.hadoop());
    }

    private static void record(ResultsDirectory results) throws IOException {
        results.models().publish(ENTRY.trialId(), MODEL);
        results.ledger().publish(ENTRY);
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
                clean(directory).models().publish(ENTRY.trialId(), new byte[] {1});
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
        assertThat(clean(directory).models().read(ENTRY.trialId())).contains(MODEL);
    }

    @Test
    void the_same_model_is_not_written_again() throws IOException {
        results.models().publish(ENTRY.trialId(), MODEL);
        Path file = folder.resolve("models").resolve(ENTRY.trialId() + ".safetensors");
        Object key = Files.readAttributes(file, BasicFileAttributes.class).fileKey();
        results.models().publish(ENTRY.trialId(), MODEL.clone());
        assertThat(Files.readAttributes(file, BasicFileAttributes.class).fileKey())
                .isEqualTo(key);
        assertThat(results.models().ids()).containsExactly(ENTRY.trialId());
        assertThat(results.models().read("0123456789abcdef")).isEmpty();
    }
}
