package fwlstm.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TrialTest {
    private static final Map<String, Object> TASK = Map.of("name", "art", "pairs", 4);
    private static final Map<String, Object> CELL = Map.of("hidden", 50);

    private static Trial trial(
            Map<String, ?> task, String cell, Map<String, ?> options, Map<String, ?> train, long seed) {
        return new Trial(
                Settings.bind(TaskConfig.class, task),
                CellConfig.of(cell, options),
                Settings.bind(TrainConfig.class, train),
                Settings.bind(DataConfig.class, Map.of()),
                seed);
    }

    @Test
    void the_id_of_a_configuration_and_seed_never_changes() {
        Trial trial = trial(TASK, "fw-lstm", CELL, Map.of("learning_rate", 3e-3), 0);
        assertThat(trial.id()).isEqualTo("edfa03d5b1a7d179");
    }

    @Test
    void whatever_determines_a_number_changes_the_id() {
        List<Trial> trials = List.of(
                trial(TASK, "fw-lstm", CELL, Map.of(), 0),
                trial(TASK, "fw-lstm", CELL, Map.of(), 1),
                trial(TASK, "fw-rnn", CELL, Map.of(), 0),
                trial(TASK, "fw-lstm", Map.of("hidden", 51), Map.of(), 0),
                trial(TASK, "fw-lstm", Map.of("hidden", 50, "eta", 0.5), Map.of(), 0),
                trial(TASK, "fw-lstm", CELL, Map.of("updates", 100), 0),
                trial(Map.of("name", "mart", "pairs", 4), "fw-lstm", CELL, Map.of(), 0),
                trial(Map.of("name", "art", "pairs", 5), "fw-lstm", CELL, Map.of(), 0));
        Set<String> ids = new HashSet<>();
        trials.forEach(trial -> ids.add(trial.id()));
        assertThat(ids).hasSameSizeAs(trials).allMatch(id -> id.matches("[0-9a-f]{16}"));
    }

    @Test
    void writing_out_a_default_does_not_change_the_id() {
        Trial implied = trial(TASK, "fw-lstm", CELL, Map.of(), 0);
        Trial written =
                trial(TASK, "fw-lstm", Map.of("hidden", 50, "lambda", 1, "eta", "1.0"), Map.of("batch", 128), 0);
        assertThat(written.id()).isEqualTo(implied.id());
    }

    @Test
    void seeds_share_the_id_of_their_configuration() {
        assertThat(trial(TASK, "lstm", CELL, Map.of(), 7).configId())
                .isEqualTo(trial(TASK, "lstm", CELL, Map.of(), 8).configId());
    }

    @Test
    void options_that_a_cell_does_not_have_are_null() {
        Map<String, Object> columns = trial(TASK, "irnn", CELL, Map.of(), 3).columns();
        assertThat(columns.keySet()).isEqualTo(Trial.COLUMNS.keySet());
        assertThat(columns)
                .containsEntry("cell", "irnn")
                .containsEntry("lambda", null)
                .containsEntry("forget_bias", null)
                .containsEntry("data_train", 100_000)
                .containsEntry("seed", 3L);
    }

    @Test
    void a_training_set_smaller_than_a_batch_is_refused() {
        TrainConfig train = Settings.bind(TrainConfig.class, Map.of("batch", 64));
        DataConfig data = Settings.bind(DataConfig.class, Map.of("train", 63));
        assertThatThrownBy(() ->
                        new Trial(Settings.bind(TaskConfig.class, TASK), CellConfig.of("lstm", CELL), train, data, 0))
                .hasMessage("data.train: found 63, allowed: at least one batch (train.batch is 64)");
    }
}
