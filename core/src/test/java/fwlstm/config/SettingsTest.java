package fwlstm.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest {
    @Test
    void absent_settings_take_their_defaults() {
        CellConfig cell = CellConfig.of("fw-lstm", Map.of("hidden", 50));
        assertThat(cell)
                .isEqualTo(new CellConfig.FwLstm(
                        new Layers(50, 100, 100),
                        new FastWeights(1.0, 1.0, WriteRule.HEBB),
                        0.0,
                        Norm.JOINT,
                        true,
                        null));
        assertThat(cell.name()).isEqualTo("fw-lstm");
    }

    @Test
    void keys_are_the_components_in_snake_case() {
        assertThat(Settings.key("learningRate")).isEqualTo("learning_rate");
        assertThat(Settings.key("updatesTo99")).isEqualTo("updates_to_99");
        assertThat(Settings.values((Record) CellConfig.of("irnn", Map.of("hidden", 3))))
                .containsOnlyKeys("hidden", "embedding", "readout");
    }

    @Test
    void numbers_may_be_written_as_text_or_with_an_exponent() {
        TrainConfig train = Settings.bind(TrainConfig.class, Map.of("learning_rate", "3e-3", "updates", 1e4));
        assertThat(train.learningRate()).isEqualTo(0.003);
        assertThat(train.updates()).isEqualTo(10_000);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            hidden         | -5     | hidden: found -5, allowed: a whole number from 1 to 4096
            hidden         | 2.5    | hidden: found "2.5", allowed: a whole number from 1 to 4096
            hidden         | many   | hidden: found "many", allowed: a whole number from 1 to 4096
            lambda         | NaN    | lambda: found "NaN", allowed: a number from 0.0 to 1.0
            hidden         | 0x10   | hidden: found "0x10", allowed: a whole number from 1 to 4096; in decimal, so 16
            hidden         | 1e10   | hidden: found "1e10", allowed: a whole number from 1 to 4096
            eta            | 1f     | eta: found "1f", allowed: a number from 0.0 to 10.0; without a suffix, so 1
            eta            | -1     | eta: found -1.0, allowed: a number from 0.0 to 10.0
            norm           | batch  | norm: found "batch", allowed: none or per_gate or joint
            cell_norm      | maybe  | cell_norm: found "maybe", allowed: true or false
            carry          | true   | carry: found "true", allowed: normalised or raw
            """)
    void unacceptable_values_are_refused_in_one_line(String key, String value, String message) {
        Map<String, Object> values = new HashMap<>(Map.of("hidden", 50));
        values.put(key, value);
        assertThatThrownBy(() -> CellConfig.of("fw-lstm", values))
                .isInstanceOf(ConfigException.class)
                .hasMessage(message);
    }

    @Test
    void the_words_for_no_value_and_for_truth_are_those_of_sweep_files() {
        assertThat(Settings.bind(TrainConfig.class, Map.of("clip_norm", "null")).clipNorm())
                .isNull();
        assertThat(((CellConfig.FwLstm) CellConfig.of("fw-lstm", Map.of("hidden", "5", "cell_norm", "False")))
                        .cellNorm())
                .isFalse();
    }

    @Test
    void the_closest_known_name_is_suggested() {
        assertThatThrownBy(() -> CellConfig.of("fwlstm", Map.of("hidden", 5)))
                .hasMessage("name: found \"fwlstm\", allowed: did you mean fw-lstm? one of"
                        + " fw-lstm, fw-rnn, ln-lstm, lstm, irnn");
        assertThatThrownBy(() -> Settings.bind(TrainConfig.class, Map.of("learnin_rate", 1)))
                .hasMessageStartingWith("learnin_rate: found \"an unknown key\", allowed: did you mean learning_rate?");
    }

    @Test
    void a_missing_required_setting_is_named() {
        assertThatThrownBy(() -> CellConfig.of("lstm", Map.of()))
                .hasMessage("hidden: found nothing, allowed: a whole number from 1 to 4096 (required)");
    }

    @Test
    void lambda_has_no_meaning_under_oja() {
        CellConfig.FwRnn cell =
                (CellConfig.FwRnn) CellConfig.of("fw-rnn", Map.of("hidden", 5, "write_rule", "oja", "lambda", 0.9));
        assertThat(cell.memory().lambda()).isNull();
    }

    @Test
    void there_is_something_to_carry_on_raw_only_where_the_cell_state_is_normalised() {
        assertThat(CellConfig.of("fw-lstm", Map.of("hidden", 5, "cell_norm", false, "carry", "raw")))
                .isEqualTo(CellConfig.of("fw-lstm", Map.of("hidden", 5, "cell_norm", false)))
                .isNotEqualTo(CellConfig.of("fw-lstm", Map.of("hidden", 5, "carry", "raw")));
        assertThatThrownBy(() -> CellConfig.of("ln-lstm", Map.of("hidden", 5, "carry", "raw")))
                .hasMessageStartingWith("carry: found \"a setting that ln-lstm does not have\"");
    }
}
