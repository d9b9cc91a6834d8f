package fwlstm.train;

import static org.assertj.core.api.Assertions.assertThat;

import fwlstm.config.CellConfig;
import fwlstm.config.DataConfig;
import fwlstm.config.Settings;
import fwlstm.config.TaskConfig;
import fwlstm.config.TaskName;
import fwlstm.config.TrainConfig;
import fwlstm.config.Trial;
import fwlstm.model.Networks;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PackShapeTest {
    private static final List<String> OF_EACH_TRIAL = List.of("lambda", "eta", "forget_bias");

    static List<CellConfig> cells() {
        return Networks.cells();
    }

    @ParameterizedTest
    @MethodSource("cells")
    void cells_that_differ_in_more_than_lambda_eta_and_forget_bias_are_in_no_pack_together(CellConfig cell) {
        for (CellConfig other : Networks.cells()) {
            assertThat(shape(cell).equals(shape(other)))
                    .as(other.toString())
                    .isEqualTo(common(cell).equals(common(other)));
        }
    }

    private static PackShape shape(CellConfig cell) {
        return PackShape.of(new Trial(
                new TaskConfig(TaskName.ART, Networks.PAIRS),
                cell,
                Settings.bind(TrainConfig.class, Map.of()),
                Settings.bind(DataConfig.class, Map.of()),
                0));
    }

    /** What a pack's trials must have in common. */
    private static Map<String, Object> common(CellConfig cell) {
        Map<String, Object> values = Settings.values((Record) cell);
        values.keySet().removeAll(OF_EACH_TRIAL);
        values.put("cell", cell.name());
        return values;
    }
}
