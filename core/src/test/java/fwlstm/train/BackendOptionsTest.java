package fwlstm.train;

import static org.assertj.core.api.Assertions.assertThat;

import fwlstm.config.CellConfig;
import fwlstm.config.DataConfig;
import fwlstm.config.Settings;
import fwlstm.config.TaskConfig;
import fwlstm.config.TaskName;
import fwlstm.config.TrainConfig;
import fwlstm.config.Trial;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BackendOptionsTest {
    private static final Trial TRIAL = new Trial(
            new TaskConfig(TaskName.ART, 4),
            CellConfig.of("irnn", Map.of("hidden", 3)),
            Settings.bind(TrainConfig.class, Map.of()),
            Settings.bind(DataConfig.class, Map.of()),
            7);

    @Test
    void another_name_leaves_the_other_options() {
        BackendOptions gpu = new BackendOptions(BackendName.GPU, Precision.TF32, 16);
        assertThat(gpu.with(BackendName.CPU)).isEqualTo(new BackendOptions(BackendName.CPU, Precision.TF32, 16));
    }

    @Test
    void the_cpu_trains_one_trial_at_a_time_of_any_kind() {
        BackendOptions cpu = new BackendOptions(BackendName.CPU, Precision.FLOAT32, 64);
        try (Backend any = cpu.open(0);
                Backend backend = cpu.open(0, TRIAL)) {
            assertThat(any.name()).isEqualTo("cpu");
            assertThat(backend.name()).isEqualTo("cpu");
            assertThat(backend.packWidth(TRIAL)).isEqualTo(1);
        }
    }

    @Test
    void what_a_gpu_cannot_train_is_named() {
        assertThat(BackendOptions.cannotTrain(TRIAL))
                .hasMessageContaining(TRIAL.label())
                .hasMessageContaining("cpu and auto can");
    }
}
