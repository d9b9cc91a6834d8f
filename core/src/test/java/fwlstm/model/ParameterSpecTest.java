package fwlstm.model;

import static org.assertj.core.api.Assertions.assertThat;

import fwlstm.config.CellConfig;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ParameterSpecTest {
    /** Embedding 37·100, readout 100·H + 100 + 37·100 + 37, input G·100 + G, recurrence G·H, then the norms. */
    @ParameterizedTest
    @CsvSource({
        "fw-lstm, 50, 43237", // 3700 + 8837 + 20200 + 10000 + 2·200 + 2·50
        "fw-rnn, 50, 20187", // 3700 + 8837 + 5050 + 2500 + 2·50
        "ln-lstm, 50, 43637", // fw-lstm and a second norm of 2·200
        "lstm, 50, 42737", // fw-lstm without its norms
        "irnn, 50, 20087",
        "fw-lstm, 20, 19417",
        "fw-lstm, 100, 98937",
    })
    void counts_are_exact(String cell, int hidden, int parameters) {
        assertThat(ParameterSpec.count(CellConfig.of(cell, Map.of("hidden", hidden))))
                .isEqualTo(parameters);
    }

    @Test
    void initial_parameters_depend_on_the_seed_alone() {
        CellConfig cell = CellConfig.of("fw-lstm", Map.of("hidden", 20));
        Parameters parameters = Parameters.initial(cell, 1);
        Parameters again = Parameters.initial(cell, 1);
        Parameters other = Parameters.initial(cell, 2);
        assertThat(parameters.get("W_h").data).isEqualTo(again.get("W_h").data).isNotEqualTo(other.get("W_h").data);
    }

    @Test
    void irnn_starts_as_the_identity() {
        Parameters parameters = Parameters.initial(CellConfig.of("irnn", Map.of("hidden", 3)), 1);
        assertThat(parameters.get("W_h").data).containsExactly(1, 0, 0, 0, 1, 0, 0, 0, 1);
        assertThat(parameters.get("b").data).containsOnly(0);
    }
}
