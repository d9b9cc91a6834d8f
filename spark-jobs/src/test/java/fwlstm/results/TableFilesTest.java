package fwlstm.results;

import static org.assertj.core.api.Assertions.assertThat;

import fwlstm.config.Settings;
import fwlstm.config.TaskName;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TableFilesTest {
    private enum TasksToCome {
        NOISY_ART,
        COPY2
    }

    @Test
    void the_tables_of_every_task_are_seen_however_it_is_named() {
        List<Enum<?>> tasks = new ArrayList<>(List.of(TaskName.values()));
        tasks.addAll(List.of(TasksToCome.values()));
        for (Enum<?> task : tasks) {
            for (String table : List.of(TableFiles.TRIALS, TableFiles.CURVES)) {
                String file = table + "task=" + Settings.key(task) + "/pairs=2/" + "0".repeat(32) + ".parquet";
                assertThat(TableFiles.isTableFile(file)).as(file).isTrue();
            }
        }
        for (String other : List.of(
                "trials/_verified.json",
                "trials/task=art/x.parquet",
                "trials/task=../pairs=2/x.parquet",
                "x.parquet")) {
            assertThat(TableFiles.isTableFile(other)).as(other).isFalse();
        }
    }
}
