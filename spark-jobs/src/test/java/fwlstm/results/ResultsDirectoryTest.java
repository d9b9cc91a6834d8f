package fwlstm.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fwlstm.config.ConfigException;
import fwlstm.sweep.Sweep;
import fwlstm.sweep.SweepFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResultsDirectoryTest {
    @TempDir
    Path folder;

    private final Sweep sweep = SweepFile.parse(
            "{name: small, task: {name: art, pairs: 2}, cell: {name: irnn, hidden: 5}, seeds: 1}", List.of());

    private ResultsDirectory directory() {
        return ResultsDirectory.at(folder.toString(), ResultsDirectory.hadoop());
    }

    @Test
    void a_claimed_directory_holds_the_sweep() throws IOException {
        directory().claim(sweep);
        directory().claim(sweep);
        assertThat(directory().sweep()).isEqualTo(sweep);
        assertThat(folder).isDirectoryContaining("glob:**/sweep.yaml").isDirectoryNotContaining("glob:**/*.new");
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
    @ValueSource(strings = {"a[1]", "a*", "a?", "{a,b}"})
    void names_that_spark_would_take_for_patterns_are_refused(String name) {
        String path = folder + "/" + name;
        assertThatThrownBy(() -> ResultsDirectory.at(path, ResultsDirectory.hadoop()))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("without these characters");
    }
}
