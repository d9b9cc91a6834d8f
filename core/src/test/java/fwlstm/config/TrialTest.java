package fwlstm.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
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
        return trial(task, cell, options, train, Map.of(), seed);
    }

    private static Trial trial(
            Map<String, ?> task,
            String cell,
            Map<String, ?> options,
            Map<String, ?> train,
            Map<String, ?> data,
            long seed) {
        return new Trial(
                Settings.bind(TaskConfig.class, task),
                CellConfig.of(cell, options),
                Settings.bind(TrainConfig.class, train),
                Settings.bind(DataConfig.class, data),
                seed);
    }

    private static Map<String, Object> task(String name, int pairs) {
        return Map.of("name", name, "pairs", pairs);
    }

    private static Map<String, Object> data(int train, int validation, int test) {
        return Map.of("train", train, "validation", validation, "test", test);
    }

    @Test
    void the_id_of_a_configuration_and_seed_never_changes() {
        Trial trial = trial(TASK, "fw-lstm", CELL, Map.of("learning_rate", 3e-3), 0);
        assertThat(trial.id()).isEqualTo("edfa03d5b1a7d179");
    }

    @Test
    void a_trial_is_made_from_its_columns_be_they_values_or_text() {
        Trial trial = trial(
                task("mart", 3),
                "fw-rnn",
                Map.of("hidden", 20, "lambda", 0.1 + 0.2, "norm", "none"),
                Map.of("learning_rate", 1e-7, "clip_norm", 1.5),
                data(500, 3, 7),
                Long.MAX_VALUE);
        assertThat(Trial.of(trial.columns())).isEqualTo(trial);
        Map<String, String> text = new HashMap<>();
        trial.columns().forEach((column, value) -> text.put(column, value == null ? null : value.toString()));
        assertThat(Trial.of(text)).isEqualTo(trial);
        Trial raw = trial(TASK, "fw-lstm", Map.of("hidden", 50, "carry", "raw"), Map.of(), 0);
        assertThat(raw.columns()).containsEntry("carry", "raw");
        assertThat(Trial.of(raw.columns())).isEqualTo(raw);
        text.put("seed", "1.5");
        assertThatThrownBy(() -> Trial.of(text))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("seed: ");
        text.remove("cell");
        assertThatThrownBy(() -> Trial.of(text))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("cell: ");
    }

    @Test
    void a_setting_of_minus_zero_is_one_of_zero() {
        Trial zero = trial(TASK, "lstm", Map.of("hidden", 5, "forget_bias", 0.0), Map.of(), 0);
        Trial minus = new Trial(
                zero.task(), new CellConfig.Lstm(zero.cell().layers(), -0.0), zero.train(), zero.data(), zero.seed());
        assertThat(minus.id()).isEqualTo(zero.id());
        assertThat(minus.configId()).isEqualTo(zero.configId());
        assertThat(minus.columns()).isEqualTo(zero.columns());
    }

    @Test
    void no_option_of_any_cell_changes_how_ids_are_made() {
        Map<String, Object> everyOption = Map.of(
                "optimizer",
                "adam",
                "learning_rate",
                1e-7,
                "clip_norm",
                1.0,
                "schedule",
                "cosine",
                "batch",
                128,
                "updates",
                20000,
                "evaluate_every",
                500,
                "stop_accuracy",
                0.99,
                "patience",
                7,
                "patience_on_plateau",
                true);
        Map<String, Object> fwLstm = Map.of(
                "hidden", 50, "lambda", 0.87, "eta", 0.1, "forget_bias", 1.5, "norm", "per_gate", "cell_norm", false);
        Map<String, Object> fwRnn = Map.of("hidden", 20, "inner_steps", 3, "norm", "per_gate", "write_rule", "oja");
        Map<String, Object> longest = Map.of("updates", 100_000_000, "evaluate_every", 1);
        Map<String, Object> wide = Map.of("hidden", 4096, "embedding", 7, "readout", 9);
        assertThat(List.of(
                        trial(task("art", 4), "fw-lstm", fwLstm, everyOption, data(500, 3, 20000), 12345678901L),
                        trial(task("mart", 26), "fw-rnn", fwRnn, Map.of("optimizer", "sgd", "learning_rate", 10), 1),
                        trial(task("art", 1), "ln-lstm", wide, longest, 0),
                        trial(task("mart", 2), "irnn", Map.of("hidden", 5), Map.of(), Long.MAX_VALUE)))
                .extracting(trial -> trial.id() + " " + trial.configId())
                .containsExactly(
                        "7dddea1f3857b0ad b687aae593729e27",
                        "4367ceee9a138d83 9c87aa84a78c8e2e",
                        "12a88ae78a3e5be3 e8a70a5e4b02cbf2",
                        "774951472d05b5f0 7da35ac366b98d4a");
    }

    @Test
    void whatever_determines_a_number_changes_the_id() {
        List<Trial> trials = List.of(
                trial(TASK, "fw-lstm", CELL, Map.of(), 0),
                trial(TASK, "fw-lstm", CELL, Map.of(), 1),
                trial(TASK, "fw-rnn", CELL, Map.of(), 0),
                trial(TASK, "fw-lstm", Map.of("hidden", 51), Map.of(), 0),
                trial(TASK, "fw-lstm", Map.of("hidden", 50, "eta", 0.5), Map.of(), 0),
                trial(TASK, "fw-lstm", Map.of("hidden", 50, "carry", "raw"), Map.of(), 0),
                trial(TASK, "fw-lstm", Map.of("hidden", 50, "cell_norm", false), Map.of(), 0),
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
        Trial written = trial(
                TASK,
                "fw-lstm",
                Map.of("hidden", 50, "lambda", 1, "eta", "1.0", "carry", "normalised"),
                Map.of("batch", 128),
                0);
        assertThat(written.id()).isEqualTo(implied.id());
    }

    @Test
    void only_test_pairs_other_than_those_of_training_make_another_trial() {
        Trial absent = trial(TASK, "fw-lstm", CELL, Map.of(), 0);
        Map<String, Object> none = new HashMap<>();
        none.put("test_pairs", null);
        for (Map<String, ?> same : List.of(none, Map.of("test_pairs", 4), Map.of("test_pairs", "4"))) {
            Trial trial = trial(TASK, "fw-lstm", CELL, Map.of(), same, 0);
            assertThat(trial).isEqualTo(absent);
            assertThat(trial.id()).isEqualTo(absent.id());
            assertThat(trial.columns()).containsEntry("data_test_pairs", null);
        }
        Trial harder = trial(TASK, "fw-lstm", CELL, Map.of(), Map.of("test_pairs", 8), 0);
        assertThat(harder.id()).isNotEqualTo(absent.id());
        assertThat(harder.configId()).isNotEqualTo(absent.configId());
        assertThat(harder.columns()).containsEntry("data_test_pairs", 8);
        assertThat(Trial.of(harder.columns())).isEqualTo(harder);
        assertThat(harder.label()).isEqualTo("fw-lstm art K=4, tested at 8, H=50 seed 0");
        assertThat(absent.label()).isEqualTo("fw-lstm art K=4 H=50 seed 0");
    }

    @Test
    void test_pairs_are_1_to_26() {
        for (int pairs : new int[] {0, 27}) {
            assertThatThrownBy(() -> trial(TASK, "fw-lstm", CELL, Map.of(), Map.of("test_pairs", pairs), 0))
                    .isInstanceOf(ConfigException.class)
                    .hasMessage("test_pairs: found %d, allowed: a whole number from 1 to 26, or null".formatted(pairs));
        }
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
