package fwlstm.train;

import static org.assertj.core.api.Assertions.assertThat;

import fwlstm.config.CellConfig;
import fwlstm.config.DataConfig;
import fwlstm.config.Settings;
import fwlstm.config.TaskConfig;
import fwlstm.config.TaskName;
import fwlstm.config.TrainConfig;
import fwlstm.config.Trial;
import fwlstm.model.Providers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CpuOnlyIT {
    @Test
    void training_on_the_cpu_loads_no_class_that_is_for_gpus() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xlog:class+load:stdout",
                        "-cp",
                        System.getProperty("java.class.path"),
                        CpuOnlyIT.class.getName())
                .redirectErrorStream(true)
                .start();
        List<String> lines = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();
        assertThat(process.waitFor()).isZero();
        assertThat(lines).anyMatch(line -> line.contains(" fwlstm.train.Trainer "));
        assertThat(lines).noneMatch(line -> line.contains(" jcuda.") || line.contains(" fwlstm.gpu."));
    }

    public static void main(String[] args) throws IOException {
        Trial trial = new Trial(
                new TaskConfig(TaskName.ART, 2),
                CellConfig.of("fw-lstm", Map.of("hidden", 8, "embedding", 8, "readout", 8)),
                Settings.bind(TrainConfig.class, Map.of("batch", 16, "updates", 4, "evaluate_every", 2)),
                new DataConfig(100, 50, 50),
                1);
        new Trainer(new CpuBackend(Providers.chosen()), Checkpoints.NONE, (t, point) -> {}).train(List.of(trial), 0);
    }
}
