package fwlstm.train;

import static org.assertj.core.api.Assertions.assertThat;

import fwlstm.config.CellConfig;
import fwlstm.config.DataConfig;
import fwlstm.config.Settings;
import fwlstm.config.TaskConfig;
import fwlstm.config.TaskName;
import fwlstm.config.TrainConfig;
import fwlstm.config.Trial;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Operations counted by hand for H = 4, E = 3, R = 5, a batch of 2. */
class FlopCountTest {
    private static Trial trial(String cell, int pairs, Map<String, Object> options) {
        Map<String, Object> values = new HashMap<>(options);
        values.putAll(Map.of("hidden", 4, "embedding", 3, "readout", 5));
        return new Trial(
                new TaskConfig(TaskName.ART, pairs),
                CellConfig.of(cell, values),
                Settings.bind(TrainConfig.class, Map.of("batch", 2, "updates", 100, "evaluate_every", 40)),
                new DataConfig(1000, 10, 20),
                1);
    }

    @Test
    void an_update_is_three_forward_passes_of_each_sequence_and_of_the_table_of_inputs() {
        int readout = 2 * 5 * (4 + 37);
        assertThat(FlopCount.ofUpdate(trial("irnn", 1, Map.of())))
                .isEqualTo(3 * (2 * (5 * (2 * 4 * 4 + 20 * 4) + readout) + 2 * 37 * 4 * 3));
        assertThat(FlopCount.ofUpdate(trial("lstm", 1, Map.of())))
                .isEqualTo(3 * (2 * (5 * 4 * (2 * 4 * 4 + 20 * 4) + readout) + 4 * 2 * 37 * 4 * 3));
    }

    /** Of five steps the memory is read by attention; of eleven as a matrix, which is written once for every step. */
    @Test
    void each_read_of_the_memory_counts() {
        int readout = 2 * 5 * (4 + 37);
        Map<String, Object> twice = Map.of("inner_steps", 2);
        assertThat(FlopCount.ofUpdate(trial("fw-rnn", 1, twice)))
                .isEqualTo(3 * (2 * (5 * (112 + 2 * (2 * 5 * 4)) + readout) + 888));
        assertThat(FlopCount.ofUpdate(trial("fw-rnn", 4, twice)))
                .isEqualTo(3 * (2 * (11 * (112 + 2 * (2 * 2 * 4 + 2 * 4 * 4) + 2 * 4 * 4) + readout) + 888));
    }

    @Test
    void a_trial_is_its_updates_its_validations_and_at_the_end_the_test() {
        Trial trial = trial("irnn", 1, Map.of());
        double update = FlopCount.ofUpdate(trial);
        int sequence = 5 * 112 + 2 * 5 * (4 + 37);
        assertThat(FlopCount.ofTrial(trial)).isEqualTo(100 * update + 3 * 10 * sequence + 20 * sequence);
        assertThat(FlopCount.of(trial, 40, 80)).isEqualTo(40 * update + 10 * sequence);
        assertThat(FlopCount.of(trial, 40, 100)).isEqualTo(60 * update + 2 * 10 * sequence + 20 * sequence);
    }
}
