package fwlstm.results;

import static org.assertj.core.api.Assertions.assertThat;

import fwlstm.train.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerTest {
    @TempDir
    Path folder;

    private Ledger ledger;
    private final RecordedTrial entry = RecordedTrial.of("small", Records.record(1));

    @BeforeEach
    void open() {
        ledger = ResultsDirectory.at(folder.toString(), Records.HADOOP).ledger();
    }

    @Test
    void the_first_publication_wins() throws IOException {
        ledger.publish(entry);
        RecordedTrial second = RecordedTrial.of("other", Records.record(1));
        ledger.publish(second);
        assertThat(ledger.entries()).containsExactly(entry);
        assertThat(folder.resolve("ledger")).isDirectoryNotContaining("glob:**/_*");
    }

    @Test
    void a_record_that_is_not_final_or_damaged_makes_way() throws IOException {
        ledger.publish(RecordedTrial.of("small", Records.record(2, 1, Status.STOPPED)));
        assertThat(ledger.publish(entry)).isTrue();
        assertThat(ledger.entries()).containsExactly(entry);
        Path file = folder.resolve("ledger/" + entry.trialId() + ".json");
        Files.writeString(file, "{");
        assertThat(ledger.publish(entry)).isTrue();
        assertThat(ledger.entries()).containsExactly(entry);
        assertThat(folder.resolve("ledger/_" + entry.trialId() + ".json.damaged"))
                .hasContent("{");
    }

    @Test
    void damaged_files_are_passed_over_and_set_aside_by_the_next_sweep() throws IOException {
        RecordedTrial other = RecordedTrial.of("small", Records.record(2));
        ledger.publish(entry);
        ledger.publish(other);
        Path file = folder.resolve("ledger/" + other.trialId() + ".json");
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(whole, whole.length / 2));

        assertThat(ledger.entries()).containsExactly(entry);
        assertThat(file).exists(); // looking changes nothing
        assertThat(ledger.quarantineDamaged())
                .singleElement()
                .asString()
                .contains("/_" + other.trialId() + ".json.damaged", "runs again");
        assertThat(ledger.ids()).containsExactly(entry.trialId());
        assertThat(folder.resolve("ledger/_" + other.trialId() + ".json.damaged"))
                .exists();
        ledger.publish(other);
        assertThat(ledger.entries()).contains(entry, other);
    }

    @Test
    void what_an_interrupted_publication_leaves_is_no_entry() throws IOException {
        Files.createDirectories(folder.resolve("ledger"));
        Files.writeString(folder.resolve("ledger/_" + entry.trialId() + ".0"), "{\"trial\":");
        assertThat(ledger.ids()).isEmpty();
        ledger.publish(entry);
        assertThat(ledger.entries()).containsExactly(entry);
        ledger.remove(List.of(entry.trialId()));
        assertThat(ledger.ids()).isEmpty();
    }
}
